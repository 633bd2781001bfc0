//! The theme's templates, compiled once a round.
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use tera::Context;
use tera::Kwargs;
use tera::State;
use tera::Tera;
use tera::TeraResult;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::french;
use crate::base::path;
use crate::base::slug;
use crate::model::picture::ImageRules;
use crate::model::plan::Supply;
use crate::model::theme::TemplateName;
use crate::model::theme::Theme;
use crate::model::value::Value;
use crate::render::convert;
use crate::render::fault;
use crate::render::inline;
use crate::render::kinship;
use crate::render::markup;
use crate::render::served;
use crate::render::squash;
use crate::render::stylesheet::Sheets;

/// Faulty templates left out one after the other, at most.
const MOST: usize = 50;

pub struct Templates {
    tera: Tera,
    theme: Theme,
    pub supplies: Arc<BTreeMap<String, Supply>>,
    pub sheets: Sheets,
    /// Could not be compiled; told already.
    faulty: BTreeSet<TemplateName>,
    prints: BTreeMap<TemplateName, Fingerprint>,
}

impl Templates {
    /// `site` is what all templates see under that name.
    pub fn compile(theme: &Theme, site: &Value, supplies: &Arc<BTreeMap<String, Supply>>) -> Checked<Self> {
        let mut diagnostics = Diagnostics::default();
        let base_url = site.get("base_url").and_then(Value::as_text).unwrap_or_default().to_owned();
        let mut left: BTreeMap<&TemplateName, String> =
            theme.templates.iter().map(|(name, it)| (name, squash::squash(&it.source))).collect();
        let mut faulty = BTreeSet::new();
        let rules = &theme.settings.images;
        let mut tera = engine(&base_url, supplies, rules);
        for _ in 0..MOST {
            let Err(error) =
                tera.add_raw_templates(left.iter().map(|(name, source)| (name.0.clone(), source)))
            else {
                break;
            };
            let faults = fault::faults(&error, theme, None);
            let blamed: BTreeSet<TemplateName> = faults.iter().filter_map(|it| it.template.clone()).collect();
            faults.into_iter().for_each(|fault| diagnostics.push(fault.diagnostic));
            match blamed.is_empty() {
                true => left.clear(),
                false => leave_out(blamed, &mut left),
            }
            faulty.extend(theme.templates.keys().filter(|other| !left.contains_key(other)).cloned());
            tera = engine(&base_url, supplies, rules);
        }
        tera.global_context().insert_value("site", convert::value(site));
        let (theme, supplies, prints) = (theme.clone(), supplies.clone(), kinship::prints(theme));
        let sheets = Sheets::default();
        Checked::new(Self { tera, theme, supplies, sheets, faulty, prints }, diagnostics)
    }

    pub fn context(&self) -> Context {
        Context::new()
    }

    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Of a template and all that it is made with; nothing when there is none of
    /// that name.
    pub fn print(&self, name: &TemplateName) -> Option<Fingerprint> {
        self.prints.get(name).copied()
    }

    /// Of everything that any text may be printed with: its blocks, and whatever
    /// is wrong with any template.
    pub fn blocks(&self) -> Fingerprint {
        let blocks = self.prints.iter().filter(|(name, _)| name.0.starts_with("components/"));
        Fingerprint::of(&(&self.theme.settings, blocks.collect::<Vec<_>>(), &self.faulty))
    }

    pub fn has(&self, name: &TemplateName) -> bool {
        self.theme.templates.contains_key(name)
    }

    /// `None` when the template is faulty, or absent, which the plan has told.
    pub fn fill(
        &self,
        name: &TemplateName,
        context: &Context,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        if !self.has(name) || self.faulty.contains(name) {
            return None;
        }
        match self.tera.render(&name.0, context) {
            Ok(html) => Some(html),
            Err(error) => {
                for fault in fault::faults(&error, &self.theme, Some(name)) {
                    diagnostics.push(fault.diagnostic);
                }
                None
            }
        }
    }
}

/// Whoever extends or includes a faulty template cannot be compiled either: one
/// cause, one message.
fn leave_out(blamed: BTreeSet<TemplateName>, left: &mut BTreeMap<&TemplateName, String>) {
    let mut out = blamed;
    while !out.is_empty() {
        left.retain(|name, _| !out.contains(*name));
        let quoted: Vec<String> = out
            .iter()
            .flat_map(|name| ['"', '\'', '`'].map(|quote| format!("{quote}{}{quote}", name.0)))
            .collect();
        let names = |source: &String| quoted.iter().any(|it| source.contains(it.as_str()));
        out = left.iter().filter(|(_, source)| names(source)).map(|(name, _)| (*name).clone()).collect();
    }
}

fn engine(base_url: &str, supplies: &Arc<BTreeMap<String, Supply>>, rules: &ImageRules) -> Tera {
    let mut tera = Tera::new();
    // The engine's own takes a name that does not exist for an empty text.
    tera.register_filter("safe", |value: tera::Value, _: Kwargs, _: &State| -> TeraResult<tera::Value> {
        match value.as_str() {
            _ if value.is_undefined() => Err(tera::Error::message("cette valeur n'existe pas")),
            Some(text) => Ok(tera::Value::safe_string(text)),
            None => Ok(tera::Value::safe_string(&value.to_string())),
        }
    });
    let base = base_url.to_owned();
    tera.register_filter("absolute", move |path: &str, _: Kwargs, _: &State| -> String {
        if path.starts_with('/') { format!("{base}{path}") } else { path.to_owned() }
    });
    tera.register_filter("json", |value: tera::Value, _: Kwargs, _: &State| -> TeraResult<tera::Value> {
        inline::json(&value).map(|text| tera::Value::safe_string(&text))
    });
    tera.register_filter("csv", |value: tera::Value, _: Kwargs, _: &State| -> TeraResult<tera::Value> {
        inline::csv(&value).map(|text| tera::Value::safe_string(&text))
    });
    tera.register_filter("url_encode", |text: &str, _: Kwargs, _: &State| -> String {
        path::encode_all(text)
    });
    tera.register_filter("slug", |text: &str, _: Kwargs, _: &State| -> String { slug::django(text) });
    tera.register_filter("weight", |bytes: u64, _: Kwargs, _: &State| -> String { french::weight(bytes) });
    tera.register_filter("french_number", |number: f64, _: Kwargs, _: &State| -> String {
        let decimals = if number.fract() == 0.0 { 0 } else { 2 };
        french::number(number, decimals)
    });
    tera.register_function("styles", |_: Kwargs, _: &State| tera::Value::safe_string(served::STYLES));
    tera.register_function("scripts", |_: Kwargs, _: &State| tera::Value::safe_string(served::SCRIPTS));
    let rules = rules.clone();
    tera.register_function("picture", move |named: Kwargs, _: &State| markup::picture(&named, &rules));
    let supplies = supplies.clone();
    tera.register_function("asset", move |named: Kwargs, _: &State| -> TeraResult<String> {
        let name: &str = named.must_get("name")?;
        match supplies.get(name) {
            Some(supply) => Ok(supply.route.href()),
            None => Err(tera::Error::message(format!("aucun fichier « {name} » dans les dossiers du thème"))),
        }
    });
    tera
}
