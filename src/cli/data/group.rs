//! `kiosque data group`: a CSV file of any size becomes a small one, a row for each period.
use std::io;

use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::USAGE;
use crate::cli::arguments::GroupOptions;
use crate::cli::data;
use crate::edge::console;
use crate::edge::file;
use crate::model::table::Table;
use crate::pipeline;
use crate::pipeline::data::Wish;

pub fn run(options: &GroupOptions) -> io::Result<u8> {
    let path = data::named(&options.file);
    let mut source = file::open(&options.file)?;
    let declared = data::declaration(&options.file);
    let wish = Wish {
        column: options.colonne.clone(),
        step: options.pas,
        by: options.par.clone(),
        sums: options.somme.clone(),
        lasts: options.dernier.clone(),
        delimiter: options.separateur,
    };
    let Some(declaration) = pipeline::data::wished(&path, declared.value.as_deref(), &wish) else {
        console::fail(
            "kiosque : il manque la colonne des dates\n  aide : --colonne date --pas mois --somme visites",
        );
        return Ok(USAGE);
    };
    let grouped = pipeline::data::group(&path, &mut *source, &declaration);
    let mut diagnostics = declared.diagnostics;
    diagnostics.extend(grouped.diagnostics);
    data::tell(&diagnostics);
    if let Some(table) = grouped.value.filter(|_| !diagnostics.has_errors()) {
        console::print(&csv(&table));
        return Ok(DONE);
    }
    Ok(FAULTY)
}

/// UTF-8, commas, LF, as open data want it.
fn csv(table: &Table) -> String {
    let mut text = String::new();
    let quoted = |cell: &str| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    let header: Vec<String> = table.header.iter().map(|name| quoted(name)).collect();
    text.push_str(&header.join(","));
    text.push('\n');
    for row in 0..table.rows() {
        let cells: Vec<String> = (0..header.len()).map(|column| quoted(table.cell(row, column))).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}
