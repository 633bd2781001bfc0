//! `kiosque new`: a page with its front matter filled in, ready to be written.
use std::io;
use std::path::Path;

use serde_yaml::Mapping;
use serde_yaml::Value;

use crate::base::date::Date;
use crate::base::diagnostic::nearest;
use crate::base::slug;
use crate::cli::DONE;
use crate::cli::USAGE;
use crate::cli::arguments::NewOptions;
use crate::edge::clock;
use crate::edge::console;
use crate::edge::create;
use crate::edge::observe;
use crate::model::kind::FieldType;
use crate::model::kind::Kind;
use crate::model::kind::Mailing;
use crate::model::kind::Presence;
use crate::model::kind::SlugStyle;
use crate::pipeline;

pub fn run(root: &Path, options: &NewOptions) -> io::Result<u8> {
    let Some(title) = title(options) else { return Ok(USAGE) };
    let (snapshot, _) = observe::observe(root)?;
    let kinds = pipeline::kinds(&snapshot);
    let folder = |kind: &Kind| kind.path.folder().trim_start_matches("content/").to_owned();
    let wanted = options.kind.trim_matches('/').trim_start_matches("content/");
    let named = kinds.iter().find(|kind| folder(kind) == wanted || kind.name.0 == wanted);
    // A folder without a kind of its own holds texts of the kind above it.
    let holds = |path: &str| snapshot.files().any(|file| file.path.as_str().starts_with(path));
    let above = kinds.iter().find(|kind| kind.path.folder() == "content");
    let inside = holds(&format!("content/{wanted}/")).then_some(above).flatten();
    let Some(kind) = named.or(inside) else {
        let names = kinds.iter().map(|kind| match folder(kind) {
            root if root == "content" => kind.name.0.clone(),
            folder => folder,
        });
        let known: Vec<String> = names.collect();
        let near = nearest(wanted, known.iter().map(String::as_str));
        let near = near.map(|near| format!(" ; vouliez-vous « {near} » ?")).unwrap_or_default();
        console::fail(&format!("kiosque : aucun type de contenu « {wanted} »{near}"));
        console::fail(&format!("  aide : types connus : {}", known.join(", ")));
        return Ok(USAGE);
    };
    let zone = pipeline::settings(&snapshot).timezone;
    let today = Date::at(clock::now(), &zone).or_else(|| Date::at(clock::now(), "Europe/Paris"));
    let today = today.map(|date| date.to_string()).unwrap_or_default();
    let own = kind.path.folder();
    let place = match named {
        None => format!("content/{wanted}"),
        // The folder of the home page is rather not where its other texts are.
        Some(_) if own == "content" && holds("content/pages/") => "content/pages".to_owned(),
        Some(_) => own.to_owned(),
    };
    let path = format!("{place}/{}.md", stem(kind, title, &today));
    if !create::file(&root.join(&path), text(kind, title, &today).as_bytes())? {
        console::fail(&format!("kiosque : « {path} » existe déjà"));
        return Ok(USAGE);
    }
    console::say(&format!("{path} est créé"));
    Ok(DONE)
}

/// One word for the program, which a shell makes of a title between quotes.
fn title(options: &NewOptions) -> Option<&str> {
    let title = options.title.trim();
    if !options.words.is_empty() {
        let whole = format!("{title} {}", options.words.join(" "));
        console::fail("kiosque : le titre compte plusieurs mots, et n'est pas entre guillemets");
        console::fail(&format!("  aide : écrivez : kiosque new {} \"{whole}\"", options.kind));
        return None;
    }
    if title.is_empty() {
        console::fail("kiosque : le titre est vide");
        console::fail(&format!("  aide : écrivez : kiosque new {} \"Un titre\"", options.kind));
        return None;
    }
    Some(title)
}

/// Dated files sort by day; where the address is the stem, it is only the slug,
/// but for letters, which are known by their day.
fn stem(kind: &Kind, title: &str, today: &str) -> String {
    let slug = slug::french(title);
    let slug = if slug.is_empty() { "sans-titre".to_owned() } else { slug };
    let dated = kind.fields.get("date").is_some_and(|rule| rule.presence == Presence::Required);
    if dated && (kind.slug != SlugStyle::Stem || kind.mailing == Mailing::Mailed) {
        format!("{today}-{slug}")
    } else {
        slug
    }
}

/// The front matter, quoted wherever YAML asks for it, and a first line.
fn text(kind: &Kind, title: &str, today: &str) -> String {
    let mut fields = Mapping::new();
    fields.insert("title".into(), title.into());
    for (name, rule) in &kind.fields {
        if rule.presence == Presence::Required && name != "title" {
            fields.insert(name.as_str().into(), blank(&rule.holds, today));
        }
    }
    if kind.mailing == Mailing::Mailed && kind.fields.contains_key("preheader") {
        // What mail programs show beside the subject.
        fields.insert("preheader".into(), "à compléter".into());
    }
    fields.insert("draft".into(), true.into());
    let written = serde_yaml::to_string(&Value::Mapping(fields));
    let matter = written.expect("texts, dates and lists always have a YAML form");
    format!("---\n{matter}---\n\nÉcrivez ici. Ôtez la ligne « draft » pour publier.\n")
}

fn blank(holds: &FieldType, today: &str) -> Value {
    match holds {
        FieldType::Date => today.into(),
        FieldType::List(_) => Value::Sequence(Vec::new()),
        FieldType::Bool => false.into(),
        FieldType::Choice(words) => words.first().map(String::as_str).unwrap_or_default().into(),
        _ => "à compléter".into(),
    }
}
