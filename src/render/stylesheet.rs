//! A style sheet of the theme, cut to what the site can use.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::plan::StyleWork;
use crate::render::Read;
use crate::render::style;
use crate::render::style::Source;
use crate::render::templates::Templates;

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
        Some(format!("{}{anchor}", supply.route.href()))
    };
    let sheets: Vec<Source<'_>> = texts.iter().map(|(path, css)| Source { path, css }).collect();
    style::tailor(&sheets, &work.used, &work.prefixes, &address).css
}
