//! One file in, its meaning out. Nothing here may look at a second file: that
//! is what lets the result be kept for as long as the bytes stay.
pub mod addresses;
pub mod attributes;
pub mod data;
pub mod declaration;
pub mod fences;
pub mod front_matter;
pub mod markdown;
pub mod pictures;
pub mod placeholders;
pub mod settings;
pub mod sort;
pub mod yaml;

use std::io;
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::french;
use crate::base::span::Span;
use crate::model::config::Typography;
use crate::model::declaration::Declaration;
use crate::model::document::Document;
use crate::model::marks::Marking;
use crate::model::parsed::Asset;
use crate::model::parsed::Parsed;
use crate::model::source::Observed;
use crate::model::theme::Template;
use crate::parse::markdown::Source;
use crate::parse::sort::Sort;

/// The heaviest text that is read, in bytes.
const HEAVIEST: u64 = 16 << 20;
/// From here on an author is told that the page will be heavy.
const HEAVY: u64 = 2 << 20;

const UTF8: &str = "dans votre éditeur, choisissez « Enregistrer avec l'encodage UTF-8 »";

/// What a reading depends on beside the file itself.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    pub typography: Typography,
    /// Of a text: whether it may be mailed.
    pub marking: Marking,
    /// Of a data file: how it is read, and what its columns mean.
    pub declaration: Option<Arc<Declaration>>,
}

/// Reads one source. `bytes` is asked for at most once, and only when the
/// bytes matter.
pub fn parse(
    file: &Observed,
    beside: &Beside,
    bytes: impl FnOnce() -> io::Result<Vec<u8>>,
) -> Checked<Parsed> {
    let mut diagnostics = Diagnostics::default();
    let parsed = match sort::sort(&file.path) {
        Sort::Ignored => Parsed::Ignored,
        Sort::Packaged => Parsed::Asset(asset(file)),
        Sort::Published if !sort::is_image(&file.path) => Parsed::Asset(asset(file)),
        sort => match read(file, bytes, &mut diagnostics) {
            Some(bytes) => meaning(file, sort, &bytes, beside, &mut diagnostics),
            None => broken(file),
        },
    };
    Checked::new(parsed, diagnostics)
}

/// Reads a data file whose declaration groups its rows: a stream, of any length.
pub fn grouped(
    file: &Observed,
    declaration: &Arc<Declaration>,
    open: impl FnOnce() -> io::Result<Box<dyn io::Read + Send>>,
) -> Checked<Parsed> {
    let mut diagnostics = Diagnostics::default();
    let set = match open() {
        Ok(mut source) => data::group::set(&file.path, &mut *source, declaration, &mut diagnostics),
        Err(error) => {
            diagnostics.push(unreadable(file, &error));
            None
        }
    };
    let parsed = set.map_or_else(|| broken(file), |set| Parsed::Data(Arc::new(set)));
    Checked::new(parsed, diagnostics)
}

fn read(
    file: &Observed,
    bytes: impl FnOnce() -> io::Result<Vec<u8>>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<u8>> {
    let top = Span::top(&file.path);
    let data = sort::sort(&file.path) == Sort::Data;
    if file.size > HEAVIEST && !data && !sort::is_image(&file.path) {
        let message = format!("ce fichier pèse {} ; la limite est de 16 Mo", french::weight(file.size));
        let fault = Diagnostic::error(Code::FileTooLarge, top, message);
        diagnostics.push(fault.with_help("découpez-le, ou placez les données volumineuses hors du site"));
        return None;
    }
    match bytes() {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            diagnostics.push(unreadable(file, &error));
            None
        }
    }
}

fn unreadable(file: &Observed, error: &io::Error) -> Diagnostic {
    let message = format!("le fichier ne peut pas être lu : {}", reason(error));
    Diagnostic::error(Code::FileUnreadable, Span::top(&file.path), message)
        .with_help("vérifiez les droits du fichier et qu'il existe toujours")
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "accès refusé".into(),
        io::ErrorKind::NotFound => "il a disparu pendant la lecture".into(),
        _ => error.to_string(),
    }
}

fn meaning(
    file: &Observed,
    sort: Sort,
    bytes: &[u8],
    beside: &Beside,
    diagnostics: &mut Diagnostics,
) -> Parsed {
    let path = &file.path;
    let parsed = match sort {
        Sort::Data => data::read_declared((path, bytes), beside.declaration.as_ref(), diagnostics)
            .map(|set| Parsed::Data(Arc::new(set))),
        Sort::Own => {
            Some(Parsed::Asset(Asset { version: Some(Fingerprint::of_bytes(bytes)), ..asset(file) }))
        }
        Sort::Published => Some(Parsed::Asset(picture(file, bytes, diagnostics))),
        _ => utf8(file, bytes, diagnostics).and_then(|text| told(file, sort, text, beside, diagnostics)),
    };
    parsed.unwrap_or_else(|| broken(file))
}

/// The sorts that are text.
fn told(
    file: &Observed,
    sort: Sort,
    text: &str,
    beside: &Beside,
    diagnostics: &mut Diagnostics,
) -> Option<Parsed> {
    let path = &file.path;
    match sort {
        Sort::Config => {
            let config = settings::config::read(path, text, diagnostics)?;
            placeholders::settings((path, text), &config.fields, diagnostics);
            Some(Parsed::Config(Arc::new(config)))
        }
        Sort::Kind => settings::kind::read(path, text, diagnostics).map(|it| Parsed::Kind(Arc::new(it))),
        Sort::Theme => settings::theme::read(path, text, diagnostics).map(|it| Parsed::Theme(Arc::new(it))),
        Sort::Template => {
            let contract = settings::component::read(path, text, diagnostics).map(Arc::new);
            Some(Parsed::Template(Template { path: path.clone(), source: Arc::from(text), contract }))
        }
        Sort::Declaration => {
            declaration::read(path, text, diagnostics).map(|it| Parsed::Declaration(Arc::new(it)))
        }
        Sort::State => {
            let state = settings::state::read(path, text, diagnostics);
            Some(state.map_or(Parsed::Ignored, |it| Parsed::State(Arc::new(it))))
        }
        Sort::Addresses => addresses::read(path, text, diagnostics).map(|it| Parsed::Addresses(Arc::new(it))),
        _ => document(file, text, beside, diagnostics).map(|it| Parsed::Document(Arc::new(it))),
    }
}

fn broken(file: &Observed) -> Parsed {
    Parsed::Broken(file.path.clone())
}

fn utf8<'b>(file: &Observed, bytes: &'b [u8], diagnostics: &mut Diagnostics) -> Option<&'b str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => match memchr::memchr(0, bytes) {
            None => Some(text),
            Some(at) => {
                let message = "ce fichier contient un caractère nul : est-il enregistré en UTF-16 ?";
                let fault = Diagnostic::error(Code::NotUtf8, Span::new(&file.path, at..at + 1), message);
                diagnostics.push(fault.with_help(UTF8));
                None
            }
        },
        Err(error) => {
            let at = error.valid_up_to();
            let span = Span::new(&file.path, at..at + 1);
            let message = "ce fichier n'est pas enregistré en UTF-8 : cet octet n'est pas un caractère";
            let fault = Diagnostic::error(Code::NotUtf8, span, message);
            diagnostics.push(fault.with_help(UTF8));
            None
        }
    }
}

fn document(file: &Observed, text: &str, beside: &Beside, diagnostics: &mut Diagnostics) -> Option<Document> {
    if file.size > HEAVY {
        let message = format!("ce texte pèse {} : sa page sera lourde à charger", french::weight(file.size));
        diagnostics.push(Diagnostic::warning(Code::FileTooLarge, Span::top(&file.path), message));
    }
    let split = front_matter::split(&file.path, text, diagnostics);
    let fields = split.fields?;
    placeholders::text((&file.path, text), &fields, &split.body, diagnostics);
    let typography = Typography::of(&fields, beside.typography);
    let title = fields.text("title");
    let source =
        Source { path: &file.path, text, range: split.body, typography, title, marking: beside.marking };
    let body = markdown::read(&source, diagnostics);
    let print = Fingerprint::of(&(file.stamp, beside.typography, beside.marking));
    Some(Document { path: file.path.clone(), fields, matter: split.matter, body, typography, print })
}

fn asset(file: &Observed) -> Asset {
    let Observed { path, stamp, size } = file.clone();
    Asset { path, stamp, weight: size, size: None, version: None, raster: None, picture: None }
}

/// One that cannot be read is still a file: who shows it has said nothing wrong.
fn picture(file: &Observed, bytes: &[u8], diagnostics: &mut Diagnostics) -> Asset {
    let plain = Asset { version: Some(Fingerprint::of_bytes(bytes)), ..asset(file) };
    if file.path.extension().eq_ignore_ascii_case("svg") {
        return Asset { size: pictures::svg::read(&file.path, bytes, diagnostics), ..plain };
    }
    match pictures::read(&file.path, bytes, diagnostics) {
        Some((size, raster)) => Asset { size: Some(size), raster: Some(Arc::new(raster)), ..plain },
        None => plain,
    }
}
