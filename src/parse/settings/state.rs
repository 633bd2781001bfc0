//! `data/etat/<name>.json`: what is remembered of a loader. JSON is YAML that programs write.
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::loader::Failure;
use crate::model::loader::Fetched;
use crate::model::loader::Holds;
use crate::model::loader::LoaderState;
use crate::model::loader::Profile;
use crate::parse::settings::reader;
use crate::parse::settings::reader::Others;
use crate::parse::settings::reader::Reader;

/// A memory that is lost stops nobody: one warning, whatever is wrong inside.
pub fn read(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Option<LoaderState> {
    let mut told = Diagnostics::default();
    let read = reader::file((path, text), Others::Suspect, &mut told, |reader| state(reader, path));
    if read.is_none() || told.has_errors() {
        let message = "ce qui était retenu de cette source ne peut pas être lu";
        let fault = Diagnostic::warning(Code::SettingInvalid, Span::top(path), message);
        diagnostics.push(fault.with_help("supprimez ce fichier, puis lancez « kiosque sources »"));
        return None;
    }
    read
}

fn state(reader: &mut Reader, path: &SitePath) -> Option<LoaderState> {
    let file = SitePath::new(&reader.require("fichier")?);
    let good = reader.inside("reussite", good);
    let failure = reader.inside("echec", |reader| {
        let day = day(reader, "jour")?;
        Some(Failure { instant: reader.require("quand")?, day, message: reader.require("message")? })
    });
    Some(LoaderState { name: path.stem().to_owned(), file, good, failure })
}

fn good(reader: &mut Reader) -> Option<Fetched> {
    let day_fetched = day(reader, "jour")?;
    let columns = reader.pairs("colonnes").iter().filter_map(|field| {
        let holds = Holds::ALL.iter().find(|(name, _)| field.node.text() == Some(*name));
        Some((field.name.clone(), holds?.1))
    });
    let columns = columns.collect();
    let profile = Profile {
        rows: reader.count("lignes")?,
        periods: reader.count("periodes").unwrap_or(0),
        last: day(reader, "dernier_jour"),
        columns,
    };
    let print = reader.text("empreinte").unwrap_or_default();
    Some(Fetched { instant: reader.require("quand")?, day: day_fetched, print, profile })
}

fn day(reader: &mut Reader, name: &'static str) -> Option<Date> {
    let node = reader.get(name)?;
    node.text().and_then(|text| text.parse().ok()).or_else(|| reader.unfit(node, name, "une date"))
}
