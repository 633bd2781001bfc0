//! What makes a mapping one: each key once, and `<<` unfolded.
use std::collections::BTreeSet;

use crate::model::value::Field;
use crate::model::value::Fields;
use crate::model::value::Yaml;
use crate::parse::yaml::Block;
use crate::parse::yaml::builder::Cause;
use crate::parse::yaml::builder::Fault;

/// The text of a key; `null` and `~` are keys like others.
pub fn name_of(key: Yaml, block: &Block, range: (u32, u32)) -> Result<String, Fault> {
    let (start, end) = (range.0 as usize - block.base, range.1 as usize - block.base);
    match key {
        Yaml::Scalar { text, .. } if !text.trim().is_empty() => Ok(text),
        Yaml::Null if end > start => Ok(block.text[start..end].to_owned()),
        Yaml::Null | Yaml::Scalar { .. } => Err(Fault { at: start, cause: Cause::KeyEmpty }),
        _ => Err(Fault { at: start, cause: Cause::KeyNotText }),
    }
}

/// Pairs of positions that hold the same key, in order of the second.
pub fn again(fields: &[Field]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..fields.len()).collect();
    order.sort_by_key(|n| (fields[*n].name.as_str(), *n));
    let pairs = order.windows(2).filter(|pair| fields[pair[0]].name == fields[pair[1]].name);
    let mut pairs: Vec<(usize, usize)> = pairs.map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable_by_key(|pair| pair.1);
    pairs
}

/// The first of each key.
pub fn without(fields: Vec<Field>, again: &[(usize, usize)]) -> Vec<Field> {
    let mut dropped = again.iter().map(|pair| pair.1).peekable();
    let kept = fields.into_iter().enumerate().filter(|(n, _)| dropped.next_if_eq(n).is_none());
    kept.map(|(_, field)| field).collect()
}

/// `<<: *other` brings the fields that are not written here (YAML 1.1, merge).
pub fn merge(block: &Block, mut fields: Vec<Field>) -> Result<Fields, Fault> {
    let Some(at) = fields.iter().position(|field| field.name == "<<") else {
        return Ok(Fields(fields));
    };
    let merged = fields.remove(at);
    let fail = Fault { at: merged.range.0 as usize - block.base, cause: Cause::MergeNotMap };
    let sources = match merged.node.yaml {
        Yaml::List(nodes) => nodes.into_iter().map(|node| node.yaml).collect(),
        one => vec![one],
    };
    let mut known: BTreeSet<String> = fields.iter().map(|field| field.name.clone()).collect();
    for source in sources {
        let Yaml::Map(source) = source else { return Err(fail) };
        for field in source.0 {
            if known.insert(field.name.clone()) {
                fields.push(field);
            }
        }
    }
    Ok(Fields(fields))
}
