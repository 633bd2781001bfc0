//! Who comes first and who comes last, and how parts share a whole.
use crate::assemble::figures::grid::Grid;
use crate::assemble::figures::sentence::MOST;
use crate::base::french;
use crate::base::french::NBSP;
use crate::model::figure::Figure;
use crate::model::figure::Point;
use crate::model::figure::Series;
use crate::model::value::Number;

/// Names of one rank that are told one by one.
const NAMED: usize = 3;

/// Those whose printed value is the same, greatest first.
struct Rank<'a> {
    amount: String,
    labels: Vec<&'a str>,
}

fn ranks<'a>(figure: &Figure, series: &Series, grid: &'a Grid) -> Vec<Rank<'a>> {
    let pairs = series.points.iter().zip(&grid.places);
    let mut known: Vec<(Number, &str)> =
        pairs.filter_map(|(point, place)| Some((point.number()?, place.label.as_str()))).collect();
    known.sort_by(|a, b| b.0.get().total_cmp(&a.0.get()));
    let same = |a: &(Number, &str), b: &(Number, &str)| {
        figure.cell_of(series, Point::Known(a.0)) == figure.cell_of(series, Point::Known(b.0))
    };
    let rank = |group: &[(Number, &'a str)]| Rank {
        amount: figure.amount_of(series, group[0].0),
        labels: group.iter().map(|(_, label)| *label).collect(),
    };
    known.chunk_by(same).map(rank).collect()
}

impl Rank<'_> {
    /// `Agenda (46 %)`, `Agenda et Annuaire à égalité (46 %)`.
    fn told(&self) -> String {
        let tied = if self.labels.len() > 1 { " à égalité" } else { "" };
        match self.labels.len() {
            ..=NAMED => format!("{}{tied} ({})", names(&self.labels), self.amount),
            _ => format!("plusieurs à {}", self.amount),
        }
    }
}

/// Quoted where commas would be mistaken for those of the list.
fn names(labels: &[&str]) -> String {
    let doubtful = |label: &&str| label.contains(',') || label.contains(" et ");
    if labels.len() < 2 || !labels.iter().any(doubtful) {
        return french::list(labels);
    }
    let quoted: Vec<String> = labels.iter().map(|label| format!("«{NBSP}{label}{NBSP}»")).collect();
    french::list(&quoted.iter().map(String::as_str).collect::<Vec<_>>())
}

/// `en tête Messagerie (99 %), puis Agenda (46 %) ; en dernier Clé USB (15 %)`.
pub fn of(figure: &Figure, series: &Series, grid: &Grid) -> String {
    let ranks = ranks(figure, series, grid);
    let missing = series.points.contains(&Point::Missing);
    let secret = series.points.contains(&Point::Secret);
    let count: usize = ranks.iter().map(|rank| rank.labels.len()).sum();
    let told = match ranks.as_slice() {
        [] if secret => "des valeurs sont masquées".to_owned(),
        [] => "aucune donnée".to_owned(),
        [one] if count == 1 => one.told(),
        [one] => format!("{} partout", one.amount),
        _ if count <= MOST => ranks.iter().map(Rank::told).collect::<Vec<_>>().join(", "),
        [first, middle @ .., last] => {
            let mut named = first.labels.len();
            let mut head = vec![format!("en tête {}", first.told())];
            for rank in middle {
                if named >= NAMED || rank.labels.len() > NAMED {
                    break;
                }
                named += rank.labels.len();
                head.push(rank.told());
            }
            let (first, rest) = head.split_at(1);
            let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
            let then =
                if rest.is_empty() { String::new() } else { format!(", puis {}", french::list(&rest)) };
            let end = if last.labels.len() > NAMED { "au plus bas," } else { "en dernier" };
            format!("{}{then}{NBSP}; {end} {}", first[0], last.told())
        }
    };
    let silence = match (missing && !ranks.is_empty(), secret && !ranks.is_empty()) {
        (true, true) => ", des valeurs manquent ou sont masquées",
        (true, false) => ", des valeurs manquent",
        (false, true) => ", des valeurs sont masquées",
        (false, false) => "",
    };
    format!("{told}{silence}")
}

/// `Premier rang : Commune (20,0 %) ; deuxième : EPCI (16,9 %)`.
pub fn podium(figure: &Figure, grid: &Grid) -> String {
    const WORDS: [&str; 3] = ["Premier rang", "Deuxième rang", "Troisième rang"];
    let mut place = 0;
    let mut told = Vec::new();
    let Some(series) = figure.series.first() else { return String::new() };
    for rank in ranks(figure, series, grid) {
        let word = WORDS[place.min(2)];
        let word = if place > 0 { word.to_lowercase() } else { word.to_owned() };
        let tied = if rank.labels.len() > 1 { ", à égalité" } else { "" };
        told.push(format!("{word}{tied}{NBSP}: {} ({})", names(&rank.labels), rank.amount));
        place += rank.labels.len();
    }
    told.join(&format!("{NBSP}; "))
}

/// `Janvier 2024 : Oui 60 %, Non 40 %`, one for each place; `2023 (60 %), 2024
/// (40 %)` where a name ends like a number, since two figures side by side read as one.
pub fn parts(figure: &Figure, grid: &Grid) -> Vec<String> {
    let numeric = figure.series.iter().any(|series| series.name.ends_with(|c: char| c.is_ascii_digit()));
    let place = |n: usize| {
        let parts = figure.series.iter().map(|series| {
            let amount = match series.points[n].number() {
                Some(number) => figure.amount(number),
                None => figure.cell(series.points[n]),
            };
            if numeric { format!("{} ({amount})", series.name) } else { format!("{} {amount}", series.name) }
        });
        format!("{}{NBSP}: {}", grid.places[n].label, parts.collect::<Vec<_>>().join(", "))
    };
    (0..grid.places.len()).map(place).collect()
}
