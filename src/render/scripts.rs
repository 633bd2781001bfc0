//! Scripts made from several sources.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::span::Span;
use crate::model::parsed::Asset;
use crate::render::Read;

/// The sources as one module. Each stands in a block of its own, which keeps their names apart: they import nothing,
/// and what they share they put on `window`. Notices come first, each once.
pub fn join(sources: &[Asset], read: Read<'_>, diagnostics: &mut Diagnostics) -> String {
    let mut notices: Vec<String> = Vec::new();
    let mut bodies = String::new();
    for source in sources {
        let text = match read(&source.path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                let message = format!("le script ne peut pas être lu : {error}");
                diagnostics.push(Diagnostic::error(Code::FileUnreadable, Span::top(&source.path), message));
                continue;
            }
        };
        let (notice, body) = notice(&text);
        if let Some(notice) = notice.filter(|notice| notices.iter().all(|known| known != notice)) {
            notices.push(notice.to_owned());
        }
        // The map of a source does not fit what is joined.
        let lines = body.lines().filter(|line| !line.starts_with("//# sourceMappingURL="));
        let body = lines.collect::<Vec<_>>().join("\n");
        match sources.len() {
            1 => bodies.push_str(body.trim()),
            _ => bodies.push_str(&format!("{{{}\n}}", body.trim())),
        }
        bodies.push('\n');
    }
    notices.push(bodies);
    notices.join("\n")
}

/// `/*! … */` at the top, which licences ask to keep.
fn notice(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let end = text.starts_with("/*!").then(|| text.find("*/")).flatten();
    end.map_or((None, text), |end| (Some(&text[..end + 2]), &text[end + 2..]))
}
