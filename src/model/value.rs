//! What an author may write in a field, where it was written, and what
//! templates are given.
use std::borrow::Cow;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::map::Map;
use crate::model::opendata::DataFile;
use crate::model::opendata::OpenData;
use crate::model::site::Prose;
use crate::model::words::Words;

/// A YAML node with its place. Scalars stay as written, since only the schema
/// knows whether `2024` is a title, a number or a year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    pub yaml: Yaml,
    /// Bytes from the start of the file.
    pub range: (u32, u32),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Yaml {
    /// Nothing, `~` or `null`.
    Null,
    /// `quoted` is true for `"…"`, `'…'` and block scalars, which are always text.
    Scalar {
        text: String,
        quoted: bool,
    },
    List(Vec<Node>),
    /// In the order of writing, each key once.
    Map(Fields),
}

impl Node {
    pub fn span(&self, path: &SitePath) -> Span {
        Span { path: path.clone(), start: self.range.0, end: self.range.1 }
    }

    /// The text of a scalar, trimmed; `None` for anything else.
    pub fn text(&self) -> Option<&str> {
        match &self.yaml {
            Yaml::Scalar { text, .. } => Some(text.trim()),
            _ => None,
        }
    }

    /// Nothing, blank text, an empty list or an empty mapping.
    pub fn is_empty(&self) -> bool {
        match &self.yaml {
            Yaml::Null => true,
            Yaml::Scalar { text, .. } => text.trim().is_empty(),
            Yaml::List(nodes) => nodes.is_empty(),
            Yaml::Map(fields) => fields.0.is_empty(),
        }
    }

    /// `true` and `false`, unquoted, in any case; `yes`, `oui`, `vrai`, `no`, `non`, `faux` too.
    pub fn truth(&self) -> Option<bool> {
        let Yaml::Scalar { text, quoted: false } = &self.yaml else { return None };
        let is = |word: &&str| word.eq_ignore_ascii_case(text);
        let yes = ["true", "yes", "oui", "vrai"].iter().any(is);
        let no = ["false", "no", "non", "faux"].iter().any(is);
        (yes || no).then_some(yes)
    }

    /// A number written as JSON writes them, unquoted.
    pub fn number(&self) -> Option<Number> {
        match &self.yaml {
            Yaml::Scalar { text, quoted: false } => plain_number(text),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Node]> {
        match &self.yaml {
            Yaml::List(nodes) => Some(nodes),
            _ => None,
        }
    }

    pub fn map(&self) -> Option<&Fields> {
        match &self.yaml {
            Yaml::Map(fields) => Some(fields),
            _ => None,
        }
    }

    /// What a template gets when no schema says otherwise: numbers and truth
    /// values as YAML's core schema reads them, text trimmed.
    pub fn value(&self) -> Value {
        match &self.yaml {
            Yaml::Null => Value::Null,
            Yaml::Scalar { text, quoted } => {
                let truth = match text.as_str() {
                    "true" if !quoted => Some(Value::Bool(true)),
                    "false" if !quoted => Some(Value::Bool(false)),
                    _ => None,
                };
                let number = || self.number().map(Value::Number);
                truth.or_else(number).unwrap_or_else(|| Value::text(text.trim()))
            }
            Yaml::List(nodes) => Value::list(nodes.iter().map(Node::value)),
            Yaml::Map(fields) => fields.value(),
        }
    }
}

/// `01`, `+33`, `1e5` and `0x1F` are not numbers but codes.
fn plain_number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let shape = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.starts_with(|c: char| c.is_ascii_digit());
    if leading_zero || !shape || digits.len() > 17 {
        return None;
    }
    text.parse().ok().and_then(Number::new)
}

/// A mapping as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fields(pub Vec<Field>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: String,
    /// Bytes of the key.
    pub range: (u32, u32),
    pub node: Node,
}

impl Field {
    /// The place of the key.
    pub fn span(&self, path: &SitePath) -> Span {
        Span::new(path, self.range.0 as usize..self.range.1 as usize)
    }
}

impl Fields {
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.field(name).map(|field| &field.node)
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.name == name)
    }

    /// The trimmed text of a field that is there and not blank.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Node::text).filter(|text| !text.is_empty())
    }

    pub fn value(&self) -> Value {
        Value::map(self.0.iter().map(|field| (field.name.clone(), field.node.value())))
    }
}

/// A finite number, equal and hashed by its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number(u64);

impl Number {
    /// `None` for infinities and NaN; −0 becomes 0.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then(|| Self((value + 0.0).to_bits()))
    }

    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl From<usize> for Number {
    fn from(count: usize) -> Self {
        Self((count as f64).to_bits())
    }
}

/// What templates are given. Clones share, they do not copy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    /// A text that readers see otherwise than it was written.
    Words(Arc<Words>),
    Date(Date),
    List(Arc<Vec<Value>>),
    Map(Arc<Map>),
    /// Becomes HTML when the page that holds it is rendered.
    Prose(Arc<Prose>),
    /// Trusted markup, made by us: printed as it is.
    Html(Arc<str>),
    /// Becomes the worded weight of that file when the page that holds it is rendered.
    Weight(Arc<OpenData>, DataFile),
}

impl Value {
    pub fn text(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }

    pub fn list(values: impl IntoIterator<Item = Self>) -> Self {
        Self::List(Arc::new(values.into_iter().collect()))
    }

    pub fn map<K: Into<Cow<'static, str>>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(Arc::new(entries.into_iter().map(|(name, value)| (name.into(), value)).collect()))
    }

    pub fn count(count: usize) -> Self {
        Self::Number(Number::from(count))
    }

    /// As it was written.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Words(words) => Some(&words.written),
            _ => None,
        }
    }

    pub fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    pub fn as_list(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            _ => &[],
        }
    }

    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.get(name),
            _ => None,
        }
    }

    /// Nothing, blank text or an empty collection: what a template may skip.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(values) => values.is_empty(),
            Self::Map(map) => map.is_empty(),
            _ => false,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
