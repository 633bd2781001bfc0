//! What is kept between two runs saves time and changes nothing.
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::SystemTime;

use kiosque::base::fingerprint::Fingerprint;
use kiosque::edge::cellar::DiskCellar;
use kiosque::edge::serve::Shelf;
use kiosque::model::cellar::Cellar;
use kiosque::pipeline::Pipeline;

use crate::copies::site;
use crate::painted::animation;
use crate::painted::jpeg;
use crate::painted::photograph;
use crate::site::TODAY;

fn key(n: u32) -> Fingerprint {
    Fingerprint::of(&n)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn what_is_kept_comes_back_whole_or_not_at_all() {
    let home = tempfile::tempdir().unwrap();
    let cellar = DiskCellar::of(home.path());
    assert_eq!(cellar.get(key(1)), None);
    assert!(!home.path().join(".kiosque").exists());
    for n in 0..4 {
        cellar.put(key(n), format!("contenu {n}").as_bytes());
    }
    cellar.put(key(0), b"autre");
    assert_eq!(cellar.get(key(0)).as_deref(), Some(&b"autre"[..]));
    assert_eq!(DiskCellar::of(home.path()).get(key(3)).as_deref(), Some(&b"contenu 3"[..]));
    let folder = home.path().join(".kiosque/cache");
    assert_eq!(files(&folder).len(), 4);
    assert_eq!(fs::read_to_string(home.path().join(".kiosque/.gitignore")).unwrap(), "*\n");
    let of = |n: u32| folder.join(key(n).whole());
    let whole = fs::read(of(1)).unwrap();
    for damaged in
        [whole[..whole.len() - 1].to_vec(), [&whole[..], b"x"].concat(), fs::read(of(2)).unwrap(), vec![]]
    {
        fs::write(of(1), damaged).unwrap();
        assert_eq!(cellar.get(key(1)), None);
        assert!(!of(1).exists());
    }
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(of(1), damaged).unwrap();
        assert_eq!(cellar.get(key(1)), None, "{at}");
    }
}

#[test]
fn what_was_used_longest_ago_goes_first() {
    let home = tempfile::tempdir().unwrap();
    let cellar = DiskCellar::of(home.path()).at_most(2_500);
    for n in 0..4 {
        cellar.put(key(n), &[n as u8; 1000]);
        let file = fs::File::options()
            .write(true)
            .open(home.path().join(".kiosque/cache").join(key(n).whole()))
            .unwrap();
        let old = SystemTime::now() - Duration::from_secs(86_400 * u64::from(10 - n));
        file.set_modified(old).unwrap();
    }
    assert!(cellar.get(key(0)).is_some());
    cellar.prune();
    let kept: Vec<u32> = (0..4).filter(|n| cellar.get(key(*n)).is_some()).collect();
    assert_eq!(kept, [0, 3]);
}

#[test]
fn a_folder_that_cannot_be_written_keeps_nothing_and_stops_nobody() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(".kiosque"), "un fichier").unwrap();
    let cellar = DiskCellar::of(home.path());
    cellar.put(key(1), b"x");
    cellar.prune();
    assert_eq!(cellar.get(key(1)), None);
    let closed = tempfile::tempdir().unwrap();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let cellar = DiskCellar::of(closed.path());
    cellar.put(key(1), b"x");
    // Who may do anything may write here too.
    assert!(cellar.get(key(1)).is_none_or(|it| it == b"x"));
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[derive(Debug, Default)]
struct Counting {
    kept: Mutex<BTreeMap<Fingerprint, Vec<u8>>>,
    found: Mutex<usize>,
}

impl Cellar for Counting {
    fn get(&self, key: Fingerprint) -> Option<Vec<u8>> {
        let found = self.kept.lock().unwrap().get(&key).cloned();
        *self.found.lock().unwrap() += usize::from(found.is_some());
        found
    }

    fn put(&self, key: Fingerprint, bytes: &[u8]) {
        assert!(self.kept.lock().unwrap().insert(key, bytes.to_vec()).is_none(), "made twice");
    }
}

#[test]
fn a_warm_build_is_a_cold_one() {
    let (source, moving) = (jpeg(&photograph(500, 300), 90), animation(200, 100, 3, 50));
    let site = site("![](x.jpg) ![](y.gif)\n", &[("x.jpg", &source), ("y.gif", &moving)]);
    let cold = site.build();
    let cellar = Arc::new(Counting::default());
    let mut made = 0;
    for round in 0..2 {
        let warm = site.rebuild(&mut Pipeline::keeping(cellar.clone()), &mut Shelf::default());
        assert_eq!(warm.files, cold.files, "{round}");
        assert_eq!(*cellar.found.lock().unwrap(), made, "{round}");
        made = cellar.kept.lock().unwrap().len();
        assert_eq!(made, 7);
    }
    // The same image under another name is not made again.
    let renamed = crate::copies::site("![](z.jpg) ![](y.gif)\n", &[("z.jpg", &source), ("y.gif", &moving)]);
    renamed.rebuild(&mut Pipeline::keeping(cellar.clone()), &mut Shelf::default());
    assert_eq!(*cellar.found.lock().unwrap(), 2 * made);
}

fn built(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    let run = command.arg("--root").arg(root).args(["build", "--today", TODAY]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut found = BTreeMap::new();
    let mut left = vec![root.join("public")];
    while let Some(folder) = left.pop() {
        for path in files(&folder) {
            match path.is_dir() {
                true => left.push(path),
                false => _ = found.insert(path.clone(), fs::read(path).unwrap()),
            }
        }
    }
    found
}

#[test]
fn a_command_publishes_the_same_site_from_a_damaged_cache() {
    let home = tempfile::tempdir().unwrap();
    site("![](x.jpg)\n", &[("x.jpg", &jpeg(&photograph(500, 300), 90))]).write(home.path());
    let first = built(home.path());
    let cache = home.path().join(".kiosque/cache");
    let kept = files(&cache);
    assert_eq!(kept.len(), 3);
    for (n, file) in kept.iter().enumerate() {
        let mut bytes = fs::read(file).unwrap();
        match n {
            0 => bytes.truncate(100),
            1 => bytes[200] ^= 0x40,
            _ => bytes = fs::read(&kept[1]).unwrap(),
        }
        fs::write(file, bytes).unwrap();
    }
    assert_eq!(built(home.path()), first);
    fs::remove_dir_all(home.path().join(".kiosque")).unwrap();
    assert_eq!(built(home.path()), first);
}
