//! `kiosque data inspect`: how a file is read, and what there is to declare.
use std::fmt::Write;
use std::io;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::base::diagnostic::Diagnostics;
use crate::base::french::plural;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::arguments::Form;
use crate::cli::arguments::InspectOptions;
use crate::cli::data;
use crate::cli::data::guess;
use crate::cli::data::shape;
use crate::cli::data::shape::Shape;
use crate::edge::console;
use crate::edge::file;
use crate::model::inspection::Class;
use crate::model::inspection::Inspection;
use crate::pipeline;

/// Of what a file may weigh; more is told as too heavy.
const HEAVIEST: u64 = 32 << 20;

pub fn run(options: &InspectOptions) -> io::Result<u8> {
    let path = data::named(&options.file);
    let bytes = file::read(&options.file, HEAVIEST)?;
    let declared = data::declaration(&options.file);
    let inspected = pipeline::data::inspect(&path, &bytes, declared.value.as_ref());
    let (inspection, mut diagnostics) = (inspected.value, declared.diagnostics);
    diagnostics.extend(inspected.diagnostics);
    let diagnostics = diagnostics.sorted();
    match options.format {
        Form::Json => console::print(&json_text(&inspection, &diagnostics)),
        Form::Human => {
            console::print(&report(&inspection, options));
            data::tell(&diagnostics);
        }
    }
    Ok(if diagnostics.has_errors() { FAULTY } else { DONE })
}

fn json_text(inspection: &Inspection, diagnostics: &Diagnostics) -> String {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| _ = fields.insert(name.to_owned(), value);
    put("encoding", json!(inspection.encoding));
    put("eol", json!(inspection.eol));
    if let Some(records) = &inspection.records {
        if let Some(hint) = records.hint {
            put("sep_hint", json!(hint.to_string()));
        }
        put("delimiter", json!(records.delimiter.to_string()));
        put("header", json!(records.header));
        put("rows", json!(records.count));
        put("ragged", json!(records.ragged));
        let cells: Vec<Vec<Value>> = records.rows.iter().map(|row| row.iter().map(class).collect()).collect();
        put("cells", json!(cells));
    }
    let shapes = inspection.set.as_ref().map(shape::shapes).unwrap_or_default();
    put("columns", shapes.iter().map(Shape::json).collect());
    put("diagnostics", serde_json::to_value(data::reports(diagnostics)).unwrap_or_default());
    format!("{:#}\n", Value::Object(fields))
}

fn class(class: &Class) -> Value {
    match class {
        Class::Number(digits, unit) => {
            let name = match *unit {
                "%" => "percent",
                "€" => "euro",
                _ => "number",
            };
            json!([name, serde_json::from_str::<Value>(digits).unwrap_or_default()])
        }
        Class::Missing => json!(["missing", null]),
        Class::Secret => json!(["secret", null]),
        Class::Fault => json!(["cellerror", null]),
        Class::Code(text) => json!(["text", text]),
        Class::Text(text) => json!(text),
    }
}

/// `;`, or the name of a tab.
fn sign(delimiter: char) -> String {
    if delimiter == '\t' { "tabulation".to_owned() } else { format!("« {delimiter} »") }
}

fn report(inspection: &Inspection, options: &InspectOptions) -> String {
    let mut text = String::new();
    _ = writeln!(text, "{}", options.file.display());
    _ = writeln!(text, "  encodage : {}, fins de ligne : {}", inspection.encoding, inspection.eol);
    let Some(records) = &inspection.records else { return text };
    let (rows, columns) = (records.count, records.header.len());
    _ = writeln!(text, "  séparateur : {}, en-tête : ligne {}", sign(records.delimiter), records.line);
    _ = writeln!(text, "  {rows} ligne{}, {columns} colonne{}", plural(rows), plural(columns));
    let Some(set) = &inspection.set else { return text };
    let shapes = shape::shapes(set);
    text.push('\n');
    for shape in &shapes {
        line(shape, &mut text);
    }
    if set.declaration.path.is_none() {
        _ = writeln!(text, "\nÀ placer à côté, dans {}, et à compléter :\n", yaml_name(options));
        text.push_str(&yaml(options, &shapes));
    }
    text
}

fn line(shape: &Shape, text: &mut String) {
    let name = if shape.name.is_empty() { "(sans nom)" } else { &shape.name };
    _ = write!(text, "  {name} : {}", shape.kind);
    if !shape.unit.is_empty() && shape.kind != "duree" {
        _ = write!(text, ", en {}", shape.unit);
    }
    if let Some((from, to)) = &shape.period {
        _ = write!(text, ", de {from} à {to}");
    }
    if !shape.examples.is_empty() {
        _ = write!(text, " ; par exemple {}", shape.examples.join(" · "));
    }
    let counts = &shape.counts;
    for (count, what) in [
        (counts.missing, "sans valeur"),
        (counts.secret, "sous secret statistique"),
        (counts.errors, "en erreur de tableur"),
        (counts.words, "non lue"),
    ] {
        if count > 0 {
            let agreed = if count > 1 && what == "non lue" { "s" } else { "" };
            _ = write!(text, " ; {count} cellule{} {what}{agreed}", plural(count));
        }
    }
    text.push('\n');
}

fn yaml_name(options: &InspectOptions) -> String {
    let stem = options.file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-");
    format!("{}.yaml", stem.unwrap_or("donnees"))
}

/// What there is to declare, ready to be pasted.
fn yaml(options: &InspectOptions, shapes: &[Shape]) -> String {
    let file = options.file.file_name().and_then(|name| name.to_str()).filter(|name| *name != "-");
    let mut text = format!(
        "fichier: {}\nsource: … # qui donne ces chiffres\ncolonnes:\n",
        quoted(file.unwrap_or("donnees.csv"))
    );
    for shape in shapes.iter().filter(|shape| !shape.name.is_empty()) {
        let mut said = vec![format!("type: {}", shape.kind)];
        if matches!(shape.kind, "nombre" | "duree") {
            let unit = if shape.kind == "duree" { "s" } else { &shape.unit };
            said.push(format!("nature: {}", guess::nature(&shape.name, unit).name()));
            if shape.kind == "nombre" && !shape.unit.is_empty() {
                said.push(format!("unite: {}", quoted(&shape.unit)));
            }
        }
        _ = write!(text, "  {}: {{{}}}", quoted(&shape.name), said.join(", "));
        text.push_str(if said.len() > 1 {
            " # à vérifier : flux, stock, cumul, ratio ou uniques\n"
        } else {
            "\n"
        });
    }
    text
}

/// As YAML takes it in one line.
fn quoted(word: &str) -> String {
    let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
        && word.starts_with(|c: char| c.is_alphabetic())
        && word.trim() == word;
    if plain { word.to_owned() } else { serde_json::Value::from(word).to_string() }
}
