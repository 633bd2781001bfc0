//! What the machine refuses, said in French.
use std::io;
use std::io::ErrorKind;

/// The same failure, told as « what : why »; its kind is kept.
pub fn told(what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what} : {}", reason(error)))
}

/// A refusal of ours, whose whole sentence is `message`.
pub fn refused(kind: ErrorKind, message: String) -> io::Error {
    io::Error::new(kind, message)
}

/// Why, without naming what; the machine's own words when we have none. What
/// was said in French already is not said again.
pub fn reason(error: &io::Error) -> String {
    if error.get_ref().is_some() {
        return error.to_string();
    }
    let known = match error.kind() {
        ErrorKind::StorageFull => "disque plein",
        ErrorKind::QuotaExceeded => "quota de disque atteint",
        ErrorKind::PermissionDenied => "permission refusée",
        ErrorKind::ReadOnlyFilesystem => "disque en lecture seule",
        ErrorKind::NotFound => "fichier ou dossier absent",
        ErrorKind::NotADirectory => "un fichier est là où il faut un dossier",
        ErrorKind::IsADirectory => "un dossier est là où il faut un fichier",
        ErrorKind::AlreadyExists => "le nom est déjà pris",
        ErrorKind::InvalidFilename => "nom trop long ou impossible sur ce disque",
        ErrorKind::FileTooLarge => "fichier trop grand pour ce disque ou pour ce compte",
        ErrorKind::ResourceBusy => "occupé par un autre programme, ou point de montage",
        ErrorKind::CrossesDevices => "deux disques différents",
        _ => return error.to_string(),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use std::io;

    use crate::edge::fault::told;

    #[test]
    fn a_full_disk_is_said_in_french_and_keeps_its_kind() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let error = told("impossible d'écrire public/index.html", &full);
        assert_eq!(error.to_string(), "impossible d'écrire public/index.html : disque plein");
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
