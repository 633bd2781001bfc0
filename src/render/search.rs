//! The files that the script of a search reads.
//!
//! A part is a line for each stem: the stem, a space, then its pages, each as
//! the distance from the one before in base 36 (nothing for the next one) and a
//! letter from A to Z for how much the stem tells of it.
use crate::base::fingerprint::Fingerprint;
use crate::base::stem;
use crate::base::stem::LONGEST;
use crate::model::search::Card;
use crate::model::search::Guide;
use crate::model::search::Postings;
use crate::model::search::SearchFile;
use crate::model::search::Section;
use crate::render::json::Json;

pub fn file(file: &SearchFile) -> String {
    match file {
        SearchFile::Guide(guide) => self::guide(guide).file(),
        SearchFile::Part(stems) => part(stems),
        SearchFile::Cards(cards) => Json::List(cards.iter().map(card).collect()).file(),
    }
}

/// With the rules by which words are compared, so that the script has none of its own.
fn guide(guide: &Guide) -> Json {
    let language = stem::language(&guide.lang);
    let steps = language.steps.iter().map(|step| {
        let rules =
            step.iter().map(|rule| Json::Text(format!("{} {} {}", rule.ending, rule.left, rule.gives)));
        Json::List(rules.collect())
    });
    let parts = guide.parts.iter().map(|(start, print)| Json::Text(format!("{start} {}", print.short())));
    let cards: Vec<String> = guide.cards.iter().map(Fingerprint::short).collect();
    Json::known(vec![
        ("pages", Json::count(guide.pages)),
        ("together", Json::count(guide.together)),
        ("longest", Json::count(LONGEST)),
        ("silent", Json::text(language.silent.join(" "))),
        ("steps", Json::List(steps.collect())),
        ("parts", Json::List(parts.collect())),
        ("cards", Json::text(cards.join(" "))),
    ])
}

fn card(card: &Card) -> Json {
    Json::known(vec![
        ("title", Json::text(&card.title)),
        ("url", Json::text(&card.url)),
        ("list", Json::optional(card.list.as_deref())),
        ("date", Json::optional(card.date.as_deref())),
        ("description", Json::optional(card.description.as_deref())),
        ("sections", Json::List(card.sections.iter().map(section).collect())),
    ])
}

fn section(section: &Section) -> Json {
    let some = |text: &str| if text.is_empty() { Json::Null } else { Json::text(text) };
    Json::known(vec![
        ("heading", some(&section.heading)),
        ("anchor", some(&section.anchor)),
        ("text", some(&section.text)),
    ])
}

fn part(stems: &[(Box<str>, Postings)]) -> String {
    let mut out = String::new();
    for (stem, postings) in stems {
        out.push_str(stem);
        out.push(' ');
        let mut next = 0;
        for (page, weight) in postings {
            if *page > next {
                base36(page - next, &mut out);
            }
            out.push(char::from(b'A' + weight.clamp(&1, &26) - 1));
            next = page + 1;
        }
        out.push('\n');
    }
    out
}

fn base36(number: u32, out: &mut String) {
    if number >= 36 {
        base36(number / 36, out);
    }
    out.push(char::from_digit(number % 36, 36).expect("a rest is below 36"));
}

#[cfg(test)]
mod tests {
    use crate::model::search::SearchFile;
    use crate::render::search::file;

    #[test]
    fn a_part_is_a_line_for_each_stem() {
        let stems = vec![("agent".into(), vec![(0, 1), (1, 26), (40, 40)]), ("é".into(), vec![(1300, 3)])];
        assert_eq!(file(&SearchFile::Part(stems)), "agent AZ12Z\né 104C\n");
    }
}
