//! Blanks that are not what they look like: the cause of faults that the parser tells elsewhere.
use crate::parse::yaml::faults::Told;
use crate::parse::yaml::slips;

/// The line that holds byte `at`, and where it starts.
pub fn line_of(text: &str, at: usize) -> (usize, &str) {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    (start, text[start..].split('\n').next().unwrap_or_default().trim_end())
}

/// Tabs, no-break spaces and missing spaces, on the line of the fault or the
/// one above: they are the cause, the parser only stumbles later. A tab makes it
/// stumble on the line above its own too.
pub fn layout(text: &str, at: usize) -> Option<Told> {
    let (start, line) = line_of(text, at);
    let above = start.checked_sub(1).map(|end| line_of(text, end));
    let below = text[start..].find('\n').map(|end| line_of(text, start + end + 1));
    let below = below.filter(|(_, line)| line.starts_with('\t'));
    for (start, line) in [Some((start, line)), above, below].into_iter().flatten() {
        let indent = line.find(|c: char| !c.is_whitespace()).unwrap_or(line.len());
        if let Some(tab) = line[..indent].find('\t') {
            let help = "remplacez la tabulation par deux espaces";
            return Some(Told(start + tab, "une tabulation sert de retrait".into(), help.into()));
        }
        if let Some(nbsp) = line[..indent].find(['\u{a0}', '\u{202f}']) {
            let help = "remplacez l'espace insécable par une espace ordinaire";
            return Some(Told(start + nbsp, "une espace insécable sert de retrait".into(), help.into()));
        }
        let item =
            line[indent..].strip_prefix("- ").map_or(indent, |rest| line.len() - rest.trim_start().len());
        if let Some((offset, message, help)) = slips::unspaced(&line[item..]) {
            return Some(Told(start + item + offset, message, help));
        }
    }
    None
}
