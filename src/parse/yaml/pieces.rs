//! Several faults at once: each top-level key of a broken document is read alone.
use std::collections::BTreeSet;

use crate::base::diagnostic::Diagnostic;
use crate::model::value::Yaml;
use crate::parse::yaml::Block;
use crate::parse::yaml::builder::Cause;
use crate::parse::yaml::builder::Extent;
use crate::parse::yaml::builder::Fault;
use crate::parse::yaml::builder::build;
use crate::parse::yaml::faults;

/// Faults told about one document.
const TOLD: usize = 20;

/// Everything wrong with a document whose first fault is `first`.
pub fn tell_all(block: &Block, first: &Fault) -> Vec<Diagnostic> {
    if matches!(first.cause, Cause::TooMany | Cause::TooDeep | Cause::SecondDocument) {
        return vec![faults::tell(block, first)];
    }
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut broken = false;
    let anchors = anchors(block.text);
    for (start, end) in cuts(block.text) {
        let piece = block.part(start, end);
        match build(&piece, Extent::Piece(&anchors)) {
            Ok(built) => {
                let lone = matches!(built.node.yaml, Yaml::Scalar { .. });
                broken |= lone;
                if lone && built.said.is_empty() {
                    told.push(faults::not_a_key(&piece, built.node.range.0 as usize - piece.base));
                }
                told.extend(built.said);
            }
            Err(fault) => {
                broken = true;
                told.push(faults::tell(&piece, &fault));
            }
        }
        if told.len() >= TOLD {
            break;
        }
    }
    if !broken {
        told.push(faults::tell(block, first));
    }
    told
}

/// Whatever follows an `&`: names that a piece may refer to.
fn anchors(text: &str) -> BTreeSet<&str> {
    let end = |c: char| c.is_whitespace() || ",[]{}".contains(c);
    text.split('&').skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

/// Pieces that begin with a key at the left margin; the first also holds what
/// comes before any key.
fn cuts(text: &str) -> Vec<(usize, usize)> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && begins_a_key(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// `title: …`, `title:`, and `title:…` too, whose fault is told by its own piece.
fn begins_a_key(line: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let name = line.find(|c| !word(c)).unwrap_or(line.len());
    let rest = &line[name..];
    name > 0 && !line.starts_with('-') && rest.starts_with(':') && !rest.starts_with("://")
}
