//! JSON as our files write it: keys in a fixed order, one value a line, nothing that needs a library.

/// A value under construction.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Truth(bool),
    /// As it is written, finite.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Map(Vec<(&'static str, Json)>),
    /// Names that data give, in their order, on one line.
    Record(Vec<(String, Json)>),
    /// The same, one name a line.
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Null when there is nothing.
    pub fn optional(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    pub fn count(count: usize) -> Self {
        Self::Number(count.to_string())
    }

    /// Without the keys whose value is null.
    pub fn known(entries: Vec<(&'static str, Self)>) -> Self {
        Self::Map(entries.into_iter().filter(|(_, value)| *value != Self::Null).collect())
    }

    /// The whole file, ended by a line break.
    pub fn file(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    /// Without white space.
    pub fn line(&self) -> String {
        let mut out = String::new();
        self.tight(&mut out);
        out
    }

    fn tight(&self, out: &mut String) {
        let between = |n: usize, out: &mut String| out.push_str(if n == 0 { "" } else { "," });
        let named = |n: usize, name: &str, value: &Self, out: &mut String| {
            between(n, out);
            quoted(name, out);
            out.push(':');
            value.tight(out);
        };
        match self {
            Self::List(values) => {
                out.push('[');
                for (n, value) in values.iter().enumerate() {
                    between(n, out);
                    value.tight(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                entries.iter().enumerate().for_each(|(n, (name, value))| named(n, name, value, out));
                out.push('}');
            }
            Self::Record(entries) | Self::Object(entries) => {
                out.push('{');
                entries.iter().enumerate().for_each(|(n, (name, value))| named(n, name, value, out));
                out.push('}');
            }
            scalar => scalar.write(0, out),
        }
    }

    fn write(&self, depth: usize, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Truth(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => quoted(text, out),
            Self::List(values) => {
                block(('[', ']'), depth, values, out, |value, out| value.write(depth + 1, out))
            }
            Self::Map(entries) => block(('{', '}'), depth, entries, out, |(name, value), out| {
                quoted(name, out);
                out.push_str(": ");
                value.write(depth + 1, out);
            }),
            Self::Object(entries) => block(('{', '}'), depth, entries, out, |(name, value), out| {
                quoted(name, out);
                out.push_str(": ");
                value.write(depth + 1, out);
            }),
            Self::Record(entries) => flat(entries, out),
        }
    }
}

fn block<T>(
    (open, close): (char, char),
    depth: usize,
    items: &[T],
    out: &mut String,
    mut write: impl FnMut(&T, &mut String),
) {
    out.push(open);
    for (n, item) in items.iter().enumerate() {
        out.push_str(if n == 0 { "\n" } else { ",\n" });
        out.extend(std::iter::repeat_n("  ", depth + 1));
        write(item, out);
    }
    if !items.is_empty() {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    }
    out.push(close);
}

/// On one line: a record is a row.
fn flat(entries: &[(String, Json)], out: &mut String) {
    out.push('{');
    for (n, (name, value)) in entries.iter().enumerate() {
        out.push_str(if n == 0 { "" } else { ", " });
        quoted(name, out);
        out.push_str(": ");
        match value {
            Json::List(items) => {
                out.push('[');
                for (n, item) in items.iter().enumerate() {
                    out.push_str(if n == 0 { "" } else { ", " });
                    item.write(0, out);
                }
                out.push(']');
            }
            value => value.write(0, out),
        }
    }
    out.push('}');
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Line separators end a statement in old scripts.
            c if c < ' ' || matches!(c, '\u{7f}' | '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use crate::render::json::Json;

    #[test]
    fn texts_are_escaped_and_keys_keep_their_order() {
        let text = Json::text("a\"b\\\n\u{1}é\u{2028}");
        let map = Json::known(vec![("b", text), ("a", Json::Null), ("c", Json::List(Vec::new()))]);
        assert_eq!(map.file(), "{\n  \"b\": \"a\\\"b\\\\\\n\\u0001é\\u2028\",\n  \"c\": []\n}\n");
    }
}
