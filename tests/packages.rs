//! npm is called when it is needed, once, and nothing is accepted for anybody.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use kiosque::edge::packages::install_with;
use tempfile::TempDir;

const LOCK: &str = r#"{"packages": {
  "": {"version": "1.0.0"},
  "node_modules/a": {"version": "1.2.3", "integrity": "sha512-a"},
  "node_modules/b": {"version": "2.0.0", "optional": true}
}}"#;

struct Theme {
    home: TempDir,
}

impl Theme {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("sobre")).unwrap();
        fs::write(home.path().join("sobre/package.json"), r#"{"dependencies": {"a": "^1"}}"#).unwrap();
        fs::write(home.path().join("sobre/package-lock.json"), LOCK).unwrap();
        Self { home }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("sobre")
    }

    /// What was said, with a npm that is this shell script.
    fn install(&self, script: &str) -> io::Result<Vec<String>> {
        let npm = self.home.path().join("npm");
        if !npm.exists() {
            fs::write(&npm, "#!/bin/sh\n. \"$(dirname \"$0\")/script\"\n").unwrap();
            fs::set_permissions(&npm, fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::write(self.home.path().join("script"), script).unwrap();
        let mut said = Vec::new();
        install_with(npm.to_str().unwrap(), &self.folder(), &mut |line| said.push(line.to_owned()))?;
        Ok(said)
    }
}

const SAID: [&str; 1] = ["installation des paquets du thème « sobre » (npm ci)…"];
const WORKS: &str = "echo \"$@\" >> ../calls; rm -rf node_modules; mkdir -p node_modules/a";
const MUST_NOT: &str = "echo appelé >&2; exit 1";

#[test]
fn packages_are_installed_once_and_again_when_the_lock_file_changes() {
    let theme = Theme::new();
    assert_eq!(theme.install(WORKS).unwrap(), SAID);
    assert_eq!(theme.install(MUST_NOT).unwrap(), Vec::<String>::new());
    fs::write(theme.folder().join("package-lock.json"), LOCK.replace("1.2.3", "1.2.4")).unwrap();
    assert_eq!(theme.install(WORKS).unwrap(), SAID);
    fs::remove_dir_all(theme.folder().join("node_modules")).unwrap();
    assert_eq!(theme.install(WORKS).unwrap(), SAID);
    let calls = fs::read_to_string(theme.home.path().join("calls")).unwrap();
    assert_eq!(calls, "ci --no-audit --no-fund\n".repeat(3));
}

#[test]
fn an_installation_made_by_hand_is_honoured_when_it_is_the_same() {
    let cases = [
        (r#"{"packages": {"node_modules/a": {"version": "1.2.3", "integrity": "sha512-a"}}}"#, true),
        (r#"{"packages": {"node_modules/a": {"version": "1.2.2", "integrity": "sha512-a"}}}"#, false),
        (r#"{"packages": {"node_modules/a": {"version": "1.2.3", "integrity": "sha512-z"}}}"#, false),
        (r#"{"packages": {"node_modules/b": {"version": "2.0.0"}}}"#, false),
        (r#"{"packages": {}}"#, false),
        ("abîmé", false),
    ];
    for (installed, honoured) in cases {
        let theme = Theme::new();
        fs::create_dir(theme.folder().join("node_modules")).unwrap();
        fs::write(theme.folder().join("node_modules/.package-lock.json"), installed).unwrap();
        assert_eq!(theme.install(WORKS).unwrap().is_empty(), honoured, "{installed}");
    }
}

#[test]
fn a_failure_is_told_with_the_end_of_what_npm_said_and_tried_again() {
    let theme = Theme::new();
    let error = theme
        .install("mkdir node_modules; seq 100; echo 'npm error E404' >&2; exit 1")
        .unwrap_err()
        .to_string();
    let mut lines = error.lines();
    assert_eq!(lines.next(), Some("les paquets du thème « sobre » ne s'installent pas ; npm dit :"));
    assert_eq!((lines.clone().next(), lines.next_back()), (Some("  76"), Some("  100")));
    assert_eq!(theme.install(WORKS).unwrap(), SAID);
}

#[test]
fn conditions_of_use_are_left_for_the_owner_to_accept() {
    let theme = Theme::new();
    let error =
        theme.install("echo 'add accept-license: 1.0.1 to .paquet.yml' >&2; exit 1").unwrap_err().to_string();
    assert!(error.contains("kiosque ne les accepte jamais à votre place"), "{error}");
    assert!(error.ends_with("\n  add accept-license: 1.0.1 to .paquet.yml"), "{error}");
}

#[test]
fn what_is_missing_is_named_with_its_cure() {
    let theme = Theme::new();
    let error = install_with("/nulle/part/npm", &theme.folder(), &mut |_| ()).unwrap_err().to_string();
    assert!(error.starts_with("npm est introuvable") && error.contains("installez Node.js"), "{error}");
    fs::remove_file(theme.folder().join("package-lock.json")).unwrap();
    let error = theme.install(MUST_NOT).unwrap_err().to_string();
    assert!(error.contains("lancez une fois « npm install » dans "), "{error}");
    fs::write(theme.folder().join("package.json"), "{}").unwrap();
    theme.install(MUST_NOT).unwrap();
    fs::remove_file(theme.folder().join("package.json")).unwrap();
    theme.install(MUST_NOT).unwrap();
}

#[test]
fn two_at_once_install_once() {
    let theme = Theme::new();
    let script = format!("sleep 0.3; {WORKS}");
    theme.install(MUST_NOT).unwrap_err();
    fs::write(theme.home.path().join("script"), script).unwrap();
    let npm = theme.home.path().join("npm");
    let install = || {
        let mut said = Vec::new();
        install_with(npm.to_str().unwrap(), &theme.folder(), &mut |line| said.push(line.to_owned())).unwrap();
        said
    };
    let mut said = std::thread::scope(|scope| {
        let both = [scope.spawn(install), scope.spawn(install)];
        both.map(|thread| thread.join().unwrap()).concat()
    });
    said.sort();
    assert_eq!(said, [SAID[0], "une autre installation des paquets du thème « sobre » est en cours…"]);
    assert_eq!(fs::read_to_string(theme.home.path().join("calls")).unwrap().lines().count(), 1);
}
