//! Which parts of a page are other than the day before.
use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::base::fingerprint::Fingerprint;
use crate::model::plan::Job;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::site::Own;
use crate::model::value::Value;

/// What templates see under `page.data`: the age of its figures.
const DATA: &str = "data";

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "part")]
pub enum Part {
    /// A field of its own.
    Field { name: String, before: Option<String>, after: Option<String> },
    /// What its figures show, or say of themselves.
    Figures,
    /// What is said of the age of its figures.
    Age,
    /// It names another page, or lists others.
    Others,
    /// A template that looks at the day.
    Day,
}

/// In the order of the enumeration; empty for what is no page.
pub fn parts(before: &Job, now: &Job) -> Vec<Part> {
    let (Work::Page { view: before, .. }, Work::Page { view: now, .. }) = (&before.work, &now.work) else {
        return Vec::new();
    };
    let mut parts = fields(before, now);
    if print(before) != print(now) {
        parts.push(Part::Figures);
    }
    if one(&before.own, DATA) != one(&now.own, DATA) && !parts.contains(&Part::Age) {
        parts.push(Part::Age);
    }
    if others(before) != others(now) {
        parts.push(Part::Others);
    }
    if parts.is_empty() {
        parts.push(Part::Day);
    }
    parts
}

fn print(view: &View) -> Option<Fingerprint> {
    view.prose.as_ref().map(|prose| prose.print)
}

fn one<'a>(own: &'a Own, wanted: &str) -> Option<&'a Value> {
    own.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

fn others(view: &View) -> Vec<(&'static str, &Value)> {
    let own = view.own.iter().filter(|(name, _)| *name != DATA);
    own.chain(&view.extra).map(|(name, value)| (*name, value)).collect()
}

fn fields(before: &View, now: &View) -> Vec<Part> {
    let (Value::Map(before), Value::Map(now)) = (&before.page.value, &now.page.value) else {
        return Vec::new();
    };
    let names = before.iter().chain(now.iter()).map(|(name, _)| name.clone());
    let names: BTreeSet<_> = names.collect();
    let differs = |name: &&Cow<'static, str>| before.get(name) != now.get(name);
    let field = |name: &Cow<'static, str>| Part::Field {
        name: name.to_string(),
        before: before.get(name).and_then(shown),
        after: now.get(name).and_then(shown),
    };
    let part = |name: &Cow<'static, str>| if name == DATA { Part::Age } else { field(name) };
    names.iter().filter(differs).map(part).collect()
}

/// Values that fit on a line.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Text(_) | Value::Words(_) => value.as_text().map(str::to_owned),
        Value::Date(date) => Some(date.french()),
        Value::Bool(truth) => Some(if *truth { "oui" } else { "non" }.to_owned()),
        Value::Number(number) => Some(number.get().to_string().replace('.', ",")),
        _ => None,
    }
}
