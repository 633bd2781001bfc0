//! What other programs are given of the entries: open data, and the shapes that they expect.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod site;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;
use site::Built;
use site::Site;
use site::small;

const STATS: &str =
    "name: stats\nroute: /stats/{stem}/\ntemplate: page.html\ndatasets: {route: /api/v1/, title: Données}\n";
const BOATS: &str = "name: boat\nroute: /bateaux/{stem}/\ntemplate: page.html\nlist: {route: /bateaux/, template: page.html}\nfields:\n  title: {type: text, required: true}\n  date: {type: date}\n  port: {type: {reference: port}}\n  crew: {type: list, of: text}\n  site: {type: link}\n  sails: {type: number}\nshapes:\n  - {route: /old/boats.json, template: _boats.json}\n  - {route: /old/boats.csv, template: _boats.csv}\n";
const SHAPE: &str = "[{% for it in entries %}{\"n\": {{ it.title | json }}, \"text\": {{ it.markdown | url_encode | json }}, \"port\": {{ it.port.id | json }}}{% if not loop.last %},{% endif %}{% endfor %}]";
const SHEET: &str = "n;s\n{% for it in entries %}{{ it.title | csv }};{{ it.sails | csv }}\n{% endfor %}";

fn harbour() -> Site {
    small(&[
        ("content/stats/_kind.yaml", STATS),
        ("content/bateaux/_kind.yaml", BOATS),
        ("content/bateaux/_boats.json", SHAPE),
        ("content/bateaux/_boats.csv", SHEET),
        (
            "content/bateaux/belle.md",
            "---\ntitle: \"La Belle ; \\\"dite\\\" <&> 1\"\ndate: 2024-02-03\nport: brest\ncrew: [Ana, \"Bo, fils\"]\nsite: /bateaux/\nsails: 3\nsecret: mot\n---\n\nUn été à 50 %.\n",
        ),
        ("content/bateaux/vide.md", "---\ntitle: Vide\nport: brest\n---\n"),
        ("content/ports/_kind.yaml", "name: port\nfields: {title: {type: text, required: true}}\n"),
        ("content/ports/brest.md", "---\ntitle: Brest\n---\n"),
        (
            "themes/telling/templates/datasets.html",
            "{% for it in collections %}{{ it.title }} {{ it.count }} {{ it.json_url }} {{ it.csv_url }} {{ it.schema_url }};{% endfor %}",
        ),
    ])
}

fn json(built: &Built, address: &str) -> Value {
    serde_json::from_str(&built.page(address)).unwrap()
}

#[test]
fn the_entries_of_a_listed_kind_are_given_as_they_are_written() {
    let built = harbour().build();
    let data = json(&built, "/api/v1/bateaux.json");
    let belle = &data["entrees"][0];
    assert_eq!(belle["title"], "La Belle ; \"dite\" <&> 1", "{}", built.said());
    assert_eq!(belle["date"], "2024-02-03");
    assert_eq!(belle["port"], "brest", "a reference is an id");
    assert_eq!(belle["crew"], json!(["Ana", "Bo, fils"]));
    assert_eq!(belle["sails"], 3);
    let url = belle["url"].as_str().unwrap();
    assert!(url.starts_with("http") && url.ends_with("/bateaux/belle/"), "{url}");
    assert!(belle["site"].as_str().unwrap().starts_with("http"), "addresses are whole");
    assert!(belle.get("secret").is_none(), "what no kind declares is not given away");
    assert!(data["entrees"][1]["date"].is_null() && data["entrees"][1]["crew"].is_null());
}

#[test]
fn the_csv_has_the_columns_of_its_schema_in_every_row() {
    let built = harbour().build();
    let schema = json(&built, "/api/v1/bateaux.schema.json");
    let names: Vec<&str> =
        schema["fields"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    let text = built.page("/api/v1/bateaux.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let crew = names.iter().position(|name| *name == "crew").unwrap();
    assert_eq!(serde_json::from_str::<Value>(&rows[0][crew]).unwrap(), json!(["Ana", "Bo, fils"]));
    assert_eq!(&rows[1][crew], "");
    assert_eq!(schema["fields"][crew]["type"], "array");
}

#[test]
fn the_page_and_the_package_of_open_data_name_each_kind() {
    let built = harbour().build();
    let page = built.page("/api/v1/");
    let told = "Bateaux 2 /api/v1/bateaux.json /api/v1/bateaux.csv /api/v1/bateaux.schema.json;";
    assert!(page.contains(told), "{page}");
    let package = json(&built, "/api/v1/datapackage.json");
    let resource = &package["resources"][0];
    assert_eq!(resource["path"], "bateaux.csv");
    assert_eq!(resource["bytes"], built.page("/api/v1/bateaux.csv").len());
}

#[test]
fn a_shape_is_what_its_template_says_of_all_entries() {
    let built = harbour().build();
    let boats = json(&built, "/old/boats.json");
    assert_eq!(boats[0]["n"], "La Belle ; \"dite\" <&> 1", "{}", built.said());
    assert_eq!(boats[0]["text"], "Un%20%C3%A9t%C3%A9%20%C3%A0%2050%20%25.%0A");
    assert_eq!(boats[1], json!({"n": "Vide", "text": "", "port": "brest"}));
    let sheet = built.page("/old/boats.csv");
    assert_eq!(sheet, "n;s\n\"La Belle ; \"\"dite\"\" <&> 1\";3\nVide;\n");
}

#[test]
fn a_shape_follows_the_text_of_its_entries() {
    let (mut site, mut shelf) = (harbour(), kiosque::edge::serve::Shelf::default());
    let mut pipeline = kiosque::pipeline::Pipeline::default();
    site.rebuild(&mut pipeline, &mut shelf);
    site.replace("content/bateaux/belle.md", "50 %", "60 %");
    let warm = site.rebuild(&mut pipeline, &mut shelf);
    assert_eq!(warm.page("/old/boats.json"), site.build().page("/old/boats.json"));
    assert!(warm.page("/old/boats.json").contains("60"));
}

#[test]
fn what_is_not_json_is_never_published() {
    let broken = SHAPE.replace("{% if not loop.last %},{% endif %}", ",");
    let built = harbour().with("content/bateaux/_boats.json", broken).build();
    let lines = built.lines().join("\n");
    assert!(lines.contains("content/bateaux/_boats.json") && lines.contains("JSON"), "{lines}");
    assert!(!built.has("/old/boats.json"));
}

#[test]
fn a_shape_without_its_template_is_told() {
    let mut site = harbour();
    site.remove("content/bateaux/_boats.csv");
    let lines = site.build().lines().join("\n");
    assert!(lines.contains("content/bateaux/_boats.csv"), "{lines}");
    let kind = BOATS.replace("_boats.csv", "boats.csv");
    let lines = harbour().with("content/bateaux/_kind.yaml", kind).build().lines().join("\n");
    assert!(lines.contains("_kind.yaml") && lines.contains("« boats.csv »"), "{lines}");
}

fn own() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The real product sheets, when they are at hand.
fn sheets() -> Option<PathBuf> {
    let shared = std::env::var_os("KIOSQUE_SHARED").map_or_else(|| own().join("../shared"), PathBuf::from);
    let folder = shared.join("corpus/beta");
    if folder.is_dir() {
        return Some(folder);
    }
    let line = format!("ignoré : pas de fiches réelles dans « {} »\n", folder.display());
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    None
}

fn lay(site: &mut Site, from: &Path, below: &str) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_file() {
            site.put(&format!("{below}{name}"), fs::read(entry.path()).unwrap());
        }
    }
}

/// The front matter as an independent reader understands it, and the text.
fn matter(text: &str) -> (serde_yaml::Value, &str) {
    let (matter, text) = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
    (serde_yaml::from_str(matter).unwrap(), text.trim_start_matches('\n'))
}

fn word(value: &serde_yaml::Value) -> String {
    value.as_str().map(str::trim).unwrap_or_default().to_owned()
}

#[test]
fn existing_readers_of_the_real_sheets_find_what_they_know() {
    let Some(folder) = sheets() else { return };
    let mut site = small(&[]);
    for (below, from) in
        [("produits", "startups"), ("organisations", "organisations"), ("incubateurs", "incubators")]
    {
        lay(&mut site, &folder.join(from), &format!("content/{below}/"));
        for entry in fs::read_dir(own().join("content").join(below)).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            if name.starts_with('_') && !name.ends_with(".md") {
                site.put(&format!("content/{below}/{name}"), fs::read(entry.path()).unwrap());
            }
        }
    }
    site.put("themes/telling/templates/product.html", "{{ page.title }}");
    site.put("themes/telling/templates/product-list.html", "{{ page.title }}");
    let built = site.build();
    let api = json(&built, "/api/v2.7/startups.json");
    let details = json(&built, "/api/v2.7/startups_details.json");
    let mut counted = 0;
    for entry in fs::read_dir(folder.join("startups")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let id = name.trim_end_matches(".md");
        let text = fs::read_to_string(entry.path()).unwrap().replace("\r\n", "\n");
        let (matter, text) = matter(&text);
        let data = api["data"].as_array().unwrap();
        let found = data.iter().find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id}"));
        let attributes = &found["attributes"];
        assert_eq!(attributes["name"], word(&matter["title"]), "{id}");
        assert_eq!(attributes["pitch"], word(&matter["mission"]), "{id}");
        let decoded =
            kiosque::base::path::decode(attributes["content_url_encoded_markdown"].as_str().unwrap());
        assert_eq!(decoded, text, "{id}");
        let phases = matter["phases"].as_sequence().map_or(0, Vec::len);
        assert_eq!(attributes["phases"].as_array().unwrap().len(), phases, "{id}");
        assert_eq!(details[id]["phases"].as_array().unwrap().len(), phases, "{id}");
        let sponsors: Vec<String> =
            matter["sponsors"].as_sequence().into_iter().flatten().map(word).collect();
        let sponsors: Vec<&str> =
            sponsors.iter().map(|it| it.trim_start_matches("/organisations/")).collect();
        assert_eq!(attributes["sponsors"], json!(sponsors), "{id}");
        assert_eq!(found["relationships"]["incubator"]["data"]["id"], word(&matter["incubator"]), "{id}");
        counted += 1;
    }
    assert_eq!(api["data"].as_array().unwrap().len(), counted);
    let text = built.page("/api/v2.7/startups.csv");
    let mut sheet = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = sheet.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), counted, "as many cells in each row, and no blank row");
}
