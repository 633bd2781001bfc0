//! Our values become the template engine's.
use std::borrow::Cow;
use std::sync::Arc;

use tera::Map;
use tera::Value as Tera;
use tera::value::Key;

use crate::base::date::Date;
use crate::base::french;
use crate::model::site::Own;
use crate::model::site::Prose;
use crate::model::value::Value;
use crate::render::opendata;

/// A value without prose in it.
pub fn value(from: &Value) -> Tera {
    with_prose(from, &mut |_| String::new())
}

/// The values of a page, and those that stand in front of them.
pub fn page(from: &Value, own: &Own) -> Tera {
    let Value::Map(map) = from else { return Tera::none() };
    let mut out = Map::with_capacity(map.len() + own.len());
    for (name, it) in map.iter() {
        out.insert(key(name), value(it));
    }
    for (name, it) in own {
        out.insert(Key::Str(name), value(it));
    }
    Tera::from(out)
}

/// `print` turns each prose into HTML.
pub fn with_prose(from: &Value, print: &mut dyn FnMut(&Arc<Prose>) -> String) -> Tera {
    match from {
        Value::Null => Tera::none(),
        Value::Bool(truth) => Tera::from(*truth),
        Value::Number(number) => number_value(number.get()),
        Value::Text(text) => Tera::normal_string(text),
        Value::Words(words) => Tera::normal_string(&words.shown),
        Value::Date(day) => date(*day),
        Value::List(values) => {
            Tera::from(values.iter().map(|it| with_prose(it, print)).collect::<Vec<Tera>>())
        }
        Value::Map(map) => {
            let mut out = Map::with_capacity(map.len());
            for (name, it) in map.iter() {
                out.insert(key(name), with_prose(it, print));
            }
            Tera::from(out)
        }
        Value::Prose(prose) => Tera::safe_string(&print(prose)),
        Value::Html(html) => Tera::safe_string(html),
        Value::Weight(data, file) => {
            let weight = opendata::file(data, *file).len();
            Tera::normal_string(&french::weight(weight as u64))
        }
    }
}

#[expect(clippy::ptr_arg, reason = "a borrowed name that is static must be told from another")]
fn key(name: &Cow<'static, str>) -> Key<'static> {
    match name {
        Cow::Borrowed(name) => Key::Str(name),
        Cow::Owned(name) => Key::String(Arc::from(name.as_str())),
    }
}

/// Whole numbers print without a decimal point.
fn number_value(number: f64) -> Tera {
    if number.fract() == 0.0 && number.abs() < 9e15 { Tera::from(number as i64) } else { Tera::from(number) }
}

/// `{iso, french, month, numeric, year}`.
fn date(day: Date) -> Tera {
    let numeric = format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year());
    let mut map = Map::with_capacity(5);
    map.insert(Key::Str("iso"), Tera::from(day.to_string()));
    map.insert(Key::Str("french"), Tera::from(day.french()));
    map.insert(Key::Str("month"), Tera::from(day.french_month()));
    map.insert(Key::Str("numeric"), Tera::from(numeric));
    map.insert(Key::Str("year"), Tera::from(i64::from(day.year())));
    Tera::from(map)
}
