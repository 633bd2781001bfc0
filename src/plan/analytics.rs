//! The measure of audience that a site asks for, by the address of its own Matomo; none otherwise.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::model::site::Site;
use crate::model::value::Value;
use crate::plan::policy;

const ADDRESS: &str = "analytics.matomo";
const NUMBER: &str = "analytics.site";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analytics {
    /// Ends with a slash.
    pub address: String,
    /// Scheme and host, as policies write them.
    pub host: String,
    /// What Matomo calls the site.
    pub site: String,
    /// How long figures are kept, in words.
    retention: String,
}

impl Analytics {
    /// What templates see under `site.analytics`.
    pub fn value(&self) -> Value {
        let name = self.host.trim_start_matches("https://");
        Value::map([
            ("matomo", Value::from(self.address.as_str())),
            ("host", name.into()),
            ("site", self.site.as_str().into()),
            ("retention", self.retention.as_str().into()),
        ])
    }

    /// The one file that runs in pages.
    pub fn script(&self) -> String {
        format!("{}matomo.js", self.address)
    }
}

/// Nothing unless both the address and the number are right: what is wrong is told, and nobody is measured.
pub fn wanted(site: &Site, diagnostics: &mut Diagnostics) -> Option<Analytics> {
    let path = &site.config.path;
    let (address, number) = (site.config.at(ADDRESS), site.config.at(NUMBER));
    let (address, number) = match (address, number) {
        (None, None) => return None,
        (Some(address), Some(number)) => (address, number),
        (Some(node), None) | (None, Some(node)) => {
            let message = "la mesure d'audience demande l'adresse de Matomo et le numéro du site";
            let help = "écrivez analytics: {matomo: https://stats.exemple.gouv.fr/, site: 12}";
            let fault = Diagnostic::error(Code::SettingInvalid, node.span(path), message);
            diagnostics.push(fault.with_help(help));
            return None;
        }
    };
    let mut wrong = |node: &crate::model::value::Node, message: &str, help: &str| {
        let fault = Diagnostic::error(Code::SettingInvalid, node.span(path), message.to_owned());
        diagnostics.push(fault.with_help(help));
    };
    let written = address.text().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:%".contains(c);
    let host =
        policy::host(written).filter(|_| written.starts_with("https://") && written.chars().all(plain));
    let digits = number.text().filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()));
    if host.is_none() {
        let message = "l'adresse de Matomo doit commencer par « https:// », sans paramètre";
        wrong(address, message, "par exemple https://stats.exemple.gouv.fr/");
    }
    if digits.is_none() {
        wrong(number, "le numéro du site dans Matomo doit être un nombre entier", "par exemple site: 12");
    }
    let retention = site.config.at("analytics.retention").and_then(|node| node.text());
    let address = written.strip_suffix("matomo.php").unwrap_or(written).trim_end_matches('/');
    Some(Analytics {
        address: format!("{address}/"),
        host: host?,
        site: digits?.to_owned(),
        retention: retention.unwrap_or("25 mois au plus").to_owned(),
    })
}
