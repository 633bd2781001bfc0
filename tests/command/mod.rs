//! The program itself, run on a site that is really on the disk.
#![allow(dead_code, reason = "each test uses a part of it")]
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::site;

/// A site's folder that vanishes with it.
pub struct Home {
    pub folder: TempDir,
}

/// How a command ended, and what it said.
pub struct Told {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    /// Pages above the bare theme.
    pub fn of(pages: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        site::small(pages).write(&folder.path().join("site"));
        Self { folder }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub fn put(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Told {
        run(&self.root(), arguments)
    }

    /// A build that must be good, on the day of tests.
    pub fn build(&self, more: &[&str]) -> Told {
        let told = self.run(&[&["build", "--today", site::TODAY], more].concat());
        assert_eq!(told.code, 0, "{}", told.err);
        told
    }
}

pub fn run(root: &Path, arguments: &[&str]) -> Told {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    let done = command.arg("--root").arg(root).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Told { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
}

/// Names below a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
