//! Where commands leave files for people to take away: never among what is published or written by hand.
use std::fs;
use std::io;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;

use crate::edge::fault::refused;
use crate::edge::fault::told;
use crate::edge::manifest::FILE;

/// Folders of a site that hold what people wrote, or what visitors see.
const TAKEN: [&str; 6] = ["content", "data", "themes", "src", ".git", "public"];

pub struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// The folder `below` of `out`, itself seen from `root`; made when something
    /// is put there. `ErrorKind::InvalidInput` when `out` is not for that.
    pub fn open(root: &Path, out: &Path, below: &str) -> io::Result<Self> {
        let base = std::path::absolute(root)?;
        let whole = std::path::absolute(base.join(out))?;
        let real = whole.ancestors().find_map(|known| {
            let rest = whole.strip_prefix(known).ok()?;
            Some(known.canonicalize().ok()?.join(rest))
        });
        let whole = real.unwrap_or(whole);
        let base = base.canonicalize().unwrap_or(base);
        let taken = TAKEN.iter().any(|name| whole.starts_with(base.join(name)));
        let published = whole.ancestors().any(|folder| folder.join(FILE).exists());
        if taken || published || whole == base {
            let message = format!(
                "« {} » n'est pas un dossier où écrire : ce qui s'y trouve est au site",
                out.display()
            );
            return Err(refused(ErrorKind::InvalidInput, format!("{message} ; prenez par exemple « dist »")));
        }
        Ok(Self { folder: whole.join(below.trim_matches('/')) })
    }

    /// Puts a file in the place of the one of that name, whole or not at all.
    pub fn put(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = self.folder.join(name);
        let failed = |error: io::Error| told(&format!("impossible d'écrire « {} »", path.display()), &error);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(failed)?;
        let stem = path.file_name().unwrap_or_default().to_string_lossy();
        let partial = folder.join(format!(".{stem}.{}", std::process::id()));
        let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, &path));
        if written.is_err() {
            _ = fs::remove_file(&partial);
        }
        written.map_err(failed)?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use crate::edge::outbox::Outbox;

    #[test]
    fn what_is_published_or_written_by_hand_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path();
        fs::create_dir_all(root.join("site/lu")).unwrap();
        fs::write(root.join("site/kiosque-manifest.json"), "{}").unwrap();
        fs::create_dir(root.join("content")).unwrap();
        std::os::unix::fs::symlink(root.join("content"), root.join("lien")).unwrap();
        for odd in
            ["public", "public/x", "content", "content/../content/a", "lien/b", "site", "site/lu/x", "."]
        {
            assert!(Outbox::open(root, Path::new(odd), "a/b").is_err(), "{odd}");
        }
        let outbox = Outbox::open(root, Path::new("dist"), "/lettres/une/").unwrap();
        assert!(!root.join("dist").exists());
        for text in ["un", "deux"] {
            outbox.put("a.txt", text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(root.join("dist/lettres/une/a.txt")).unwrap(), text);
        }
        assert_eq!(fs::read_dir(root.join("dist/lettres/une")).unwrap().count(), 1);
    }
}
