//! What may follow the name of a directive: `[label]{#id .class key="value"}`.
use std::ops::Range;

/// Longest label and longest attribute list, in bytes: whoever forgets to
/// close one is told so early, and reading stays linear whatever the text.
const LONGEST: usize = 4096;
/// Brackets inside brackets inside a label.
const DEEPEST: usize = 16;
/// Attributes of one directive.
const MOST: usize = 64;

/// In the order of writing; `#id` under `id`, every `.class` and `class="…"`
/// together under `class`, joined by one blank; a flag has an empty value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    pub list: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: String,
    pub value: String,
    /// Where it is written, in the text that was read.
    pub at: Range<usize>,
}

impl Attributes {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }

    fn add(&mut self, name: &str, value: String, at: Range<usize>) -> Result<(), Fault> {
        let full = self.list.len() == MOST;
        match self.list.iter_mut().find(|attribute| attribute.name == name) {
            None if full => return fault(at.start, "trop d'attributs"),
            None => self.list.push(Attribute { name: name.to_owned(), value, at }),
            Some(known) if name == "class" => {
                if !known.value.is_empty() && !value.is_empty() {
                    known.value.push(' ');
                }
                known.value.push_str(&value);
            }
            Some(_) => return fault(at.start, format!("l'attribut « {name} » est donné deux fois")),
        }
        Ok(())
    }
}

/// What cannot be read, and where, in bytes of the text that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub at: usize,
    /// French, lower case, no final stop.
    pub message: String,
}

fn fault<T>(at: usize, message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { at, message: message.into() })
}

/// What follows a directive's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What is between the brackets, escapes untouched: it is markdown.
    pub label: Option<Range<usize>>,
    pub attributes: Attributes,
    /// Where the text goes on after both.
    pub rest: usize,
}

/// Reads the optional label and the optional attributes with which `text`
/// begins; nothing of the rest is looked at.
pub fn split(text: &str) -> Result<Parts, Fault> {
    let mut parts = Parts::default();
    if text.starts_with('[') {
        let end = label_end(text)?;
        parts.label = Some(1..end);
        parts.rest = end + 1;
    }
    if text[parts.rest..].starts_with('{') {
        let mut cursor = Cursor::new(text, parts.rest);
        cursor.at += 1;
        parts.attributes = cursor.attributes(Close::Brace)?;
        parts.rest = cursor.at;
    }
    Ok(parts)
}

/// Reads a list of attributes without its braces, to the end of `text`.
pub fn read(text: &str) -> Result<Attributes, Fault> {
    Cursor::new(text, 0).attributes(Close::End)
}

/// The offset of the bracket that closes the one at 0: escapes and code spans
/// are passed over, as markdown does in the text of a link.
fn label_end(text: &str) -> Result<usize, Fault> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
    let (mut at, mut depth) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' if depth == DEEPEST => return fault(at, "trop de crochets les uns dans les autres"),
            b'[' => depth += 1,
            b']' if depth == 1 => return Ok(at),
            b']' => depth -= 1,
            b'`' => at = code_end(bytes, at) - 1,
            _ => {}
        }
        at += 1;
    }
    fault(0, "le crochet « [ » n'est pas refermé")
}

/// Past the code span that opens at `at`, or past its backticks when nothing
/// closes it.
fn code_end(bytes: &[u8], at: usize) -> usize {
    let run = |from: usize| bytes[from..].iter().take_while(|b| **b == b'`').count();
    let length = run(at);
    let mut next = at + length;
    while next < bytes.len() {
        match run(next) {
            0 => next += 1,
            found if found == length => return next + found,
            found => next += found,
        }
    }
    at + length
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Close {
    Brace,
    End,
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Where reading gives up.
    limit: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, limit: text.floor_char_boundary(at.saturating_add(LONGEST)) }
    }

    fn peek(&self) -> Option<char> {
        if self.at < self.limit { self.text[self.at..self.limit].chars().next() } else { None }
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..self.limit];
        let length = rest.find(|c| !accept(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn attributes(&mut self, close: Close) -> Result<Attributes, Fault> {
        let open = self.at.saturating_sub(1);
        let mut attributes = Attributes::default();
        loop {
            self.take_while(char::is_whitespace);
            let start = self.at;
            let (name, value) = match self.peek() {
                None if close == Close::End && self.limit == self.text.len() => return Ok(attributes),
                None if close == Close::End => return fault(start, "trop d'attributs"),
                None => return fault(open, "l'accolade « { » n'est pas refermée"),
                Some('}') if close == Close::Brace => {
                    self.at += 1;
                    return Ok(attributes);
                }
                Some('#') => ("id", self.short("un identifiant")?),
                Some('.') => ("class", self.short("une classe")?),
                Some(_) => self.pair()?,
            };
            attributes.add(name, value, start..self.at)?;
        }
    }

    /// `#id` or `.class`, which may follow one another without a blank.
    fn short(&mut self, what: &str) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let name = self.take_while(|c| is_name(c) && c != '.');
        if name.is_empty() {
            return fault(start, format!("{what} doit suivre « {} »", &self.text[start..=start]));
        }
        Ok(name.to_owned())
    }

    /// `key`, `key=value`, `key="value"` or `key='value'`.
    fn pair(&mut self) -> Result<(&'a str, String), Fault> {
        let start = self.at;
        let name = self.take_while(is_name);
        if name.is_empty() {
            let odd = self.peek().unwrap_or_default();
            return fault(
                start,
                format!("« {odd} » n'a pas de sens ici : un attribut s'écrit nom=\"valeur\""),
            );
        }
        let blanks = self.at;
        self.take_while(char::is_whitespace);
        if self.peek() != Some('=') {
            self.at = blanks;
            return Ok((name, String::new()));
        }
        self.at += 1;
        self.take_while(char::is_whitespace);
        let value = match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => self.take_while(|c| !c.is_whitespace() && !matches!(c, '"' | '{' | '}' | '=')).to_owned(),
        };
        let bare = !self.text[..self.at].ends_with(['"', '\'']);
        if value.is_empty() && bare {
            return fault(start, format!("la valeur de « {name} » manque"));
        }
        Ok((name, value))
    }

    /// A backslash keeps a quote or a backslash from its meaning; before
    /// anything else it is a backslash.
    fn quoted(&mut self, quote: char) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match (c, self.peek()) {
                (c, _) if c == quote => return Ok(value),
                ('\\', Some(next @ ('"' | '\'' | '\\'))) => {
                    value.push(next);
                    self.at += 1;
                }
                (c, _) => value.push(c),
            }
        }
        fault(start, format!("le guillemet « {quote} » n'est pas refermé"))
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')
}
