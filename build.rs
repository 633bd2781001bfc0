//! Lists the themes and the starter, which `kiosque init` lays into an empty folder.
//!
//! `main.rs` includes the list, and each file by its path: an edit of a template links the program again and
//! compiles nothing else. For that price cargo is not told to look for new files: the Makefile touches this one
//! when a folder has changed, and `tests/init.rs` says so.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script reads the disk and speaks"
)]
use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

const FOLDERS: [&str; 2] = ["themes", "starter"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo says where the manifest is"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo says where to write"));
    let mut files = Vec::new();
    for folder in FOLDERS {
        gather(&root.join(folder), folder, &mut files)?;
    }
    files.sort();
    let line =
        |(name, path): &(String, PathBuf)| format!("({name:?}, include_bytes!({path:?}).as_slice()),\n");
    fs::write(out.join("shipped.rs"), format!("&[\n{}]\n", files.iter().map(line).collect::<String>()))?;
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}

/// Every file below, by its path from the root; what npm installs and what editors leave stay where they are.
fn gather(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let last = path.file_name().and_then(|last| last.to_str()).unwrap_or_default().to_owned();
        let name = format!("{name}/{last}");
        match path.is_dir() {
            true if last == "node_modules" => {}
            true => gather(&path, &name, files)?,
            false if last.ends_with('~') || last.starts_with('.') && last != ".gitignore" => {}
            false => files.push((name, path)),
        }
    }
    Ok(())
}
