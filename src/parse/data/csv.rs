//! A CSV file becomes a table: encoding and separator found, faults told where they are.
use std::sync::Arc;

use csv::ReaderBuilder;
use csv::StringRecord;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::model::declaration::Declaration;
use crate::model::table::DataSet;
use crate::model::table::Reading;
use crate::model::table::Table;
use crate::model::table::excerpt;
use crate::parse::data::columns;
use crate::parse::data::encoding;
use crate::parse::data::encoding::Damage;
use crate::parse::data::faults;
use crate::parse::data::faults::Odd;
use crate::parse::data::faults::Teller;

/// In the order of preference when two would cut a file equally well.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many records the choice of a separator looks at.
const LOOKED_AT: usize = 50;
/// What one file may weigh, in bytes: more belongs in a loader that aggregates.
const HEAVIEST: usize = 32 << 20;
/// What one cell may weigh, in bytes: more is a quotation mark never closed.
const LONGEST_CELL: usize = 1 << 20;
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
    let mut teller = Teller { path, diagnostics };
    if bytes.len() > HEAVIEST {
        let help = "agrégez les données avant de les publier";
        teller.refuse(Code::FileTooLarge, "plus de 32 Mo : ce fichier est trop lourd", help);
        return None;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let help = "c'est sans doute un classeur : exportez la feuille au format CSV";
        teller.refuse(Code::DataNotTable, "ceci est une archive ZIP, pas un fichier CSV", help);
        return None;
    }
    let decoded = encoding::decode(bytes);
    if decoded.damaged == Damage::Replaced {
        let message = format!("octets illisibles en {}", decoded.encoding);
        teller.refuse(Code::NotUtf8, &message, "exportez de nouveau le fichier en UTF-8");
        return None;
    }
    if decoded.encoding == "Windows-1252" {
        let help = "enregistrez-le en UTF-8 pour lever le doute sur les accents";
        let message = "ce fichier n'est pas en UTF-8 : il est lu en Windows-1252";
        teller.say(Diagnostic::note(Code::NotUtf8, teller.at(1, 1), message).with_help(help));
    }
    let table = match recognise(&decoded.text, &mut teller) {
        Content::Cells => table(&decoded.text, &mut teller)?,
        Content::Nothing => Table::default(),
        Content::Other => return None,
    };
    let reading = Reading { encoding: decoded.encoding, ..Reading::default() };
    let declaration = declaration.cloned().unwrap_or_default();
    let columns = columns::understood(&table, &declaration);
    let name = declaration.path.as_ref().unwrap_or(path).stem().to_owned();
    Some(DataSet { name, path: path.clone(), table, columns, reading, declaration })
}

enum Content {
    Cells,
    /// A source that had nothing to say: a table without columns.
    Nothing,
    Other,
}

fn recognise(text: &str, teller: &mut Teller) -> Content {
    let start = text.trim_start();
    let opening: String = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    if start.is_empty() {
        teller.refuse(
            Code::DataEmpty,
            "fichier vide",
            "exportez de nouveau les données, ou retirez ce fichier",
        );
        return Content::Other;
    }
    if start.trim_end() == "No data available" {
        let message = "la source n'a donné aucune ligne (« No data available »)";
        teller.say(Diagnostic::warning(Code::DataEmpty, teller.at(1, 1), message));
        return Content::Nothing;
    }
    let refusal =
        if opening.starts_with("<!doctype") || opening.starts_with("<html") || opening.starts_with("<?xml") {
            Some((
                "ceci est une page HTML, pas un fichier CSV".to_owned(),
                "l'adresse demandait sans doute une connexion",
            ))
        } else if opening.starts_with("error:") {
            Some((
                format!("le fichier contient un message d'erreur : « {} »", excerpt(start)),
                "demandez de nouveau les données à leur source",
            ))
        } else if text.contains('\0') {
            Some((
                "ceci n'est pas du texte : il contient des octets nuls".to_owned(),
                "exportez de nouveau les données au format CSV",
            ))
        } else {
            None
        };
    let Some((message, help)) = refusal else { return Content::Cells };
    teller.refuse(Code::DataNotTable, &message, help);
    Content::Other
}

/// The delimiter that a first line `sep=;` names, and where the table starts.
fn sep_line(text: &str) -> Option<(u8, usize)> {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..end].trim_matches(['"', ' ']);
    let named = line.get(..4).filter(|key| key.eq_ignore_ascii_case("sep="))?;
    let rest = &line.as_bytes()[named.len()..];
    let delimiter = DELIMITERS.into_iter().find(|known| rest == [*known])?;
    Some((delimiter, end))
}

/// The candidate that gives the most records of one width, two cells at least;
/// then the one that gives the widest.
fn delimiter(text: &str) -> u8 {
    let mut best = (0, 0, b',');
    for candidate in DELIMITERS {
        let mut widths = Vec::new();
        let mut records = reader(text, candidate);
        let mut record = StringRecord::new();
        while widths.len() < LOOKED_AT && records.read_record(&mut record).unwrap_or(false) {
            widths.push(record.len());
        }
        let share = |width: usize| widths.iter().filter(|other| **other == width).count();
        let modal = widths.iter().filter(|width| **width > 1).map(|width| (share(*width), *width)).max();
        let (count, width) = modal.unwrap_or((0, 0));
        if (count, width) > (best.0, best.1) {
            best = (count, width, candidate);
        }
    }
    best.2
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Counts physical lines: CR, LF and CR LF each end one.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of the first byte, from `offset` on, that ends no line.
    /// Offsets are asked for in growing order.
    fn of(&mut self, offset: usize) -> u32 {
        while let Some(byte) = self.bytes.get(self.offset) {
            let ends = matches!(byte, b'\n' | b'\r');
            if self.offset >= offset && !ends {
                break;
            }
            let pair = *byte == b'\r' && self.bytes.get(self.offset + 1) == Some(&b'\n');
            self.line += u32::from(ends && !pair);
            self.offset += 1;
        }
        self.line
    }
}

fn table(text: &str, teller: &mut Teller) -> Option<Table> {
    let (delimiter, start) = sep_line(text).unwrap_or_else(|| (delimiter(text), 0));
    let mut lines = Lines { bytes: text.as_bytes(), offset: 0, line: 1 };
    let mut records = reader(&text[start..], delimiter);
    let mut record = StringRecord::new();
    let (mut table, mut odd, mut cells) = (Table::default(), Vec::<Odd>::new(), 0);
    while records.read_record(&mut record).unwrap_or(false) {
        let offset = record.position().map_or(0, |position| position.byte() as usize);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = lines.of(start + offset);
        cells += record.len();
        if too_much(&record, cells, line, teller) {
            return None;
        }
        if table.header.is_empty() {
            table = Table::new(record.iter().map(|name| name.trim().into()).collect(), line);
        } else if record.len() == table.header.len() {
            table.push(line, record.iter());
        } else {
            odd.push((
                line,
                record.iter().take(table.header.len() + 1).map(Box::from).collect(),
                record.len(),
            ));
        }
    }
    if table.header.len() == 1 && odd.len() > table.rows() {
        faults::title_lines(&odd, teller);
        return None;
    }
    faults::ragged(&odd, &table, teller);
    faults::header(&table, teller);
    if table.rows() == 0 && odd.is_empty() {
        faults::empty(&table, teller);
    }
    Some(table)
}

fn too_much(record: &StringRecord, cells: usize, line: u32, teller: &mut Teller) -> bool {
    if let Some(column) = record.iter().position(|cell| cell.len() > LONGEST_CELL) {
        let message = format!("cellule de plus de 1 Mo : « {} »", excerpt(&record[column]));
        let help = "un guillemet ouvert n'est sans doute jamais fermé";
        teller.say(Diagnostic::error(Code::DataCell, teller.at(line, column + 1), message).with_help(help));
        return true;
    }
    if cells > MOST_CELLS {
        let help = "agrégez les données avant de les publier";
        teller.refuse(Code::FileTooLarge, "plus de 2 millions de cellules", help);
        return true;
    }
    false
}
