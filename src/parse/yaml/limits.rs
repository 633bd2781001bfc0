//! How much one document may hold, so that reading it always ends soon.
use crate::model::value::Field;
use crate::model::value::Node;
use crate::model::value::Yaml;

/// Nested mappings and lists, aliases unfolded.
pub const DEPTH: usize = 64;
/// Values of one document, aliases unfolded.
pub const NODES: usize = 500_000;
/// Bytes that aliases may copy.
pub const COPIES: usize = 8_000_000;
/// Messages about one document; the rest would say the same.
pub const TOLD: usize = 50;

/// Height of a tree, and a measure of what a copy of it costs.
pub fn measure(node: &Node) -> (usize, usize) {
    let own = size_of::<Node>();
    let inside: (usize, usize) = match &node.yaml {
        Yaml::Null => return (0, own),
        Yaml::Scalar { text, .. } => return (0, own + text.len()),
        Yaml::List(nodes) => nodes.iter().map(measure).fold((0, 0), |a, b| (a.0.max(b.0), a.1 + b.1)),
        Yaml::Map(fields) => fields.0.iter().fold((0, 0), |a, field| {
            let (height, weight) = measure(&field.node);
            (a.0.max(height), a.1 + weight + size_of::<Field>() + field.name.len())
        }),
    };
    (inside.0 + 1, inside.1 + own)
}
