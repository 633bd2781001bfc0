//! Any bytes as a data file: read, grouped while streaming, inspected. The first line, when it starts with `#`, is
//! the declaration, with `|` between its lines.
#![no_main]

use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::path::SitePath;
use kiosque::model::declaration::Declaration;
use kiosque::parse::data::group;
use kiosque::parse::data::inspect;
use kiosque::parse::declaration;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fn split(bytes: &[u8]) -> (Declaration, &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let Some(head) = bytes[..end].strip_prefix(b"#").and_then(|head| std::str::from_utf8(head).ok()) else {
        return (Declaration::default(), bytes);
    };
    let path = SitePath::new("data/essai.yaml");
    let told = &mut Diagnostics::default();
    let read = declaration::read(&path, &head.replace('|', "\n"), told).unwrap_or_default();
    (read, &bytes[(end + 1).min(bytes.len())..])
}

fuzz_target!(|bytes: &[u8]| {
    let (declaration, bytes) = split(bytes);
    let declaration = Arc::new(declaration);
    let path = SitePath::new("data/essai.csv");
    let told = &mut Diagnostics::default();
    let inspected = inspect::inspect((&path, bytes), Some(&declaration), told);
    if let Some(set) = inspected.set {
        assert_eq!(set.columns.len(), set.table.header.len());
        for row in 0..set.table.rows() {
            for column in 0..set.table.header.len() {
                _ = set.table.cell(row, column);
            }
        }
    }
    let mut source = bytes;
    _ = group::grouped(&path, &mut source, &declaration, &mut Diagnostics::default());
});
