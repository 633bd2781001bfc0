//! Back to a site that was kept, in one step, as all publication is.
use std::io;
use std::io::ErrorKind;
use std::path::Path;

use crate::edge::fault::refused;
use crate::edge::fault::told;
use crate::edge::publish::durable;
use crate::edge::publish::kept;
use crate::edge::publish::kept::Kept;
use crate::edge::publish::lock;
use crate::edge::publish::swap;
use crate::edge::publish::target::Target;

/// What is kept beside a published folder, the latest first.
pub fn list(root: &Path, target: &Path) -> io::Result<Vec<Kept>> {
    let target = Target::judge(root, target)?;
    kept::all(&target).map_err(|error| failed(&target, &error))
}

/// Shows the kept site that `wanted` names, or the last one that was put aside;
/// what was shown takes its place among the kept ones. `ErrorKind::NotFound`
/// when there is none, `ErrorKind::InvalidInput` when several could be meant.
pub fn rollback(root: &Path, target: &Path, wanted: Option<&str>) -> io::Result<Kept> {
    let target = Target::judge(root, target)?;
    let mut lock = lock(&target)?;
    swap::recover(&target, lock.before()).map_err(|error| failed(&target, &error))?;
    let all = kept::all(&target).map_err(|error| failed(&target, &error))?;
    let chosen = choose(&all, wanted, &target)?;
    let mut exchange = || {
        lock.note(&kept::mark(&target.folder))?;
        let former = swap::swap(&chosen.path, &target)?;
        durable::names(target.parent());
        if let Some(former) = former {
            kept::put(&target, &former)?;
        }
        lock.note("")
    };
    exchange().map_err(|error| failed(&target, &error))?;
    Ok(chosen)
}

fn failed(target: &Target, error: &io::Error) -> io::Error {
    told(&format!("impossible de revenir en arrière dans {}", target.shown), error)
}

fn choose(all: &[Kept], wanted: Option<&str>, target: &Target) -> io::Result<Kept> {
    let Some(first) = all.first() else {
        let message = format!(
            "aucun site n'est gardé à côté de {} ; construisez avec « --keep-previous » pour en garder",
            target.shown
        );
        return Err(refused(ErrorKind::NotFound, message));
    };
    let Some(wanted) = wanted else { return Ok(first.clone()) };
    match kept::meant(all, wanted).as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let known: Vec<String> = all.iter().take(5).map(Kept::name).collect();
            let message = format!("aucun site gardé ne s'appelle « {wanted} » ; il y a {}", known.join(", "));
            Err(refused(ErrorKind::NotFound, message))
        }
        several => {
            let names: Vec<String> = several.iter().map(|kept| kept.name()).collect();
            let message = format!("« {wanted} » peut être {} ; donnez le nom entier", names.join(" ou "));
            Err(refused(ErrorKind::InvalidInput, message))
        }
    }
}
