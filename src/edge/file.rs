//! One file that a person names, wherever it is, and what stands beside it.
use std::fs;
use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;

use crate::edge::fault::refused;
use crate::edge::fault::told;

/// How many files of a folder are looked at.
const MOST: usize = 1_000;
/// What a declaration may weigh, in bytes.
const HEAVIEST: u64 = 1 << 20;

/// The file as a stream; `-` is the standard input.
pub fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let failed = |error: io::Error| told(&format!("impossible de lire « {} »", path.display()), &error);
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        let message = format!("« {} » est un dossier, il faut un fichier CSV", path.display());
        return Err(refused(ErrorKind::IsADirectory, message));
    }
    Ok(Box::new(file))
}

/// The bytes of a file, and one more than `most` when there are more.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let failed = |error: io::Error| told(&format!("impossible de lire « {} »", path.display()), &error);
    open(path)?.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Names and texts of the YAML files beside a file, in the order of their names.
pub fn beside(path: &Path) -> Vec<(String, String)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let yaml = |path: &Path| path.extension().is_some_and(|end| end == "yaml" || end == "yml");
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| yaml(path));
    let mut paths: Vec<_> = paths.take(MOST).collect();
    paths.sort();
    let text = |path: &Path| {
        let light = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= HEAVIEST);
        light.then(|| fs::read_to_string(path).ok())?
    };
    paths.iter().filter_map(|path| Some((path.to_str()?.to_owned(), text(path)?))).collect()
}
