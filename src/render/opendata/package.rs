//! All data sets of a site as one Data Package, which tools find by its fixed name.
use crate::base::slug;
use crate::model::opendata::Collection;
use crate::model::opendata::DataFile;
use crate::model::opendata::DataPackage;
use crate::model::opendata::OpenData;
use crate::render::json::Json;
use crate::render::opendata;
use crate::render::opendata::collection;

/// Licences that have an identifier, by what their names hold.
const LICENCES: [(&str, &str, &str); 3] = [
    ("licence ouverte", "etalab-2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
    ("etalab", "etalab-2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
    ("odbl", "ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
];

pub fn package(package: &DataPackage) -> String {
    let sets = package.sets.iter().map(|set| resource(set));
    let resources = sets.chain(package.collections.iter().map(|it| entries(it)));
    Json::Map(vec![
        ("profile", Json::text("tabular-data-package")),
        ("name", Json::text(slug(&package.name))),
        ("title", Json::text(&package.title)),
        ("homepage", Json::text(&package.home)),
        ("resources", Json::List(resources.collect())),
    ])
    .file()
}

/// Names of packages hold lower-case letters, digits, `-`, `_`, `.` and `/`.
pub fn slug(name: &str) -> String {
    let slug = slug::french(name);
    if slug.is_empty() { "donnees".to_owned() } else { slug }
}

fn resource(data: &OpenData) -> Json {
    let declaration = &data.set.declaration;
    let name = |file: DataFile| format!("{}{}", data.name, file.ending());
    let weight = opendata::file(data, DataFile::Csv).len();
    let source = declaration.source.as_deref();
    let source = source.map(|title| Json::List(vec![Json::Map(vec![("title", Json::text(title))])]));
    let licence = declaration.licence.as_deref().map(|text| Json::List(vec![licence(text)]));
    Json::known(vec![
        ("profile", Json::text("tabular-data-resource")),
        ("name", Json::text(slug(&data.name))),
        ("title", Json::text(&data.title)),
        ("description", Json::optional(declaration.description.as_deref())),
        ("path", Json::text(name(DataFile::Csv))),
        ("format", Json::text("csv")),
        ("mediatype", Json::text("text/csv")),
        ("encoding", Json::text("utf-8")),
        ("bytes", Json::count(weight)),
        ("schema", Json::text(name(DataFile::Schema))),
        ("sources", source.unwrap_or(Json::Null)),
        ("licenses", licence.unwrap_or(Json::Null)),
    ])
}

/// The entries of a kind.
fn entries(of: &Collection) -> Json {
    let name = |file: DataFile| format!("{}{}", of.name, file.ending());
    let weight = collection::file(of, DataFile::Csv).len();
    Json::known(vec![
        ("profile", Json::text("tabular-data-resource")),
        ("name", Json::text(slug(&of.name))),
        ("title", Json::text(&of.title)),
        ("description", Json::optional(of.description.as_deref())),
        ("path", Json::text(name(DataFile::Csv))),
        ("format", Json::text("csv")),
        ("mediatype", Json::text("text/csv")),
        ("encoding", Json::text("utf-8")),
        ("bytes", Json::count(weight)),
        ("schema", Json::text(name(DataFile::Schema))),
    ])
}

fn licence(text: &str) -> Json {
    let low = text.to_lowercase();
    let known = LICENCES.iter().find(|(word, _, _)| low.contains(word));
    let (name, path) = match known {
        Some((_, name, path)) => ((*name).to_owned(), Json::text(*path)),
        None => (slug(text), Json::Null),
    };
    Json::known(vec![("name", Json::text(name)), ("path", path), ("title", Json::text(text))])
}
