//! Which sources are there, and a stamp on each that changes with its bytes.
//!
//! Only `kiosque.yaml`, `content/`, `data/` and `themes/` are looked at, and in
//! them nothing hidden, nothing that editors leave behind and, in what npm
//! installed, only what a visitor's browser could want.
mod observer;
mod stamp;

use std::fs;
use std::io;
use std::path::Path;

use walkdir::DirEntry;
use walkdir::WalkDir;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::edge::fault::reason;
use crate::edge::fault::refused;
use crate::edge::inside::Inside;
use crate::model::source::Snapshot;

pub use crate::edge::observe::observer::Observer;
pub use crate::edge::observe::observer::Seen;
pub use crate::edge::observe::observer::Touched;

pub(in crate::edge) const TOPS: [&str; 4] = ["kiosque.yaml", "content", "data", "themes"];

/// What a package carries for its own developers.
const WORKSHOPS: [&str; 9] =
    ["src", "legacy", "example", "examples", "doc", "docs", "test", "tests", "__tests__"];

const SERVED: [&str; 10] = ["css", "js", "mjs", "woff2", "svg", "png", "ico", "webmanifest", "jpg", "webp"];

/// Folders of links to one another can multiply without end.
const MOST: usize = 2_000_000;

/// Everything that a build of the site at `root` may read, and what there is to
/// say about what was left out.
pub fn observe(root: &Path) -> io::Result<(Snapshot, Diagnostics)> {
    let seen = Observer::of(root)?.look(&Touched::Anything)?;
    Ok((seen.snapshot, seen.diagnostics))
}

/// Fills the names found at or below one path, and the faults met on the way.
fn walk(inside: &Inside, top: &str, (found, told): (&mut Vec<SitePath>, &mut Diagnostics)) -> io::Result<()> {
    let start = inside.root().join(top);
    if fs::symlink_metadata(&start).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(());
    }
    let mut steps = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(step) = steps.next() {
        let verdict = match &step {
            Ok(entry) => judge(inside, entry),
            Err(error) => Verdict::Leave(unreadable(inside, error)),
        };
        match verdict {
            Verdict::Keep(path) => found.push(path),
            Verdict::Enter => {}
            Verdict::Leave(diagnostic) => {
                diagnostic.into_iter().for_each(|diagnostic| told.push(diagnostic));
                if step.is_ok_and(|entry| entry.file_type().is_dir()) {
                    steps.skip_current_dir();
                }
            }
        }
        if found.len() > MOST {
            let message = format!("plus de {MOST} fichiers sous {top}/ : un lien y tourne-t-il en rond ?");
            return Err(refused(io::ErrorKind::Other, message));
        }
    }
    Ok(())
}

enum Verdict {
    Keep(SitePath),
    Enter,
    Leave(Option<Diagnostic>),
}

fn judge(inside: &Inside, entry: &DirEntry) -> Verdict {
    let kind = entry.file_type();
    let name = entry.file_name().to_string_lossy();
    // Vim writes a file 4913 to learn whether it may; a folder so named is a person's.
    if is_leftover(&name) || (name == "4913" && kind.is_file()) {
        return Verdict::Leave(None);
    }
    let path = match site_path(inside, entry.path()) {
        Ok(path) => path,
        Err(lossy) => return Verdict::Leave(Some(bad_name(&lossy))),
    };
    if in_packages(&path) && !is_served(&path, kind) {
        return Verdict::Leave(None);
    }
    if entry.path_is_symlink()
        && let Some(diagnostic) = bad_link(inside, entry.path(), &path)
    {
        return Verdict::Leave(Some(diagnostic));
    }
    match (kind.is_dir(), kind.is_file()) {
        (true, _) => Verdict::Enter,
        (_, true) => Verdict::Keep(path),
        // Pipes, sockets and devices hold no content.
        _ => Verdict::Leave(None),
    }
}

/// The path from the root, or a readable likeness when it is not UTF-8.
fn site_path(inside: &Inside, path: &Path) -> Result<SitePath, SitePath> {
    let below = path.strip_prefix(inside.root()).unwrap_or(path);
    below.to_str().map(SitePath::new).ok_or_else(|| SitePath::new(&below.to_string_lossy()))
}

/// Hidden files and what editors and desktops leave behind; `.well-known` is a
/// public address (RFC 8615).
pub(in crate::edge) fn is_leftover(name: &str) -> bool {
    (name.starts_with('.') && name != ".well-known")
        || name.ends_with('~')
        || name.ends_with(".swp")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

fn in_packages(path: &SitePath) -> bool {
    path.as_str().contains("/node_modules/")
}

fn is_served(path: &SitePath, kind: fs::FileType) -> bool {
    if kind.is_dir() { !WORKSHOPS.contains(&path.name()) } else { SERVED.contains(&path.extension()) }
}

/// What is wrong with a link, if it leads where reading must not follow.
fn bad_link(inside: &Inside, link: &Path, path: &SitePath) -> Option<Diagnostic> {
    let target = link.canonicalize().ok()?;
    if !target.starts_with(inside.root()) {
        return Some(link_warning(path, "mène hors du site"));
    }
    let home = link.parent().and_then(|folder| folder.canonicalize().ok())?;
    home.starts_with(&target).then(|| link_warning(path, "tourne en rond"))
}

fn link_warning(path: &SitePath, fault: &str) -> Diagnostic {
    let message = format!("le lien symbolique « {} » {fault} ; il est laissé de côté", path.name());
    Diagnostic::warning(Code::LinkOutside, Span::top(path), message)
        .with_help("mettez le fichier lui-même à cette place, ou un lien vers un fichier du site")
}

fn bad_name(path: &SitePath) -> Diagnostic {
    let message = format!("le nom « {} » n'est pas en UTF-8 ; il est laissé de côté", path.name());
    Diagnostic::warning(Code::NotUtf8, Span::top(path), message)
        .with_help("renommez-le, par exemple sans accents")
}

fn unreadable(inside: &Inside, error: &walkdir::Error) -> Option<Diagnostic> {
    let place = error.path()?;
    if place.file_name().is_some_and(|name| is_leftover(&name.to_string_lossy())) {
        return None;
    }
    let path = site_path(inside, place).unwrap_or_else(|lossy| lossy);
    let Some(cause) = error.io_error() else {
        return Some(link_warning(&path, "tourne en rond"));
    };
    // ELOOP: a link to itself. Its kind has no stable name.
    if cause.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return Some(link_warning(&path, "tourne en rond"));
    }
    match (cause.kind(), fs::symlink_metadata(place)) {
        (io::ErrorKind::NotFound, Ok(found)) if found.is_symlink() => {
            Some(link_warning(&path, "ne mène nulle part"))
        }
        // It went away while we were looking.
        (io::ErrorKind::NotFound, _) => None,
        _ => Some(closed(&path, cause)),
    }
}

fn closed(path: &SitePath, cause: &io::Error) -> Diagnostic {
    let message = format!("impossible de lire « {path} » : {}", reason(cause));
    Diagnostic::error(Code::FileUnreadable, Span::top(path), message)
        .with_help("vérifiez les droits de lecture")
}
