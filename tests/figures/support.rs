//! Tables, declarations and blocks made in memory.
use std::collections::BTreeSet;
use std::sync::Arc;

use kiosque::assemble::figures;
use kiosque::base::date::Date;
use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::fingerprint::Fingerprint;
use kiosque::base::path::SitePath;
use kiosque::base::span::Span;
use kiosque::model::config::Typography;
use kiosque::model::declaration::Declaration;
use kiosque::model::declaration::Declared;
use kiosque::model::declaration::Nature;
use kiosque::model::document::Body;
use kiosque::model::document::Document;
use kiosque::model::document::FigureBlock;
use kiosque::model::figure::Drawing;
use kiosque::model::figure::Figure;
use kiosque::model::table::DataSet;
use kiosque::model::table::DataSets;
use kiosque::model::value::Field;
use kiosque::model::value::Fields;
use kiosque::model::value::Node;
use kiosque::model::value::Yaml;
use kiosque::parse::data;

pub fn read(bytes: &[u8]) -> (Option<DataSet>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let set = data::read(&SitePath::new("data/essai.csv"), bytes, &mut diagnostics);
    (set, diagnostics)
}

pub fn told(diagnostics: &Diagnostics) -> Vec<String> {
    let place = |place: &Place| match place {
        Place::Cell { line, column, .. } => format!("{line}:{column} "),
        _ => String::new(),
    };
    diagnostics
        .clone()
        .sorted()
        .iter()
        .map(|d| format!("{}{} {}", place(&d.at), d.code.name(), d.message))
        .collect()
}

/// Plain values from YAML, without places.
pub fn node(value: &serde_yaml::Value) -> Node {
    use serde_yaml::Value;
    let scalar = |text: String| Yaml::Scalar { text, quoted: false };
    let yaml = match value {
        Value::Null => Yaml::Null,
        Value::Bool(truth) => scalar(truth.to_string()),
        Value::Number(number) => scalar(number.to_string()),
        Value::String(text) => scalar(text.clone()),
        Value::Sequence(list) => Yaml::List(list.iter().map(node).collect()),
        Value::Mapping(map) => Yaml::Map(Fields(
            map.iter()
                .map(|(k, v)| Field { name: k.as_str().unwrap().to_owned(), range: (0, 0), node: node(v) })
                .collect(),
        )),
        Value::Tagged(_) => Yaml::Null,
    };
    Node { yaml, range: (0, 0) }
}

pub const UMAP: &str = "mois,cartes,utilisateurs,taux\n2024-01,120,310,\"40,5 %\"\n2024-02,133,,39 %\n2024-04,150,420,\"41,25 %\"\n";
pub const SURVEY: &str = "question;reponse;part\nOutils;Messagerie;99 %\nOutils;Clé USB;15 %\nOutils;Agenda;46 %\nLieu;Bureau;12 %\n";

/// A column as `data/<name>.yaml` would say it.
pub fn declared(name: &str, nature: &str) -> Declared {
    let nature = Nature::ALL.iter().find(|(known, _)| *known == nature).map(|(_, nature)| *nature);
    Declared {
        name: name.to_owned(),
        span: Span::top(&SitePath::new("data/d.yaml")),
        aliases: Vec::new(),
        holds: None,
        nature,
        unit: None,
        label: None,
        base: None,
        method: None,
        parts: None,
        start: None,
        resets: Vec::new(),
        answers: kiosque::model::declaration::Answers::One,
        metric: None,
    }
}

/// A set with what is said of it.
pub fn declare(name: &str, csv: &str, declaration: Declaration) -> DataSet {
    let path = SitePath::new(&format!("data/{name}.csv"));
    let declaration =
        Arc::new(Declaration { path: Some(SitePath::new(&format!("data/{name}.yaml"))), ..declaration });
    let mut diagnostics = Diagnostics::default();
    data::read_declared((&path, csv.as_bytes()), Some(&declaration), &mut diagnostics).unwrap()
}

/// What `data/<name>.yaml` says of columns alone.
pub fn columns(columns: Vec<Declared>) -> Declaration {
    Declaration { columns: columns.into_iter().map(Arc::new).collect(), ..Declaration::default() }
}

/// A single set, by its name.
pub fn holding(set: DataSet) -> DataSets {
    DataSets { sets: [(set.name.clone(), Arc::new(set))].into(), ..DataSets::default() }
}

/// What a block gives on a day from one set, and all that is said of it.
pub fn seen(yaml: &str, set: DataSet, today: &str) -> (Figure, Vec<String>) {
    let name = if yaml.contains("colonnes: [") { "tableau" } else { "graphique" };
    match drawn(name, yaml, (&holding(set), today)) {
        (Drawing::Figure(figure), diagnostics) => (*figure, told(&diagnostics)),
        (drawing, diagnostics) => panic!("{drawing:?} {:?}", told(&diagnostics)),
    }
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn sets(files: &[(&str, &str)]) -> DataSets {
    let set = |(name, text): &(&str, &str)| {
        let path = SitePath::new(&format!("data/{name}.csv"));
        let set = data::read(&path, text.as_bytes(), &mut Diagnostics::default()).unwrap();
        ((*name).to_owned(), Arc::new(set))
    };
    let broken = BTreeSet::from(["casse".to_owned()]);
    DataSets { sets: files.iter().map(set).collect(), broken, ..DataSets::default() }
}

pub fn resolve(name: &str, yaml: &str, files: &[(&str, &str)]) -> (Drawing, Diagnostics) {
    drawn(name, yaml, (&sets(files), "2026-01-01"))
}

/// What a block gives on a day.
pub fn drawn(name: &str, yaml: &str, (data, today): (&DataSets, &str)) -> (Drawing, Diagnostics) {
    let path = SitePath::new("content/stats/index.md");
    let settings = node(&serde_yaml::from_str(yaml).unwrap());
    let block = FigureBlock { name: name.into(), settings, level: 2, number: 1, span: Span::top(&path) };
    let document = Document {
        path,
        fields: Fields::default(),
        matter: (0, 0),
        body: Body::default(),
        typography: Typography::French,
        print: Fingerprint::default(),
    };
    let mut diagnostics = Diagnostics::default();
    let (drawing, _) = figures::resolve(&document, &block, (data, day(today)), &mut diagnostics);
    (drawing, diagnostics)
}

pub fn figure(yaml: &str) -> Figure {
    match resolve("graphique", yaml, &[("umap", UMAP), ("enquete", SURVEY)]) {
        (Drawing::Figure(figure), diagnostics) if diagnostics.is_empty() => *figure,
        (drawing, diagnostics) => panic!("{drawing:?} {:?}", told(&diagnostics)),
    }
}

pub fn cells(figure: &Figure, series: usize) -> Vec<String> {
    let series = &figure.series[series];
    series.points.iter().map(|point| figure.cell_of(series, *point)).collect()
}
