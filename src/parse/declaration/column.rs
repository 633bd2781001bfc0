//! What one column of a data file means.
use std::sync::Arc;

use crate::base::period::Step;
use crate::model::declaration::Answers;
use crate::model::declaration::Declared;
use crate::model::declaration::Held;
use crate::model::declaration::Nature;
use crate::model::value::Field;
use crate::parse::declaration::words::days;
use crate::parse::declaration::words::number;
use crate::parse::settings::reader::Reader;

const HELD: [(&str, Held); 10] = [
    ("texte", Held::Text),
    ("nombre", Held::Number),
    ("date", Held::Period(None)),
    ("jour", Held::Period(Some(Step::Day))),
    ("semaine", Held::Period(Some(Step::Week))),
    ("mois", Held::Period(Some(Step::Month))),
    ("trimestre", Held::Period(Some(Step::Quarter))),
    ("annee", Held::Period(Some(Step::Year))),
    ("année", Held::Period(Some(Step::Year))),
    ("duree", Held::Duration),
];

pub fn columns(reader: &mut Reader) -> Vec<Arc<Declared>> {
    let fields = reader.pairs("colonnes").iter();
    fields
        .filter_map(|field| {
            reader.mapping(&field.node, &field.name, |inner| Some(Arc::new(column(inner, field))))
        })
        .collect()
}

fn column(reader: &mut Reader, field: &Field) -> Declared {
    let numerator = reader.text("numerateur");
    let denominator = reader.text("denominateur");
    if numerator.is_some() != denominator.is_some() {
        let node = reader.get("numerateur").or_else(|| reader.get("denominateur"));
        if let Some(node) = node {
            let message = "« numerateur » et « denominateur » vont ensemble";
            reader.invalid(node, message, "donnez le nom des deux colonnes");
        }
    }
    let resets = reader.get("remise_a_zero").map(|node| days(reader, node, "remise_a_zero"));
    Declared {
        name: field.name.clone(),
        span: field.span(reader.path()),
        aliases: reader.texts("alias"),
        holds: reader.choice("type", &HELD),
        nature: reader.choice("nature", &Nature::ALL),
        unit: reader.text("unite"),
        label: reader.text("libelle"),
        base: reader.text("base"),
        method: reader.text("comptage"),
        parts: numerator.zip(denominator),
        start: reader.get("depart").and_then(|node| number(reader, node, "depart")),
        resets: resets.unwrap_or_default(),
        answers: reader
            .choice("reponses", &[("plusieurs", Answers::Several), ("une", Answers::One)])
            .unwrap_or_default(),
        metric: reader.text("identifiant"),
    }
}
