//! A style sheet of the theme, cut to what the site can use.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::plan::Share;
use crate::model::plan::StyleWork;
use crate::model::plan::Work;
use crate::render::Read;
use crate::render::style;
use crate::render::style::Cut;
use crate::render::style::Source;
use crate::render::templates::Templates;

/// Bytes of a drawing that travels inside the sheet: what it weighs there is
/// less than what one more request costs.
const SMALL: u64 = 1024;

/// Sheets before they are cut into files for pages: the distribution is read
/// once, by whichever file is made first.
#[derive(Default)]
pub struct Sheets(Mutex<BTreeMap<Fingerprint, Arc<OnceLock<Checked<String>>>>>);

impl Sheets {
    fn of(
        &self,
        work: &StyleWork,
        tailor: impl FnOnce() -> Checked<String>,
    ) -> Arc<OnceLock<Checked<String>>> {
        let key = Fingerprint::of(&StyleWork { share: Share::Base, ..work.clone() });
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone();
        place.get_or_init(tailor);
        place
    }
}

/// What is wrong is told by the file that every page loads.
pub fn make(
    work: &StyleWork,
    templates: &Templates,
    read: Read<'_>,
    diagnostics: &mut Diagnostics,
) -> String {
    let place = templates.sheets.of(work, || whole(work, templates, read));
    let Some(sheet) = place.get() else { return String::new() };
    let StyleWork { used, prefixes, parts, share, .. } = work;
    if *share == Share::Base {
        diagnostics.extend(sheet.diagnostics.clone());
    }
    if parts.is_empty() {
        return sheet.value.clone();
    }
    style::part(&sheet.value, &Cut { used, prefixes, parts, share: *share })
}

fn whole(work: &StyleWork, templates: &Templates, read: Read<'_>) -> Checked<String> {
    let mut diagnostics = Diagnostics::default();
    let mut texts = Vec::new();
    for source in &work.sources {
        match read(&source.path) {
            Ok(bytes) => texts.push((source.path.as_str(), String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => {
                let message = format!("la feuille de style ne peut pas être lue : {error}");
                diagnostics.push(Diagnostic::error(Code::FileUnreadable, Span::top(&source.path), message));
            }
        }
    }
    let address = |css: &str, url: &str| -> Option<String> {
        let (path, anchor) =
            url.split_once(['?', '#']).map_or((url, ""), |(path, _)| (path, &url[path.len()..]));
        let file = SitePath::new(css).join(path)?;
        let supply = templates.supplies.get(work.files.get(&file)?)?;
        let inside = anchor.is_empty().then(|| inline(&supply.job.work, read)).flatten();
        Some(inside.unwrap_or_else(|| format!("{}{anchor}", supply.route.href())))
    };
    let sheets: Vec<Source<'_>> = texts.iter().map(|(path, css)| Source { path, css }).collect();
    let css = style::tailor(&sheets, &work.used, &work.prefixes, &address).css;
    Checked::new(css, diagnostics)
}

/// A small drawing as an address that holds it whole; nothing for any other file.
fn inline(work: &Work, read: Read<'_>) -> Option<String> {
    let Work::Copy(asset) = work else { return None };
    if asset.weight > SMALL || asset.path.extension() != "svg" {
        return None;
    }
    let text = String::from_utf8(read(&asset.path).ok()?).ok()?;
    let mut address = "data:image/svg+xml,".to_owned();
    for c in text.trim().chars() {
        match c {
            // Quotes of one kind stand for those of the other, unless both are there.
            '"' if !text.contains('\'') => address.push('\''),
            '"' | '#' | '%' | '<' | '>' | '\\' => address.push_str(&format!("%{:02X}", c as u32)),
            c if c.is_ascii_control() => address.push(' '),
            c => address.push(c),
        }
    }
    Some(address)
}
