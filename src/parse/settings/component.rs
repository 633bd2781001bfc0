//! What a block takes, told in YAML by a comment at the top of its template, between two lines of dashes.
use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::theme::AttributeRule;
use crate::model::theme::Contract;
use crate::model::theme::Part;
use crate::model::theme::Presence;
use crate::parse::settings::reader;
use crate::parse::settings::reader::Others;
use crate::parse::settings::reader::Reader;

const OPENS: &str = "{# ---\n";
const CLOSES: &str = "\n---";

/// `None` when the template does not begin so: it takes whatever is written.
pub fn read(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Option<Contract> {
    let inner = text.strip_prefix(OPENS)?;
    let yaml = &inner[..inner.find(CLOSES)?];
    reader::part((path, yaml, OPENS.len()), Others::Refuse, diagnostics, |reader| {
        Some(Contract {
            label: reader.inside("label", part),
            body: reader.inside("body", part),
            attributes: attributes(reader),
            inside: reader.texts("inside"),
        })
    })
}

fn part(reader: &mut Reader) -> Option<Part> {
    let presence = match reader.truth("required") {
        Some(true) => Presence::Required,
        _ => Presence::Optional,
    };
    Some(Part { presence, means: reader.text("means").unwrap_or_default() })
}

fn attributes(reader: &mut Reader) -> BTreeMap<String, AttributeRule> {
    reader.named("attributes", |reader| {
        let (words, also, needs) = (reader.texts("words"), reader.texts("also"), reader.texts("needs"));
        Some(AttributeRule { part: part(reader)?, words, also, needs })
    })
}
