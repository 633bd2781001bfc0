//! The folder to publish into, judged before anything is written: it will be
//! replaced as a whole, so it must be one that holds nothing else.
use std::fs;
use std::fs::DirBuilder;
use std::io;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::MetadataExt;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::edge::fault::reason;
use crate::edge::fault::refused;
use crate::edge::fault::told;
use crate::edge::manifest;

/// Folders of a site that hold what people wrote.
const WRITTEN: [&str; 5] = ["content", "data", "themes", "src", ".git"];

#[derive(Debug)]
pub struct Target {
    /// Absolute and without links; need not exist, but its parent does.
    pub folder: PathBuf,
    /// As people know it, for messages: `public`.
    pub shown: String,
}

impl Target {
    /// `ErrorKind::InvalidInput` when the folder is not one to replace.
    pub fn judge(root: &Path, target: &Path) -> io::Result<Self> {
        let shown = target.strip_prefix(root).unwrap_or(target).display().to_string();
        let shown = if shown.is_empty() { ".".to_owned() } else { shown };
        let folder =
            resolve(target).map_err(|error| told(&format!("impossible de publier dans {shown}"), &error))?;
        let root =
            root.canonicalize().map_err(|error| told("impossible de lire le dossier du site", &error))?;
        if let Some(fault) = place_fault(&root, &folder).or_else(|| content_fault(&folder)) {
            let message = format!("impossible de publier dans {shown} : {fault}");
            return Err(refused(ErrorKind::InvalidInput, message));
        }
        let parent = folder.parent().unwrap_or(&folder);
        let failed = |error| told(&format!("impossible de créer {}", parent.display()), &error);
        DirBuilder::new().recursive(true).mode(0o755).create(parent).map_err(failed)?;
        Ok(Self { folder, shown })
    }

    pub fn exists(&self) -> bool {
        self.folder.is_dir()
    }

    /// Where the names of the target and of its neighbours are.
    pub fn parent(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }

    /// A neighbour that has no name yet: `public.last-4321`.
    pub fn free(&self, suffix: &str) -> PathBuf {
        let numbers = (0..).map(|more: u32| std::process::id().wrapping_add(more));
        let mut names = numbers.map(|number| self.beside(&format!("{suffix}{number}")));
        names.find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_else(|| self.beside(suffix))
    }

    /// A neighbour on the same disk: `public` + `.last` gives `public.last`.
    pub fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.folder.file_name().unwrap_or_default().to_owned();
        name.push(suffix);
        self.folder.with_file_name(name)
    }
}

/// The true place of a folder that may not exist yet.
fn resolve(target: &Path) -> io::Result<PathBuf> {
    let whole = std::path::absolute(target)?;
    let mut missing = Vec::new();
    let mut known = whole.as_path();
    while fs::symlink_metadata(known).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        match (known.parent(), known.components().next_back()) {
            (Some(parent), Some(Component::Normal(name))) => {
                missing.push(name);
                known = parent;
            }
            _ => {
                return Err(refused(
                    ErrorKind::InvalidInput,
                    "ce chemin passe par un dossier absent".to_owned(),
                ));
            }
        }
    }
    let dangling = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => {
            refused(ErrorKind::InvalidInput, format!("le lien {} ne mène nulle part", known.display()))
        }
        _ => error,
    };
    let mut folder = known.canonicalize().map_err(dangling)?;
    folder.extend(missing.iter().rev());
    Ok(folder)
}

/// What forbids a place, whatever it holds.
fn place_fault(root: &Path, folder: &Path) -> Option<String> {
    if root.starts_with(folder) {
        return Some(
            "ce dossier est le site lui-même, ou le contient ; donnez-lui un dossier à part".to_owned(),
        );
    }
    let first = folder.strip_prefix(root).ok()?.components().next()?;
    let name = first.as_os_str().to_str()?;
    WRITTEN
        .contains(&name)
        .then(|| format!("« {name} » contient ce que vous écrivez ; donnez un dossier à part"))
}

/// A folder that is mounted from the same disk looks like any other but for
/// this.
#[cfg(target_os = "linux")]
fn is_mounted(folder: &Path) -> bool {
    use rustix::fs::AtFlags;
    use rustix::fs::CWD;
    use rustix::fs::StatxAttributes;
    use rustix::fs::StatxFlags;
    let found = rustix::fs::statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty());
    found.is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_mounted(_folder: &Path) -> bool {
    false
}

/// What forbids replacing what is there now. A site has a home page, or the
/// list of what we wrote; a folder called `public` is ours by name.
fn content_fault(folder: &Path) -> Option<String> {
    let found = fs::symlink_metadata(folder).ok()?;
    if !found.is_dir() {
        return Some("ce n'est pas un dossier".to_owned());
    }
    let parent = folder.parent().and_then(|parent| fs::metadata(parent).ok());
    if parent.is_some_and(|parent| parent.dev() != found.dev()) || is_mounted(folder) {
        return Some(
            "c'est un point de montage, qui ne peut être échangé ; donnez un dossier à l'intérieur"
                .to_owned(),
        );
    }
    if folder.join(".git").exists() {
        return Some("c'est un dépôt git, qui serait effacé ; donnez un dossier à l'intérieur".to_owned());
    }
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return Some(reason(&error)),
    };
    let marks = ["index.html", manifest::FILE];
    let is_ours = folder.ends_with("public") || marks.iter().any(|mark| folder.join(mark).exists());
    let is_foreign = !is_ours && entries.next().is_some();
    is_foreign.then(|| {
        "il contient des fichiers qui ne sont pas un site ; videz-le, ou donnez un dossier neuf".to_owned()
    })
}
