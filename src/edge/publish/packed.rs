//! Texts as hosts send them, compressed once beside the file instead of at each
//! visit: `index.html.br` and `index.html.gz`.
//!
//! What they hold depends on the file alone: neither a date nor the machine is
//! written in them. Those of the former site are taken again when its manifest
//! says that they were made from the same bytes in the same way.
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::GzBuilder;
use rayon::ThreadPoolBuilder;
use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::base::fingerprint::Fingerprint;
use crate::base::path::Route;
use crate::edge::bytes::same;
use crate::edge::fault::told;
use crate::edge::manifest::Manifest;
use crate::edge::media;
use crate::edge::publish::Stage;
use crate::edge::publish::laying;

/// How they are made; another way has another name, so that none made in the
/// old one is taken for one made in the new. A test holds the two together.
pub const WAY: &str = "brotli 10/5, gzip 9; 1";

/// Files over this weight, in bytes, are compressed less hard.
const HEAVY: u64 = 4 << 20;
/// Each file that is being compressed asks for some 25 MB.
const AT_ONCE: usize = 8;
const CHUNK: usize = 64 << 10;

/// Hash of each compressed form, by its ending.
pub type Packed = BTreeMap<&'static str, Fingerprint>;

#[derive(Clone, Copy)]
enum Form {
    Brotli,
    Gzip,
}

impl Form {
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    fn ending(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    fn compress(self, from: &File, size: u64, to: &File) -> io::Result<()> {
        let mut to = BufWriter::new(to);
        let mut from = BufReader::with_capacity(CHUNK, from);
        match self {
            Self::Brotli => {
                let quality = if size > HEAVY { 5 } else { 10 };
                let params = BrotliEncoderParams { quality, size_hint: size as usize, ..Default::default() };
                brotli::BrotliCompress(&mut from, &mut to, &params)?;
            }
            Self::Gzip => {
                let mut encoder = GzBuilder::new().mtime(0).write(&mut to, Compression::best());
                io::copy(&mut from, &mut encoder)?;
                encoder.finish()?;
            }
        }
        to.flush()
    }
}

/// Lays beside each text that was laid its compressed forms, those that are
/// smaller than it. A file of the site's own that has such a name stays.
pub fn pack(stage: &Stage) -> io::Result<BTreeMap<Route, Packed>> {
    if stage.failed.load(Ordering::Relaxed) {
        return Ok(BTreeMap::new());
    }
    let former = Manifest::read(&stage.target.folder).ok().filter(|it| it.packing == WAY);
    let prints = stage.prints();
    let texts: Vec<_> = prints.iter().filter(|(route, _)| media::is_text(&route.file())).collect();
    let one = |(route, print): &(&Route, &Fingerprint)| {
        let mut packed = Packed::new();
        for form in Form::ALL {
            let file = format!("{}.{}", route.file(), form.ending());
            if Route::new(&file).is_some_and(|own| !prints.contains_key(&own)) {
                let known = former.as_ref().and_then(|former| known(former, route, print, form));
                let made = make(stage, &route.file(), form, known).map_err(|error| {
                    told(&format!("impossible d'écrire {}/{file}", stage.target.shown), &error)
                })?;
                packed.extend(made.map(|print| (form.ending(), print)));
            }
        }
        Ok(((*route).clone(), packed))
    };
    let threads = rayon::current_num_threads().min(AT_ONCE);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?;
    pool.install(|| texts.par_iter().map(one).collect())
}

/// The hash of the former site's compressed form of these very bytes.
fn known<'a>(former: &'a Manifest, route: &Route, print: &Fingerprint, form: Form) -> Option<&'a str> {
    let address = former.addresses.get(route.as_str())?;
    let packed = address.packed.get(form.ending())?;
    (address.hash == print.whole()).then_some(packed)
}

/// `None` when the compressed form would not be smaller.
fn make(stage: &Stage, file: &str, form: Form, known: Option<&str>) -> io::Result<Option<Fingerprint>> {
    let name = format!("{file}.{}", form.ending());
    let former = stage.target.folder.join(&name);
    let found = stage.found(&former);
    if let (Some(known), Some(of)) = (known, &found) {
        let print = Fingerprint::of_stream(&mut File::open(&former)?)?;
        if print.whole() == known && laying::link(&stage.next, (&former, of), &name) {
            count(stage, &stage.unchanged, found.as_ref());
            return Ok(Some(print));
        }
    }
    let text = File::open(stage.next.join(file))?;
    let size = text.metadata()?.len();
    let copy = laying::create(&stage.next, &name)?;
    form.compress(&text, size, &copy)?;
    let weight = copy.metadata()?.len();
    let path = stage.next.join(&name);
    if weight >= size {
        fs::remove_file(&path)?;
        return Ok(None);
    }
    let is_same = found.as_ref().is_some_and(|found| found.len() == weight)
        && same(&mut File::open(&path)?, &former).unwrap_or(false);
    if let Some(of) = found.as_ref().filter(|_| is_same) {
        take_again(stage, (&former, of), &name)?;
    }
    count(stage, if is_same { &stage.unchanged } else { &stage.written }, found.as_ref());
    Ok(Some(Fingerprint::of_stream(&mut File::open(&path)?)?))
}

/// The very file of the former site, in the place of its copy; its date at
/// least, on a disk without hard links.
fn take_again(stage: &Stage, former: (&Path, &Metadata), name: &str) -> io::Result<()> {
    let (path, link) = (stage.next.join(name), format!("{name}.same"));
    if laying::link(&stage.next, former, &link) {
        return fs::rename(stage.next.join(link), path);
    }
    _ = former.1.modified().and_then(|date| File::options().write(true).open(path)?.set_modified(date));
    Ok(())
}

fn count(stage: &Stage, how: &AtomicUsize, former: Option<&Metadata>) {
    how.fetch_add(1, Ordering::Relaxed);
    if former.is_some() {
        stage.replaced.fetch_add(1, Ordering::Relaxed);
    }
}
