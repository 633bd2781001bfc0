//! `kiosque agenda`: what will change in the coming days though nobody edits
//! anything. Nothing is guessed: the road is walked for each day, and what it
//! gives is held against the day before.
mod changes;
mod human;
mod ledger;
mod parts;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use clap::Args;

use crate::base::date::Date;
use crate::cli::DONE;
use crate::cli::FAULTY;
use crate::cli::agenda::changes::Agenda;
use crate::cli::agenda::changes::Day;
use crate::cli::agenda::ledger::Ledger;
use crate::cli::arguments::Form;
use crate::cli::arguments::Format;
use crate::cli::arguments::JudgingOptions;
use crate::cli::arguments::RoundOptions;
use crate::cli::arguments::StyleOptions;
use crate::cli::arguments::TellingOptions;
use crate::cli::arguments::day;
use crate::cli::round;
use crate::cli::round::Walker;
use crate::edge::console;
use crate::edge::observe::Seen;
use crate::edge::observe::Touched;

#[derive(Debug, Args)]
pub struct AgendaOptions {
    /// Nombre de jours à venir, de 1 à 1000.
    #[arg(long, default_value_t = 30, value_name = "NOMBRE", value_parser = count)]
    days: u32,
    /// Jour de départ, AAAA-MM-JJ (par défaut : aujourd'hui dans le fuseau du site).
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
    /// Forme de la réponse.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

fn count(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|count| (1..=1000).contains(count))
        .ok_or_else(|| "écrivez un nombre de 1 à 1000".to_owned())
}

pub fn run(root: &Path, options: &AgendaOptions) -> io::Result<u8> {
    let mut walker = Walker::new(root)?;
    let first = walker.look(&Touched::Anything)?;
    let start = round::today(&first.snapshot, &asked(options.today))?;
    let days = (0..=i64::from(options.days)).map_while(|more| Date::of_days(start.days() + more));
    let (ledger, mut agenda, mut before) = (Ledger::default(), Agenda::default(), None);
    for date in days {
        let (snapshot, diagnostics) = (first.snapshot.clone(), first.diagnostics.clone());
        let seen = Seen { snapshot, diagnostics, moved: BTreeSet::new() };
        let asked = asked(Some(date));
        let round = walker.walk(seen, &asked, &ledger)?;
        let refused = round.refused;
        if refused && before.is_none() {
            round::tell(root, &round.build.diagnostics, &round.snapshot, &asked.telling);
            return Ok(FAULTY);
        }
        let now = Day { date, round, prints: ledger.turn() };
        agenda.note(before.as_ref(), &now);
        if refused {
            // From here on nothing is published: later days would show nothing new.
            break;
        }
        before = Some(now);
    }
    agenda.gather();
    console::print(&match options.format {
        Form::Human => human::human(&agenda),
        Form::Json => {
            let json = serde_json::to_string_pretty(&agenda);
            json.expect("texts and lists always have a JSON form") + "\n"
        }
    });
    Ok(DONE)
}

/// What visitors see: no draft, and no warning that stops publication.
fn asked(today: Option<Date>) -> RoundOptions {
    RoundOptions {
        base_url: None,
        today,
        drafts: false,
        style: StyleOptions { no_purge: false },
        judging: JudgingOptions { strict: false },
        telling: TellingOptions { format: Format::Human, quiet: true },
    }
}
