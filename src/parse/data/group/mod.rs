//! Millions of rows become one for each period, in the memory of a few blocks.
pub mod blocks;
pub mod days;
pub mod feed;
pub mod merge;
pub mod order;
pub mod scan;
pub mod set;
pub mod sums;
pub mod trouble;

pub use crate::parse::data::group::set::set;

use std::io::Read;
use std::sync::Mutex;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::Severity;
use crate::base::instant::Zone;
use crate::base::path::SitePath;
use crate::model::declaration::Declaration;
use crate::model::declaration::ShortRows;
use crate::model::table::Reading;
use crate::model::table::Table;
use crate::parse::data::encoding;
use crate::parse::data::faults;
use crate::parse::data::faults::Teller;
use crate::parse::data::group::feed::Block;
use crate::parse::data::group::feed::Broken;
use crate::parse::data::group::feed::Feed;
use crate::parse::data::group::order::Order;
use crate::parse::data::group::scan::Kept;
use crate::parse::data::group::scan::Scan;
use crate::parse::data::group::scan::Terms;
use crate::parse::data::group::sums::Exact;
use crate::parse::data::group::trouble::At;
use crate::parse::data::numbers::Custom;
use crate::parse::data::numbers::Marks;
use crate::parse::data::numbers::Sign;
use crate::parse::data::recognise;
use crate::parse::data::recognise::Content;
use crate::parse::data::records::Cut;
use crate::parse::data::records::Record;
use crate::parse::data::records::Records;

/// How many read at the same time.
const READERS: usize = 2;

/// What was grouped: a small table, as `data group` prints it.
pub struct Grouped {
    pub table: Table,
    pub reading: Reading,
    /// Of each column of the table.
    pub units: Vec<&'static str>,
}

/// Reads a stream as its declaration asks, and groups its rows; nothing when
/// something is wrong, which is told.
pub fn grouped(
    path: &SitePath,
    source: &mut (dyn Read + Send),
    declaration: &Declaration,
    diagnostics: &mut Diagnostics,
) -> Option<Grouped> {
    let mut teller = Teller { path, declared: declaration.path.as_ref(), diagnostics };
    let rules = &declaration.reading;
    let mut feed =
        Feed::new(source, rules).map_err(|error| broken(Broken::World(error), &mut teller)).ok()?;
    let mut block = Block::default();
    feed.fill(&mut block).map_err(|error| broken(error, &mut teller)).ok()?;
    let opening = opening(&mut feed, &mut block, declaration, &mut teller)?;
    let order = order::order(&opening.header, declaration, &mut teller)?;
    let zone = rules.zone.as_deref().and_then(Zone::named).or_else(|| Zone::named("Europe/Paris"));
    let terms = Terms {
        order: &order,
        rules,
        zone: zone.expect("zones come with the program"),
        delimiter: feed.delimiter,
        terminator: feed.terminator,
        short_rows: opening.short_rows,
    };
    let reading = Reading { eol: opening.eol, delimiter: char::from(feed.delimiter), ..Reading::default() };
    let mut scan = Scan::new(&terms);
    scan.block(&block);
    let read = read(feed, &terms, (&mut scan, block));
    let encoding = read.map_err(|error| broken(error, &mut teller)).ok()?;
    let before = teller.diagnostics.len();
    let lines = lines(&scan, opening.line);
    tell(&scan, (&opening.header, &order), &lines, &mut teller);
    let sound = !teller.diagnostics.iter().skip(before).any(|told| told.severity == Severity::Error);
    let (table, units) = table(&scan, (&opening, &order), &mut teller)?;
    sound.then_some(Grouped { table, reading: Reading { encoding, ..reading }, units })
}

/// The first block, up to the first row.
struct Opening {
    header: Vec<String>,
    header_line: u32,
    eol: &'static str,
    /// Physical line of the first row's block.
    line: u32,
    short_rows: ShortRows,
}

fn opening(
    feed: &mut Feed,
    block: &mut Block,
    declaration: &Declaration,
    teller: &mut Teller,
) -> Option<Opening> {
    if !recognise::may_be_text(&block.bytes, teller) {
        return None;
    }
    let text = std::str::from_utf8(&block.bytes).unwrap_or_default();
    if !matches!(recognise::content(text, teller), Content::Cells) {
        return None;
    }
    let cut = Cut::of(text, &declaration.reading);
    let (mut records, mut record) = (Records::of(text, cut), Record::default());
    let found = records.next(&mut record);
    let header: Vec<String> = record.cells.iter().map(|name| name.trim().to_owned()).collect();
    let (end, line) = records.stand();
    let eol = encoding::eol(text);
    let named = Table::new(header.iter().map(|name| name.as_str().into()).collect(), record.line);
    faults::header(&named, teller);
    faults::declared(&named, declaration, teller);
    let grows = faults::grows(&named) || declaration.reading.short_rows == ShortRows::Filled;
    let short_rows = if grows { ShortRows::Filled } else { ShortRows::Refused };
    feed.delimiter = cut.delimiter;
    feed.terminator = if eol == "CR" { b'\r' } else { b'\n' };
    let header_line = record.line;
    block.bytes.drain(..end);
    found.then_some(Opening { header, header_line, eol, line, short_rows })
}

/// Two readers take turns at the source and each sum what they took; the encoding is known at the end.
fn read<'t>(
    feed: Feed,
    terms: &'t Terms<'t>,
    (scan, mut block): (&mut Scan<'t>, Block),
) -> Result<&'static str, Broken> {
    let feed = Mutex::new(feed);
    let turn = |scan: &mut Scan<'t>, block: &mut Block| -> Result<(), Broken> {
        let next = |block: &mut Block| feed.lock().expect("nobody panics with it").fill(block);
        while next(block)? {
            scan.block(block);
        }
        Ok(())
    };
    if !feed.lock().expect("nobody has it yet").is_over() {
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..READERS)
                .map(|_| {
                    scope.spawn(|| {
                        let mut other = Scan::new(terms);
                        turn(&mut other, &mut Block::default()).map(|()| other)
                    })
                })
                .collect();
            let own = turn(scan, &mut block);
            for other in others {
                scan.merge(other.join().expect("a reader does not panic")?);
            }
            own
        })?;
    }
    Ok(feed.into_inner().expect("nobody panics with it").encoding)
}

/// The physical line on which each block starts.
fn lines(scan: &Scan, first: u32) -> Vec<u32> {
    let count = scan.lines.keys().next_back().map_or(0, |last| last + 1);
    let mut starts = vec![first; count.max(1)];
    for n in 1..count {
        starts[n] = starts[n - 1] + scan.lines.get(&(n - 1)).copied().unwrap_or(0);
    }
    starts
}

fn tell(scan: &Scan, (header, order): (&[String], &Order), starts: &[u32], teller: &mut Teller) {
    let line = |at: At| starts.get(at.0).copied().unwrap_or(1) + at.1.saturating_sub(1);
    scan.troubles.tell(header, &line, teller);
    // Several ways of writing dates: the rarest is taken for the slip.
    let mut styles: Vec<&At> = scan.styles.values().collect();
    styles.sort();
    if let Some(second) = styles.get(1) {
        let message = format!(
            "colonne « {} » : les dates n'y sont pas toutes écrites de la même façon",
            header[order.date]
        );
        let at = teller.at(line(**second), order.date + 1);
        let help = "une colonne de dates n'a qu'une écriture : exportez-la de nouveau en AAAA-MM-JJ";
        teller.say(Diagnostic::error(Code::DateInvalid, at, message).with_help(help));
    }
    for (n, (column, _)) in order.values.iter().enumerate() {
        let comma = scan.customs[n].meaning(Sign::Comma);
        if let Some((at, cell)) = scan.troubles.doubtful(column + 1)
            && comma == Marks::Unknown
            && cell.contains(',')
        {
            let message =
                format!("colonne « {} » : « {cell} » est lu avec une virgule décimale", header[*column]);
            let help = "rien dans la colonne ne dit si la virgule sépare les milliers : écrivez les nombres sans séparateur de milliers";
            let at = teller.at(line(*at), column + 1);
            teller.say(Diagnostic::warning(Code::NumberDoubtful, at, message).with_help(help));
        }
    }
}

fn table(
    scan: &Scan,
    (opening, order): (&Opening, &Order),
    teller: &mut Teller,
) -> Option<(Table, Vec<&'static str>)> {
    let names = order.header(&opening.header);
    let mut table = Table::new(names.iter().map(|name| (*name).into()).collect(), opening.header_line);
    for (period, texts, kept) in scan.groups() {
        let mut cells = vec![period.key()];
        cells.extend(texts.into_iter().map(str::to_owned));
        for (n, kept) in kept.iter().enumerate() {
            let Some(text) = shown(kept, scan.customs[n]) else {
                let name = &opening.header[order.values[n].0];
                let message = format!(
                    "colonne « {name} » : ses nombres se contredisent, ou sont trop grands pour une somme exacte"
                );
                let help = "n'y gardez qu'un signe décimal, sans séparateur de milliers";
                let at = teller.at(opening.header_line, order.values[n].0 + 1);
                teller.say(Diagnostic::error(Code::DataCell, at, message).with_help(help));
                return None;
            };
            cells.push(text);
        }
        table.push(opening.header_line, cells.iter().map(String::as_str));
    }
    if table.rows() == 0 {
        faults::empty(&table, teller);
    }
    let texts = std::iter::repeat_n("", 1 + order.by.len());
    Some((table, texts.chain(scan.units.iter().copied()).collect()))
}

/// A sum as it is written; `s` when a part of it is secret, nothing when there is none.
fn shown(kept: &Kept, custom: Custom) -> Option<String> {
    match kept {
        Kept::Sum(sum) if sum.lost > 0 => None,
        Kept::Sum(sum) if sum.secrets > 0 => Some("s".to_owned()),
        Kept::Sum(sum) if sum.numbers == 0 => Some(String::new()),
        Kept::Sum(sum) => sum.total(custom).map(Exact::text),
        Kept::Last(None) => Some(String::new()),
        Kept::Last(Some(last)) => match last.written {
            None => Some("s".to_owned()),
            Some(written) => Exact::of(written, custom).map(Exact::text),
        },
    }
}

fn broken(why: Broken, teller: &mut Teller) {
    match why {
        Broken::World(error) => {
            let message = format!("le fichier ne peut pas être lu : {error}");
            teller.refuse(
                Code::FileUnreadable,
                &message,
                "vérifiez les droits du fichier et qu'il existe toujours",
            );
        }
        Broken::Encoding(name) => {
            let message = format!("octets illisibles en {name}");
            let help =
                "exportez de nouveau le fichier en UTF-8, ou dites son « encodage: » dans la déclaration";
            teller.refuse(Code::NotUtf8, &message, help);
        }
        Broken::Record => {
            let help = "un guillemet ouvert n'est sans doute jamais fermé";
            teller.refuse(Code::DataRagged, "une ligne pèse plus de 4 Mo", help);
        }
    }
}
