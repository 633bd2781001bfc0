//! Templates lose their indentation once, when they are compiled, so that no
//! page has to be minified: only blanks at the edges of lines go, which HTML
//! would collapse, and never inside `pre`, `textarea`, `script` or `style`.

/// The lines of `source` without the blanks around them; line numbers stay.
pub fn squash(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut verbatim: Option<&str> = None;
    for line in source.split_inclusive('\n') {
        let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
        if verbatim.is_some() {
            out.push_str(text);
        } else {
            out.push_str(text.trim_matches([' ', '\t', '\r']));
        }
        out.push_str(end);
        verbatim = after(text, verbatim);
    }
    out
}

/// How many blanks `squash` took off the beginning of a line, in characters.
pub fn taken(source: &str, line: usize) -> usize {
    let text = source.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    text.chars().take_while(|c| matches!(c, ' ' | '\t' | '\r')).count()
}

/// The verbatim element that is open at the end of the line.
fn after<'e>(text: &str, open: Option<&'e str>) -> Option<&'e str> {
    const ELEMENTS: [&str; 4] = ["pre", "textarea", "script", "style"];
    if let Some(element) = open {
        return (!text.contains(&format!("</{element}"))).then_some(element);
    }
    ELEMENTS.into_iter().find(|element| {
        text.rfind(&format!("<{element}")).is_some_and(|at| !text[at..].contains(&format!("</{element}")))
    })
}
