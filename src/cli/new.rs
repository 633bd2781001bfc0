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
use crate::model::kind::Presence;
use crate::model::kind::SlugStyle;
use crate::pipeline;

pub fn run(root: &Path, options: &NewOptions) -> io::Result<u8> {
    let (snapshot, _) = observe::observe(root)?;
    let kinds = pipeline::kinds(&snapshot);
    let folder = |kind: &Kind| kind.path.folder().trim_start_matches("content/").to_owned();
    let wanted = options.kind.trim_matches('/').trim_start_matches("content/");
    let Some(kind) = kinds.iter().find(|kind| folder(kind) == wanted || kind.name.0 == wanted) else {
        let known: Vec<String> = kinds.iter().map(|kind| folder(kind)).collect();
        let near = nearest(wanted, known.iter().map(String::as_str));
        let near = near.map(|near| format!(" ; vouliez-vous « {near} » ?")).unwrap_or_default();
        console::fail(&format!("kiosque : aucun type de contenu « {wanted} »{near}"));
        console::fail(&format!("  aide : types connus : {}", known.join(", ")));
        return Ok(USAGE);
    };
    let zone = pipeline::settings(&snapshot).timezone;
    let today = Date::at(clock::now(), &zone).or_else(|| Date::at(clock::now(), "Europe/Paris"));
    let today = today.map(|date| date.to_string()).unwrap_or_default();
    let path = format!("{}/{}.md", kind.path.folder(), stem(kind, &options.title, &today));
    if !create::file(&root.join(&path), text(kind, &options.title, &today).as_bytes())? {
        console::fail(&format!("kiosque : « {path} » existe déjà"));
        return Ok(USAGE);
    }
    console::say(&format!("{path} est créé"));
    Ok(DONE)
}

/// Dated files sort by day; where the address is the stem, it is only the slug.
fn stem(kind: &Kind, title: &str, today: &str) -> String {
    let slug = slug::french(title);
    let slug = if slug.is_empty() { "sans-titre".to_owned() } else { slug };
    let dated = kind.fields.get("date").is_some_and(|rule| rule.presence == Presence::Required);
    if dated && kind.slug != SlugStyle::Stem { format!("{today}-{slug}") } else { slug }
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
