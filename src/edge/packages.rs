//! What a theme needs from npm, installed once and again when its lock file changes.
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;

use crate::base::fingerprint::Fingerprint;
use crate::edge::fault::refused;
use crate::edge::fault::told;

/// Written when an installation is complete, with the lock file's fingerprint.
const STAMP: &str = "node_modules/.kiosque-lock";

/// npm's own account of what it installed (npm 7 and later).
const INSTALLED: &str = "node_modules/.package-lock.json";

/// Lines of npm's complaint that are shown.
const SHOWN: usize = 25;

/// Installs the packages of a theme when they are missing or other than its
/// lock file says; `say` hears one line before anything slow.
pub fn install(theme_folder: &Path, say: &mut dyn FnMut(&str)) -> io::Result<()> {
    install_with("npm", theme_folder, say)
}

/// The same with another program that understands npm's command line.
pub fn install_with(npm: &str, theme_folder: &Path, say: &mut dyn FnMut(&str)) -> io::Result<()> {
    let lock_path = theme_folder.join("package-lock.json");
    let theme = theme_folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !lock_path.exists() {
        return unlocked(theme_folder, &theme);
    }
    let failed = |error: io::Error| told(&format!("impossible de lire {}", lock_path.display()), &error);
    if is_current(theme_folder, &fs::read(&lock_path).map_err(failed)?) {
        return Ok(());
    }
    // The lock file itself is what two kiosques lock: npm never does.
    let guard = File::open(&lock_path).map_err(failed)?;
    if matches!(guard.try_lock(), Err(TryLockError::WouldBlock)) {
        say(&format!("une autre installation des paquets du thème « {theme} » est en cours…"));
        guard.lock().map_err(failed)?;
    }
    let lock = fs::read(&lock_path).map_err(failed)?;
    let done = renew(npm, (theme_folder, &theme), &lock, say);
    // Closing would not be enough: a program that another thread is starting
    // holds a copy of every open file for a moment, and with it the lock.
    _ = guard.unlock();
    done
}

fn renew(
    npm: &str,
    (theme_folder, theme): (&Path, &str),
    lock: &[u8],
    say: &mut dyn FnMut(&str),
) -> io::Result<()> {
    if is_current(theme_folder, lock) {
        return Ok(());
    }
    say(&format!("installation des paquets du thème « {theme} » (npm ci)…"));
    run(npm, theme_folder, theme)?;
    let stamp = theme_folder.join(STAMP);
    if stamp.parent().is_some_and(Path::exists) {
        let failed = |error| told(&format!("impossible d'écrire {}", stamp.display()), &error);
        fs::write(&stamp, Fingerprint::of_bytes(lock).short()).map_err(failed)?;
    }
    Ok(())
}

/// Without a lock file nothing says which versions were meant.
fn unlocked(theme_folder: &Path, theme: &str) -> io::Result<()> {
    let manifest = fs::read(theme_folder.join("package.json")).ok().and_then(|bytes| json(&bytes));
    let wanted = manifest.as_ref().and_then(|found| found.get("dependencies")).and_then(Value::as_object);
    let is_needed = wanted.is_some_and(|wanted| !wanted.is_empty());
    if !is_needed || theme_folder.join("node_modules").is_dir() {
        return Ok(());
    }
    let message = format!(
        "le thème « {theme} » a un package.json sans package-lock.json ; lancez une fois « npm install » dans {}",
        theme_folder.display()
    );
    Err(refused(ErrorKind::NotFound, message))
}

/// True after our own installation, or a person's that gave the same versions.
fn is_current(theme_folder: &Path, lock: &[u8]) -> bool {
    let stamp = fs::read_to_string(theme_folder.join(STAMP)).unwrap_or_default();
    if stamp == Fingerprint::of_bytes(lock).short() {
        return true;
    }
    let Some(wanted) = json(lock) else { return false };
    let installed = fs::read(theme_folder.join(INSTALLED)).ok().and_then(|bytes| json(&bytes));
    let installed = installed.unwrap_or_default();
    let (installed, wanted) = (packages(&installed), packages(&wanted));
    let is_there = |(name, wanted): (&&str, &Package<'_>)| match installed.get(name) {
        Some(found) => (found.version, found.integrity) == (wanted.version, wanted.integrity),
        None => wanted.is_optional,
    };
    wanted.iter().all(is_there) && installed.keys().all(|name| wanted.contains_key(name))
}

fn json(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}

struct Package<'a> {
    version: Option<&'a str>,
    integrity: Option<&'a str>,
    /// May be left out by npm: for another system, or for developers.
    is_optional: bool,
}

impl<'a> Package<'a> {
    fn of(found: &'a Value) -> Self {
        let text = |key: &str| found.get(key).and_then(Value::as_str);
        let is_true = |key: &&str| found.get(key) == Some(&Value::Bool(true));
        let is_optional = ["optional", "dev", "devOptional", "peer"].iter().any(is_true);
        Self { version: text("version"), integrity: text("integrity"), is_optional }
    }
}

/// By place below `node_modules`; the theme itself, without a name, is not one of them.
fn packages(lock: &Value) -> BTreeMap<&str, Package<'_>> {
    let entries = lock.get("packages").and_then(Value::as_object).into_iter().flatten();
    let named = entries.filter(|(name, _)| !name.is_empty());
    named.map(|(name, found)| (name.as_str(), Package::of(found))).collect()
}

fn run(npm: &str, theme_folder: &Path, theme: &str) -> io::Result<()> {
    // Scripts are let run: a package may ask its user a question there, and
    // going round it would be answering for him.
    let mut command = Command::new(npm);
    command.args(["ci", "--no-audit", "--no-fund"]).current_dir(theme_folder).stdin(Stdio::null());
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(refused(ErrorKind::Other, complaint(&output, theme_folder, theme))),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let message = format!(
                "npm est introuvable, et le thème « {theme} » en a besoin ; installez Node.js (https://nodejs.org), puis relancez"
            );
            Err(refused(ErrorKind::NotFound, message))
        }
        Err(error) => Err(told("impossible de lancer npm", &error)),
    }
}

fn complaint(output: &Output, theme_folder: &Path, theme: &str) -> String {
    let mut said = String::from_utf8_lossy(&output.stderr).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stdout));
    let lower = said.to_lowercase();
    let head = if lower.contains("accept-license") || lower.contains("accept_license") {
        format!(
            "les paquets du thème « {theme} » ne s'installent pas : l'un d'eux vous demande d'accepter ses conditions \
             d'utilisation, et kiosque ne les accepte jamais à votre place ; lisez-les, puis, si vous les acceptez, \
             dites-le dans {} comme le paquet le demande :",
            theme_folder.display()
        )
    } else {
        format!("les paquets du thème « {theme} » ne s'installent pas ; npm dit :")
    };
    let lines: Vec<&str> = said.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let tail = &lines[lines.len().saturating_sub(SHOWN)..];
    format!("{head}\n  {}", tail.join("\n  "))
}
