//! What the theme's pages need to know of the site: typed for templates, asked for when it is missing, old or of the
//! wrong type. Which facts, and why, is the theme's to say.
use crate::base::date::Date;
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::diagnostic::nearest;
use crate::base::span::Span;
use crate::model::config::EXPECTED;
use crate::model::map::Map;
use crate::model::site::Site;
use crate::model::theme::Fact;
use crate::model::theme::FactType;
use crate::model::theme::ThemePage;
use crate::model::value::Field;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Value;
use crate::plan::typing;

/// Days before its end from which an expiry is told.
const NOTICE: i64 = 30;

/// The groups of settings that hold facts, for templates: dates are dates, and
/// what is not given is null.
pub fn groups(site: &Site) -> Vec<(String, Value)> {
    let facts = &site.theme.settings.facts;
    let mut tops: Vec<&str> = facts.keys().map(|path| path.split('.').next().unwrap_or(path)).collect();
    tops.dedup();
    let value = |top: &str| match (site.config.fields.get(top), facts.get(top)) {
        (Some(node), Some(fact)) => typing::value(&fact.holds, node),
        (Some(node), None) => node.map().map_or_else(|| node.value(), |fields| group(site, top, fields)),
        (None, _) => Value::Null,
    };
    tops.into_iter().map(|top| (top.to_owned(), value(top))).collect()
}

/// The names that facts give to what stands right below `path`.
fn below<'a>(site: &'a Site, path: &'a str) -> impl Iterator<Item = &'a str> {
    let inner = move |fact: &'a String| fact.strip_prefix(path)?.strip_prefix('.');
    site.theme.settings.facts.keys().filter_map(inner).map(|rest| rest.split('.').next().unwrap_or(rest))
}

fn group(site: &Site, path: &str, fields: &Fields) -> Value {
    let mut map: Map = below(site, path).map(|name| (name.to_owned().into(), Value::Null)).collect();
    for Field { name, node, .. } in &fields.0 {
        let here = format!("{path}.{name}");
        let inner = node.map().filter(|_| below(site, &here).next().is_some());
        let value = match (site.theme.settings.facts.get(&here), inner) {
            (Some(fact), _) => typing::value(&fact.holds, node),
            (None, Some(fields)) => group(site, &here, fields),
            (None, None) => node.value(),
        };
        map.insert(name.clone().into(), value);
    }
    Value::Map(map.into())
}

/// What is wrong with the facts that are given.
pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for (path, fact) in &site.theme.settings.facts {
        let Some(node) = site.config.at(path) else { continue };
        let told = diagnostics.len();
        typing::check(&site.config.path, (path, &fact.holds), node, diagnostics);
        if diagnostics.len() == told {
            renewed(site, fact, node, diagnostics);
            due(site, fact, node, diagnostics);
            replaced(site, fact, node, diagnostics);
            floors(site, fact, node, diagnostics);
        }
    }
    slips(site, None, &site.config.fields, diagnostics);
    security(site, diagnostics);
}

/// `security.txt` is to be ignored once its date is over (RFC 9116, 2.5.5).
fn security(site: &Site, diagnostics: &mut Diagnostics) {
    let Some(node) = site.config.at("security.expires") else { return };
    let Some(day) = date(node) else { return };
    let left = day.days() - site.today.days();
    let message = match left {
        ..0 => format!("le fichier security.txt n'est plus valable depuis le {}", day.french()),
        0 => format!("le fichier security.txt expire aujourd'hui, le {}", day.french()),
        1 => format!("le fichier security.txt expire demain, le {}", day.french()),
        2..=NOTICE => format!("le fichier security.txt expire le {}, dans {left} jours", day.french()),
        _ => return,
    };
    let help = "vérifiez le contact, puis repoussez « expires » d'un an au plus";
    let warning = Diagnostic::warning(Code::FactExpired, node.span(&site.config.path), message);
    diagnostics.push(warning.with_help(help));
}

/// A date that has to be renewed, and was not in time.
fn renewed(site: &Site, fact: &Fact, node: &Node, diagnostics: &mut Diagnostics) {
    let (Some(months), Some(day)) = (fact.months, date(node)) else { return };
    let Some(end) = later(day, months) else { return };
    if end >= site.today {
        return;
    }
    let message =
        format!("{}, le {}, n'est plus valable depuis le {}", fact.label, day.french(), end.french());
    let help = format!("elle vaut {months} mois : refaites ce qu'elle atteste, puis corrigez la date");
    let warning = Diagnostic::warning(Code::FactExpired, node.span(&site.config.path), message);
    diagnostics.push(warning.with_help(help));
}

/// A date that has to be renewed in some months of each year, and was not in
/// the last of those that are over.
fn due(site: &Site, fact: &Fact, node: &Node, diagnostics: &mut Diagnostics) {
    let Some(day) = date(node).filter(|_| !fact.due.is_empty()) else { return };
    let start = |year: i16, month: u32| Date::new(year, i8::try_from(month).ok()?, 1);
    let year = site.today.year();
    let months =
        [year, year - 1].into_iter().flat_map(|year| fact.due.iter().rev().map(move |it| (year, *it)));
    let over = |first: &Date| later(*first, 1).is_some_and(|end| end <= site.today);
    let Some(last) = months.filter_map(|(year, month)| start(year, month)).find(over) else { return };
    if day >= last {
        return;
    }
    let message =
        format!("{} date du {} : celle de {} manque", fact.label, day.french(), last.french_month());
    let named = |month: &u32| start(year, *month).map(|first| first.month_name());
    let named: Vec<&str> = fact.due.iter().filter_map(named).collect();
    let help = format!(
        "elle se fait chaque année en {} : complétez les chiffres, puis corrigez la date",
        named.join(" et en ")
    );
    let warning = Diagnostic::warning(Code::FactExpired, node.span(&site.config.path), message);
    diagnostics.push(warning.with_help(help));
}

/// So many months later; the last day of a month that is too short.
fn later(day: Date, months: u32) -> Option<Date> {
    let count = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + i64::from(months);
    let (year, month) = (i16::try_from(count.div_euclid(12)).ok()?, count.rem_euclid(12) as i8 + 1);
    (1..=day.day()).rev().find_map(|number| Date::new(year, month, number))
}

fn date(node: &Node) -> Option<Date> {
    node.text()?.parse().ok()
}

/// A word that was good until a day that is over.
fn replaced(site: &Site, fact: &Fact, node: &Node, diagnostics: &mut Diagnostics) {
    let written = node.text().unwrap_or_default();
    let Some((_, day)) = fact.until.iter().find(|(word, day)| word == written && *day < site.today) else {
        return;
    };
    let message = format!("{}, « {written} », n'est plus à jour depuis le {}", fact.label, day.french());
    let good = match &fact.holds {
        FactType::Choice(words) => words.iter().find(|word| fact.until.iter().all(|(old, _)| old != *word)),
        _ => None,
    };
    let help = good.map_or_else(String::new, |word| format!(" à « {word} »"));
    let warning = Diagnostic::warning(Code::FactExpired, node.span(&site.config.path), message);
    diagnostics.push(warning.with_help(format!("refaites ce qui s'y rapporte, puis passez{help}")));
}

/// A word that a percentage does not bear out.
fn floors(site: &Site, fact: &Fact, node: &Node, diagnostics: &mut Diagnostics) {
    let Some((of, floors)) = &fact.floors else { return };
    let written = node.text().unwrap_or_default();
    let Some((_, floor)) = floors.iter().find(|(word, _)| word == written) else { return };
    let Some(rate) = site.config.at(of).and_then(typing::percent) else { return };
    if rate >= f64::from(*floor) {
        return;
    }
    let rate_text = rate.to_string().replace('.', ",");
    let message = format!("« {written} » demande {floor} % au moins, et « {of} » dit {rate_text} %");
    let holding = floors.iter().filter(|(_, floor)| rate >= f64::from(*floor)).max_by_key(|(_, floor)| floor);
    let lowest = match &fact.holds {
        FactType::Choice(words) => words.first(),
        _ => None,
    };
    let word = holding.map(|(word, _)| word).or(lowest);
    let help = word.map_or_else(|| "corrigez l'un des deux".to_owned(), |word| format!("écrivez « {word} »"));
    let fault = Diagnostic::error(Code::SettingInvalid, node.span(&site.config.path), message);
    diagnostics.push(fault.with_help(help));
}

/// Settings whose name is nearly that of a fact, or of the group that holds it.
fn slips(site: &Site, path: Option<&str>, fields: &Fields, diagnostics: &mut Diagnostics) {
    let facts = &site.theme.settings.facts;
    let known: Vec<&str> = match path {
        Some(path) => below(site, path).collect(),
        None => facts.keys().map(|path| path.split('.').next().unwrap_or(path)).collect(),
    };
    for field in &fields.0 {
        let here = path.map_or_else(|| field.name.clone(), |path| format!("{path}.{}", field.name));
        if known.contains(&field.name.as_str()) {
            if let (Some(fields), false) = (field.node.map(), facts.contains_key(&here)) {
                slips(site, Some(&here), fields, diagnostics);
            }
            continue;
        }
        let ours = path.is_none() && EXPECTED.contains(&field.name.as_str());
        let absent = |near: &&str| fields.get(near).is_none();
        let near = nearest(&field.name, known.iter().copied()).filter(absent);
        if let (Some(near), false) = (near, ours || field.name.chars().count() <= 3) {
            let message = format!("la clé « {} » ressemble à « {near} » et n'est pas la même", field.name);
            let warning = Diagnostic::warning(Code::SettingUnknown, field.span(&site.config.path), message);
            diagnostics.push(warning.with_help(format!("vouliez-vous écrire « {near} » ?")));
        }
    }
}

/// All that a page of the theme lacks, told once.
pub fn missing(site: &Site, page: &ThemePage, diagnostics: &mut Diagnostics) {
    let facts = &site.theme.settings.facts;
    let asked = |fact: &Fact| match &fact.only {
        Some((other, words)) => {
            site.config.at(other).and_then(Node::text).is_some_and(|word| words.iter().any(|it| it == word))
        }
        None => true,
    };
    let lacks = |path: &&String| site.config.at(path).is_none() && facts.get(*path).is_none_or(asked);
    let missing: Vec<&String> = page.needs.iter().filter(lacks).collect();
    if missing.is_empty() {
        return;
    }
    let label = |path: &&String| facts.get(*path).map_or_else(|| (*path).clone(), |fact| fact.label.clone());
    let labels: Vec<String> = missing.iter().map(label).collect();
    let message = match labels.as_slice() {
        [one] => format!("il manque à la page « {} » {one}", page.title),
        several => {
            format!(
                "il manque {} informations à la page « {} » : {}",
                several.len(),
                page.title,
                several.join(", ")
            )
        }
    };
    let names: Vec<&str> = missing.iter().map(|path| path.as_str()).collect();
    let help = format!(
        "renseignez dans {} : {} ; ou écrivez votre page à l'adresse {}",
        site.config.path,
        names.join(", "),
        page.route
    );
    let warning = Diagnostic::warning(Code::FactMissing, Span::top(&site.config.path), message);
    diagnostics.push(warning.with_help(help));
}
