//! What is remembered of a source from one run to the next, as a small JSON file.
use std::io;
use std::path::Path;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::base::path::SitePath;
use crate::edge::loader::Deposit;
use crate::model::loader::Failure;
use crate::model::loader::Fetched;
use crate::model::loader::LoaderState;
use crate::model::loader::Profile;

pub fn write(root: &Path, path: &SitePath, state: &LoaderState) -> io::Result<()> {
    Deposit::write(root, path, &text(state))
}

fn text(state: &LoaderState) -> String {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| _ = fields.insert(name.to_owned(), value);
    put("fichier", json!(state.file.as_str()));
    if let Some(good) = &state.good {
        put("reussite", fetched(good));
    }
    if let Some(Failure { instant, day, message }) = &state.failure {
        put("echec", json!({"quand": instant, "jour": day.to_string(), "message": message}));
    }
    format!("{:#}\n", Value::Object(fields))
}

fn fetched(good: &Fetched) -> Value {
    let Fetched { instant, day, print, profile } = good;
    let Profile { rows, periods, last, columns } = profile;
    let columns: Map<String, Value> =
        columns.iter().map(|(name, holds)| (name.clone(), json!(holds.name()))).collect();
    json!({
        "quand": instant,
        "jour": day.to_string(),
        "empreinte": print,
        "lignes": rows,
        "periodes": periods,
        "dernier_jour": last.map(|day| day.to_string()),
        "colonnes": columns,
    })
}
