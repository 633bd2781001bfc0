//! Lines of plain text no wider than a mail program shows, and words never cut.

/// Characters of a line, at most (RFC 5322 wants less than 78).
pub const WIDTH: usize = 76;

/// Broken at blanks only. What would look like the mark of a list or of a quote
/// never begins a line that the author did not begin, nor the number of a link.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
        let long = word.chars().count();
        if !line.is_empty() && length + 1 + long > width && !is_mark(word) {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += long;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn is_mark(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ')']);
    let number = digits.len() < word.len() && digits.bytes().all(|b| b.is_ascii_digit());
    let link = word.starts_with('[') && word[1..].starts_with(|c: char| c.is_ascii_digit());
    number || link || matches!(word, "-" | ">" | "*" | "+" | "--" | "---")
}

/// Every line of a finished text, for those that a template wrote.
pub fn whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let blank = line.chars().take_while(|c| *c == ' ').count();
        let bare = line.starts_with(['>', '-', '[']) || blank > 0;
        let lines = match line.chars().count() > WIDTH && !bare {
            true => wrap(line, WIDTH),
            false => vec![line.trim_end().to_owned()],
        };
        out.push_str(&lines.join("\n"));
        out.push('\n');
    }
    out
}
