//! Finds the directives that stand on lines of their own, `:::name` … `:::`
//! and `::name`, before markdown is read: CommonMark does not know them.
use std::ops::Range;

use crate::base::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::parse::markdown::head::{self, Head};

/// Containers inside containers, at most.
const DEEPEST: usize = 16;

/// A stretch of the body; ranges are bytes of the file.
#[derive(Debug)]
pub enum Block {
    Markdown(Range<usize>),
    Directive(Directive),
}

#[derive(Debug)]
pub struct Directive {
    pub name: String,
    /// What follows the name, on the same line.
    pub head: Head,
    pub inner: Vec<Block>,
    /// The opening line.
    pub range: Range<usize>,
}

struct Open {
    directive: Directive,
    colons: usize,
    /// Where the inner markdown under way began.
    from: usize,
}

/// Cuts `range` of `text` into blocks. Fenced code and comments are stepped
/// over; a closing line ends the innermost container that is open.
pub fn cut(path: &SitePath, text: &str, range: Range<usize>, diagnostics: &mut Diagnostics) -> Vec<Block> {
    if !text[range.clone()].contains("::") {
        return vec![Block::Markdown(range)];
    }
    let mut cutter =
        Cutter { path, text, diagnostics, done: Vec::new(), from: range.start, open: Vec::new(), beyond: 0 };
    let mut skip: Option<Skip> = None;
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let here = at..at + line.len();
        at = here.end;
        let bare = line.trim_end_matches(['\n', '\r']);
        if let Some(what) = &skip {
            if what.ends(bare) {
                skip = None;
            }
            continue;
        }
        skip = Skip::begins(bare);
        if skip.is_none() {
            cutter.line(bare, here);
        }
    }
    cutter.finish(range.end)
}

/// A stretch in which colons mean nothing.
enum Skip {
    Fence {
        mark: u8,
        count: usize,
    },
    /// Raw HTML, up to a line with these letters.
    Raw(&'static str),
}

/// Raw HTML that blank lines do not end (CommonMark 0.31, 4.6, kinds 1 and 2).
const RAW: [(&str, &str); 5] = [
    ("<!--", "-->"),
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
];

impl Skip {
    fn begins(line: &str) -> Option<Self> {
        let body = line.trim_start_matches(' ');
        if line.len() - body.len() > 3 {
            return None;
        }
        let item = item(body);
        let mark = *item.as_bytes().first()?;
        let count = item.bytes().take_while(|b| *b == mark).count();
        if (mark == b'`' || mark == b'~') && count >= 3 && !(mark == b'`' && item[count..].contains('`')) {
            return Some(Self::Fence { mark, count });
        }
        if mark != b'<' {
            return None;
        }
        let lower = body.to_ascii_lowercase();
        let name = |open: &str| {
            let after = lower.strip_prefix(open)?;
            (open == "<!--" || after.is_empty() || after.starts_with([' ', '\t', '>'])).then_some(())
        };
        let (_, close) = RAW.iter().find(|(open, _)| name(open).is_some())?;
        (!lower.contains(close)).then_some(Self::Raw(close))
    }

    fn ends(&self, line: &str) -> bool {
        match self {
            Self::Raw(close) => line.to_ascii_lowercase().contains(close),
            Self::Fence { mark, count } => {
                let body = line.trim();
                body.len() >= *count && body.bytes().all(|b| b == *mark)
            }
        }
    }
}

/// A line without the mark of a list: a fence may open a list item.
fn item(line: &str) -> &str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = &line[digits..];
    let marked = match digits {
        0 => mark.starts_with(['-', '*', '+']),
        _ => mark.starts_with(['.', ')']),
    };
    let rest = mark.get(1..).unwrap_or_default();
    if marked && rest.starts_with([' ', '\t']) { rest.trim_start() } else { line }
}

struct Cutter<'a> {
    path: &'a SitePath,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
    done: Vec<Block>,
    from: usize,
    open: Vec<Open>,
    /// Containers under way that are too deep to be followed.
    beyond: usize,
}

impl Cutter<'_> {
    fn line(&mut self, bare: &str, here: Range<usize>) {
        let body = bare.trim_start_matches(' ');
        let indent = bare.len() - body.len();
        let colons = body.bytes().take_while(|b| *b == b':').count();
        if indent > 3 || colons < 2 {
            return;
        }
        let rest = &body[colons..];
        let begins_name = rest.starts_with(|c: char| c.is_alphabetic());
        if colons >= 3 && rest.trim().is_empty() {
            self.close(colons, here);
        } else if begins_name || (colons >= 3 && rest.trim_start().starts_with(|c: char| c.is_alphabetic())) {
            let blanks = rest.len() - rest.trim_start().len();
            self.begin(colons, here.start + indent + colons + blanks, here);
        }
    }

    fn begin(&mut self, colons: usize, name_at: usize, here: Range<usize>) {
        let rest = self.text[name_at..here.end].trim_end_matches(['\n', '\r']);
        let name: String =
            rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect();
        let after = &rest[name.len()..];
        // `::name` inside a sentence is not a leaf, nor is `a::b`.
        if colons == 2 && !(after.trim().is_empty() || after.starts_with(['[', '{'])) {
            return;
        }
        let at = name_at + name.len();
        let head = head::read(self.path, after, at, self.diagnostics);
        let range = here.start..here.start + self.text[here.clone()].trim_end().len();
        let directive = Directive { name, head, inner: Vec::new(), range };
        self.flush(here.start);
        if colons == 2 {
            self.add(Block::Directive(directive));
            return self.resume(here.end);
        }
        if self.open.len() >= DEEPEST {
            if self.beyond == 0 {
                let message = format!("plus de {DEEPEST} blocs « ::: » sont ouverts l'un dans l'autre");
                let fault = Diagnostic::error(Code::TooDeep, Span::new(self.path, directive.range), message);
                self.diagnostics.push(fault.with_help("fermez chaque bloc par une ligne « ::: »"));
            }
            self.beyond += 1;
            return self.resume(here.end);
        }
        self.open.push(Open { directive, colons, from: here.end });
    }

    fn close(&mut self, colons: usize, here: Range<usize>) {
        self.flush(here.start);
        if self.beyond > 0 {
            self.beyond -= 1;
            return self.resume(here.end);
        }
        let Some(mut open) = self.open.pop() else {
            let span = Span::new(self.path, here.start..here.end);
            self.diagnostics.push(
                Diagnostic::error(Code::DirectiveOpen, span, "cette ligne « ::: » ne ferme aucun bloc")
                    .with_help("supprimez-la, ou ajoutez la ligne « :::nom » qui ouvre le bloc"),
            );
            return self.resume(here.end);
        };
        // A longer fence closes the longer opening, with what was left open inside.
        while open.colons < colons && self.open.iter().any(|outer| outer.colons >= colons) {
            self.unclosed(&open);
            self.add(Block::Directive(open.directive));
            open = self.open.pop().expect("an outer container was just seen");
        }
        self.add(Block::Directive(open.directive));
        self.resume(here.end);
    }

    fn unclosed(&mut self, open: &Open) {
        let name = &open.directive.name;
        let span = Span::new(self.path, open.directive.range.clone());
        let fence = ":".repeat(open.colons);
        self.diagnostics.push(
            Diagnostic::error(Code::DirectiveOpen, span, format!("le bloc « {name} » n'est pas fermé"))
                .with_help(format!("ajoutez une ligne « {fence} » après son texte")),
        );
    }

    /// Ends the markdown under way at `end`.
    fn flush(&mut self, end: usize) {
        let from = self.open.last().map_or(self.from, |open| open.from);
        if !self.text[from..end].trim().is_empty() {
            self.add(Block::Markdown(from..end));
        }
    }

    fn add(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(open) => open.directive.inner.push(block),
            None => self.done.push(block),
        }
    }

    fn resume(&mut self, at: usize) {
        match self.open.last_mut() {
            Some(open) => open.from = at,
            None => self.from = at,
        }
    }

    fn finish(mut self, end: usize) -> Vec<Block> {
        self.flush(end);
        while let Some(open) = self.open.pop() {
            self.unclosed(&open);
            self.add(Block::Directive(open.directive));
        }
        self.done
    }
}
