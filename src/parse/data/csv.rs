//! A CSV file becomes a table: encoding and separator found, faults told where they are.
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::fingerprint::Fingerprint;
use crate::base::french;
use crate::base::path::SitePath;
use crate::model::declaration::Declaration;
use crate::model::declaration::ReadingRules;
use crate::model::declaration::ShortRows;
use crate::model::declaration::Until;
use crate::model::table::DataSet;
use crate::model::table::Reading;
use crate::model::table::Table;
use crate::model::table::excerpt;
use crate::parse::data::columns;
use crate::parse::data::encoding;
use crate::parse::data::encoding::Damage;
use crate::parse::data::encoding::Decoded;
use crate::parse::data::faults;
use crate::parse::data::faults::Odd;
use crate::parse::data::faults::Teller;
use crate::parse::data::recognise;
use crate::parse::data::recognise::Content;
use crate::parse::data::records::Cut;
use crate::parse::data::records::Record;
use crate::parse::data::records::Records;
use crate::parse::data::titles;

/// What one file may weigh, in bytes, unless it is grouped while it is read.
pub const HEAVIEST: u64 = 32 << 20;
/// From here on, a file in the site's folder weighs on everybody who works on it.
const HEAVY: usize = 5_000_000;
/// What one cell may weigh, in bytes: more is a quotation mark never closed.
pub const LONGEST_CELL: usize = 1 << 20;
/// Some 100 MB once read.
const MOST_CELLS: usize = 2_000_000;

/// The rows that are sound, or nothing when this is no table at all.
pub fn read(path: &SitePath, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<DataSet> {
    read_declared((path, bytes), None, diagnostics)
}

/// The same, as a declaration asks for it.
pub fn read_declared(
    (path, bytes): (&SitePath, &[u8]),
    declaration: Option<&Arc<Declaration>>,
    diagnostics: &mut Diagnostics,
) -> Option<DataSet> {
    let declaration = declaration.cloned().unwrap_or_default();
    let mut teller = Teller { path, declared: declaration.path.as_ref(), diagnostics };
    let decoded = decoded(bytes, &declaration.reading, &mut teller)?;
    let mut reading = Reading {
        encoding: decoded.encoding,
        eol: encoding::eol(&decoded.text),
        delimiter: ',',
        print: Some(Fingerprint::of_bytes(bytes)),
    };
    let table = match recognise::content(&decoded.text, &mut teller) {
        Content::Cells => {
            let cut = Cut::of(&decoded.text, &declaration.reading);
            reading.delimiter = char::from(cut.delimiter);
            table((&decoded.text, cut), &declaration.reading, &mut teller)?
        }
        Content::Nothing => Table::default(),
        Content::Other => return None,
    };
    let columns = columns::understood(&table, &declaration, &mut teller);
    faults::declared(&table, &declaration, &mut teller);
    faults::cut_export(&table, &columns, &mut teller);
    let name = declaration.path.as_ref().unwrap_or(path).stem().to_owned();
    Some(DataSet { name, path: path.clone(), table, columns, reading, declaration })
}

/// The text of the file, if it is one.
pub fn decoded<'a>(bytes: &'a [u8], rules: &ReadingRules, teller: &mut Teller) -> Option<Decoded<'a>> {
    let weight = french::weight(bytes.len() as u64);
    let regroup = "regroupez-les : « kiosque data group », ou « regrouper » dans la déclaration du fichier";
    if bytes.len() as u64 > HEAVIEST {
        let message = format!("ce fichier de données pèse {weight}, la limite est de 32 Mio");
        teller.refuse(Code::FileTooLarge, &message, regroup);
        return None;
    }
    if bytes.len() > HEAVY {
        let message = format!("ce fichier de données pèse {weight} : c'est lourd pour un dossier partagé");
        teller.say(Diagnostic::warning(Code::DataHeavy, teller.at(1, 1), message).with_help(regroup));
    }
    if !recognise::may_be_text(bytes, teller) {
        return None;
    }
    let decoded = encoding::decode(bytes, rules.encoding.as_deref());
    if decoded.damaged == Damage::Replaced {
        let message = format!("octets illisibles en {}", decoded.encoding);
        teller.refuse(Code::NotUtf8, &message, "exportez de nouveau le fichier en UTF-8");
        return None;
    }
    if decoded.encoding == "Windows-1252" && rules.encoding.is_none() {
        let help = "enregistrez-le en UTF-8, ou écrivez « encodage: windows-1252 » dans sa déclaration, pour lever le doute";
        let message = "ce fichier n'est pas en UTF-8 : il est lu en Windows-1252";
        teller.say(Diagnostic::note(Code::NotUtf8, teller.at(1, 1), message).with_help(help));
    }
    Some(decoded)
}

fn table((text, cut): (&str, Cut), rules: &ReadingRules, teller: &mut Teller) -> Option<Table> {
    let (mut records, mut record) = (Records::of(text, cut), Record::default());
    let (mut table, mut odd, mut cells) = (Table::default(), Vec::<Odd>::new(), 0);
    let (mut grows, mut filled, mut totals) = (false, None::<(u32, usize)>, Vec::new());
    while records.next(&mut record) {
        if record.after_blank && rules.until == Until::BlankLine && !table.header.is_empty() {
            break;
        }
        cells += record.cells.len();
        if too_much(&record, cells, teller) {
            return None;
        }
        let width = table.header.len();
        if width == 0 {
            let header: Vec<Arc<str>> =
                record.cells.iter().map(|name| Record::normal(name.trim()).into()).collect();
            let named = header.iter().filter(|name| !name.is_empty()).count();
            table = Table::new(header, record.line);
            grows = faults::grows(&table);
            if named < 2 && table.header.len() > 2 {
                titles::told(text, cut, teller);
                return None;
            }
        } else if faults::is_ignored(&record, rules) {
            continue;
        } else if let Some(total) = faults::total(&record) {
            totals.push(total);
        } else if record.cells.len() < width && (grows || rules.short_rows == ShortRows::Filled) {
            let cells = record.cells.iter().chain(std::iter::repeat("")).take(width);
            put(&mut table, record.line, cells);
            filled = Some((
                filled.map_or(record.line, |(first, _)| first),
                filled.map_or(1, |(_, count)| count + 1),
            ));
        } else if record.cells.len() == width {
            put(&mut table, record.line, record.cells.iter());
        } else {
            let known = record.cells.iter().take(width + 1).map(|cell| excerpt(cell).into());
            odd.push((record.line, known.collect(), record.cells.len()));
        }
    }
    if table.header.len() == 1 && odd.len() > table.rows() {
        titles::told(text, cut, teller);
        return None;
    }
    faults::header(&table, teller);
    faults::totals(&totals, teller);
    faults::ragged(&odd, &table, teller);
    if let Some(filled) = filled.filter(|_| rules.short_rows == ShortRows::Refused) {
        faults::filled(filled, teller);
    }
    if table.rows() == 0 && odd.is_empty() {
        faults::empty(&table, teller);
    }
    Some(table)
}

fn put<'a>(table: &mut Table, line: u32, cells: impl Iterator<Item = &'a str>) {
    let cells: Vec<_> = cells.map(Record::normal).collect();
    table.push(line, cells.iter().map(AsRef::as_ref));
}

fn too_much(record: &Record, cells: usize, teller: &mut Teller) -> bool {
    if let Some(column) = record.cells.iter().position(|cell| cell.len() > LONGEST_CELL) {
        let message = format!("cellule de plus de 1 Mo : « {} »", excerpt(&record.cells[column]));
        let help = "un guillemet ouvert n'est sans doute jamais fermé";
        let at = teller.at(record.line, column + 1);
        teller.say(Diagnostic::error(Code::DataCell, at, message).with_help(help));
        return true;
    }
    if cells > MOST_CELLS {
        let help = "regroupez les données avant de les publier : « kiosque data group »";
        teller.refuse(Code::FileTooLarge, "plus de 2 millions de cellules", help);
        return true;
    }
    false
}
