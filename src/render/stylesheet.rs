//! A style sheet of the theme, cut to what the site can use.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
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

pub fn make(
    work: &StyleWork,
    templates: &Templates,
    read: Read<'_>,
    diagnostics: &mut Diagnostics,
) -> String {
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
    let StyleWork { used, prefixes, parts, share, .. } = work;
    let cut = Cut { used, prefixes, parts, share: *share };
    style::cut(&sheets, &cut, &address).css
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
