//! A value of a template as JSON inside a page: no text can close the element that holds it.
use tera::TeraResult;
use tera::Value;
use tera::value::Key;

use crate::chart::table;

/// `null` for nothing; a name that does not exist is a fault, as everywhere.
pub fn json(value: &Value) -> TeraResult<String> {
    if value.is_undefined() {
        return Err(tera::Error::message("cette valeur n'existe pas"));
    }
    let mut out = String::new();
    write(value, &mut out);
    Ok(out)
}

/// One cell of a CSV file: nothing for nothing, JSON for lists and groups.
pub fn csv(value: &Value) -> TeraResult<String> {
    match value.as_str() {
        Some(text) => Ok(table::cell(text)),
        None if value.is_none() => Ok(String::new()),
        None => json(value).map(|text| table::cell(&text)),
    }
}

fn write(value: &Value, out: &mut String) {
    if let Some(text) = value.as_str() {
        return quoted(text, out);
    }
    if let Some(values) = value.as_array() {
        out.push('[');
        for (n, value) in values.iter().enumerate() {
            out.push_str(if n == 0 { "" } else { "," });
            write(value, out);
        }
        return out.push(']');
    }
    if let Some(map) = value.as_map() {
        // The engine's own order is that of hashing.
        let mut entries: Vec<(String, &Value)> = map.iter().map(|(key, value)| (name(key), value)).collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        out.push('{');
        for (n, (name, value)) in entries.into_iter().enumerate() {
            out.push_str(if n == 0 { "" } else { "," });
            quoted(&name, out);
            out.push(':');
            write(value, out);
        }
        return out.push('}');
    }
    match (value.as_bool(), value.is_number()) {
        (Some(truth), _) => out.push_str(if truth { "true" } else { "false" }),
        (None, true) => out.push_str(&value.to_string()),
        (None, false) => out.push_str("null"),
    }
}

fn name(key: &Key<'_>) -> String {
    key.to_string()
}

/// `<`, `>` and `&` are escaped: `</script>` and `<!--` mean something to HTML even inside a text.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' || matches!(c, '<' | '>' | '&' | '\u{7f}' | '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use tera::Value;

    use crate::render::inline::json;

    #[test]
    fn no_text_closes_the_element_around_it() {
        let text = Value::normal_string("a\"\\ </script><!-- & \n\u{2028}é");
        let written = json(&text).unwrap();
        assert_eq!(written, "\"a\\\"\\\\ \\u003c/script\\u003e\\u003c!-- \\u0026 \\u000a\\u2028é\"");
        assert_eq!(
            json(&Value::from(vec![Value::none(), Value::from(true), Value::from(2)])).unwrap(),
            "[null,true,2]"
        );
        assert!(json(&Value::undefined()).is_err());
    }
}
