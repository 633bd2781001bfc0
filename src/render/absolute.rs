//! Makes every address of a text absolute, for whoever reads it elsewhere: what
//! the author wrote, what markdown made and what the theme's templates added.
use std::ops::Range;

use crate::base::path::Route;

/// Elements whose letters are no markup.
const CLOSED: [&str; 4] = ["script", "style", "textarea", "title"];

struct Reader<'a> {
    html: &'a str,
    at: usize,
}

/// `route` is where the text is read on the site itself. Letters other than
/// those of addresses stay as they are.
pub fn absolute(html: &str, base_url: &str, route: &Route) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut done = 0;
    let mut reader = Reader { html, at: 0 };
    while let Some(values) = reader.tag() {
        for range in values {
            let address = html[range.clone()].trim();
            out.push_str(&html[done..range.start]);
            out.push_str(&one(base_url, route, address));
            done = range.end;
        }
    }
    out.push_str(&html[done..]);
    out
}

pub fn one(base_url: &str, route: &Route, address: &str) -> String {
    if let Some(rest) = address.strip_prefix("//") {
        let scheme = base_url.split_once("//").map_or("https:", |(scheme, _)| scheme);
        return format!("{scheme}//{rest}");
    }
    if address.starts_with('/') {
        return format!("{base_url}{address}");
    }
    if address.is_empty() || address.starts_with(['#', '?']) {
        return format!("{base_url}{}{address}", route.href());
    }
    if address.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':')) {
        return address.to_owned();
    }
    let page = route.href();
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    let mut rest = address.strip_prefix("./").unwrap_or(address);
    while let Some(above) = rest.strip_prefix("../") {
        if folders.len() > 1 {
            folders.pop();
        }
        rest = above;
    }
    format!("{base_url}{}/{rest}", folders.join("/"))
}

impl Reader<'_> {
    /// The addresses of the next opening tag; nothing at the end of the text.
    fn tag(&mut self) -> Option<Vec<Range<usize>>> {
        loop {
            self.at += memchr::memchr(b'<', self.html.as_bytes().get(self.at..)?)? + 1;
            let rest = &self.html[self.at..];
            if rest.starts_with("!--") {
                self.at += rest.find("-->")?;
            } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                break;
            }
        }
        let name = self.word(b"/>").to_ascii_lowercase();
        let mut found = Vec::new();
        while let Some((attribute, value)) = self.attribute() {
            match (attribute.as_str(), name.as_str()) {
                ("href", "a" | "area" | "link" | "image")
                | ("src" | "poster" | "cite" | "action" | "formaction" | "longdesc", _)
                | ("data", "object") => found.push(value),
                ("srcset" | "imagesrcset", _) => found.extend(candidates(self.html, value)),
                _ => {}
            }
        }
        if CLOSED.contains(&name.as_str()) {
            let rest = &self.html.as_bytes()[self.at..];
            let closes = |at: &usize| {
                let word = rest.get(at + 2..at + 2 + name.len());
                word.is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
            };
            self.at += memchr::memmem::find_iter(rest, "</").find(closes).unwrap_or(rest.len());
        }
        Some(found)
    }

    /// The letters up to a blank or one of `ends`.
    fn word(&mut self, ends: &[u8]) -> &str {
        let rest = &self.html.as_bytes()[self.at..];
        let length = rest.iter().position(|b| b.is_ascii_whitespace() || ends.contains(b));
        let start = self.at;
        self.at += length.unwrap_or(rest.len());
        &self.html[start..self.at]
    }

    fn blanks(&mut self, also: u8) {
        let rest = &self.html.as_bytes()[self.at..];
        let length = rest.iter().position(|b| !b.is_ascii_whitespace() && *b != also);
        self.at += length.unwrap_or(rest.len());
    }

    /// The next attribute of the tag and where its value stands; those without
    /// a value have an empty one nowhere. Nothing when the tag is over.
    fn attribute(&mut self) -> Option<(String, Range<usize>)> {
        self.blanks(b'/');
        let bytes = self.html.as_bytes();
        if matches!(bytes.get(self.at), None | Some(b'>')) {
            return None;
        }
        let start = self.at;
        let mut name = self.word(b"/>=").to_ascii_lowercase();
        if self.at == start {
            self.at += 1;
        }
        self.blanks(b' ');
        if bytes.get(self.at) != Some(&b'=') {
            name.clear();
            return Some((name, self.at..self.at));
        }
        self.at += 1;
        self.blanks(b' ');
        let value = match bytes.get(self.at) {
            Some(quote @ (b'"' | b'\'')) => {
                let start = self.at + 1;
                let length = memchr::memchr(*quote, &bytes[start..])?;
                self.at = start + length + 1;
                start..start + length
            }
            _ => {
                let start = self.at;
                self.word(b">");
                start..self.at
            }
        };
        Some((name, value))
    }
}

/// The addresses of a `srcset` (HTML, 4.8.4.2.1).
fn candidates(html: &str, value: Range<usize>) -> Vec<Range<usize>> {
    let text = &html[value.clone()];
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(skipped) = text[at..].find(|c: char| !c.is_ascii_whitespace() && c != ',') {
        let start = at + skipped;
        let rest = &text[start..];
        let word = &rest[..rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())];
        let address = word.trim_end_matches(',');
        let comma = if address.len() == word.len() { rest[word.len()..].find(',') } else { Some(0) };
        found.push(value.start + start..value.start + start + address.len());
        at = comma.map_or(text.len(), |length| start + word.len() + length);
    }
    found
}
