//! French spacing of running text. In the tables `_` is a no-break space and
//! `~` a narrow one, so that they can be seen.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::borrow::Cow;

use kiosque::base::typography::french;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prelude::prop_assert_eq;
use proptest::proptest;
use proptest::sample::select;
use proptest::test_runner::Config;
use proptest::test_runner::TestCaseError;

fn seen(text: &str, before: Option<char>) -> String {
    french(text, before).replace('\u{a0}', "_").replace('\u{202f}', "~")
}

#[test]
fn spaces_before_marks_do_not_break() {
    for (text, expected) in [
        ("Bonjour !", "Bonjour~!"),
        ("Quoi ? Oui ; voilà : ceci", "Quoi~? Oui~; voilà_: ceci"),
        ("Bonjour! Ça va? Oui; bien: oui", "Bonjour~! Ça va~? Oui~; bien_: oui"),
        ("Quoi ?! Non !!!", "Quoi~?! Non~!!!"),
        ("Quoi?! (vraiment!) Oui...", "Quoi~?! (vraiment~!) Oui…"),
        ("(sic !) fin", "(sic~!) fin"),
        ("Oui !... non", "Oui~!… non"),
        ("trop   d'espaces   !", "trop   d’espaces~!"),
        ("L'étape 1: lire", "L’étape 1_: lire"),
        ("voir :", "voir_:"),
        ("100 %; oui", "100_%~; oui"),
        ("(fin): suite", "(fin)_: suite"),
    ] {
        assert_eq!(seen(text, None), expected);
    }
}

#[test]
fn guillemets_hold_their_words() {
    for (text, expected) in [
        ("« mot »", "«_mot_»"),
        ("«mot»", "«_mot_»"),
        ("«mot», «mot».", "«_mot_», «_mot_»."),
        ("«  mot  » !", "«_mot_»~!"),
        ("« Quoi ? » dit-il", "«_Quoi~?_» dit-il"),
        ("«»", "«»"),
        ("« ", "«_"),
        ("...» fin", "…_» fin"),
        ("\"droits\" et “courbes”", "\"droits\" et “courbes”"),
    ] {
        assert_eq!(seen(text, None), expected);
    }
}

#[test]
fn numbers_keep_their_groups_and_units() {
    for (text, expected) in [
        ("1 368 454 cartes", "1~368~454 cartes"),
        ("12 345,50 €", "12~345,50_€"),
        ("64,4% et 3 % ou 10€", "64,4_% et 3_% ou 10_€"),
        ("200 k€, 3 M€, 4 Md€, 12 km, 20 °C", "200_k€, 3_M€, 4_Md€, 12_km, 20_°C"),
        ("61,9 ko (12 Mo)", "61,9_ko (12_Mo)"),
        ("de 9 h à 12 heures", "de 9_h à 12 heures"),
        ("02 40 12 34 56", "02 40 12 34 56"),
        ("2024-05 100 %, 0 800 123 456", "2024-05 100_%, 0~800~123~456"),
        ("en 2024 100 personnes", "en 2024 100 personnes"),
        ("130 025 265 00013", "130 025 265 00013"),
        ("10 20 100", "10 20 100"),
        ("A4 100 200 et 3,5 100 200", "A4 100 200 et 3,5 100 200"),
        ("n° 5, N° 12, 40° nord", "n°_5, N°_12, 40° nord"),
        ("le 1er à 12:30, 10€50", "le 1er à 12:30, 10€50"),
        ("M. Dupont et Mme Durand", "M._Dupont et Mme_Durand"),
        ("MM. Un et Deux, plan M. fin", "MM._Un et Deux, plan M. fin"),
    ] {
        assert_eq!(seen(text, None), expected);
    }
}

#[test]
fn apostrophes_and_dots() {
    for (text, expected) in [
        ("L'été d'Aujourd'hui", "L’été d’Aujourd’hui"),
        ("jusqu'", "jusqu’"),
        ("l'«État» n'1", "l’«_État_» n’1"),
        ("'mot' et l'an '98", "'mot' et l’an '98"),
        ("etc... et .... et ..", "etc… et .... et .."),
        ("../x et .../x", "../x et .../x"),
        ("[...]", "[…]"),
    ] {
        assert_eq!(seen(text, None), expected);
    }
}

#[test]
fn what_machines_read_is_left_alone() {
    for text in [
        "http://exemple.fr/?q=1;x",
        "https://exemple.fr/page?",
        "voir https://exemple.fr: ici",
        "exemple.fr/chemin?a=b&c=d!",
        "moi@exemple.fr; toi@exemple.fr; fin",
        "12:30 C:\\ std::fs a::b :: c",
        "un :-) deux ;-) trois ;) quatre :) cinq",
        "a != b ?x=1 !important :fleur: x",
        "abc12%20d a=5%",
        "déjà\u{a0}! bien\u{202f}? ou\u{a0}: «\u{202f}mot\u{202f}»",
        "1\u{202f}368\u{a0}454\u{202f}€",
        "",
        "rien à dire ici, vraiment.",
    ] {
        assert!(matches!(french(text, None), Cow::Borrowed(same) if same == text), "{:?}", seen(text, None));
    }
}

#[test]
fn a_no_break_space_is_never_doubled() {
    for (text, expected) in [("mot\u{a0} !", "mot_!"), ("« \u{202f}mot", "«~mot")] {
        assert_eq!(seen(text, None), expected);
    }
}

#[test]
fn a_text_knows_what_stands_before_it() {
    for (before, text, expected) in [
        (Some('x'), " !", "~!"),
        (Some('x'), "!", "~!"),
        (Some('x'), " : suite", "_: suite"),
        (Some('x'), "»", "_»"),
        (Some('«'), "mot", "_mot"),
        (Some('«'), " mot »", "_mot_»"),
        (Some('«'), "»", "»"),
        (Some('l'), "'été", "’été"),
        (Some('4'), " % des", "_% des"),
        (Some('4'), "% des", "_% des"),
        (Some(' '), "! mot", "! mot"),
        (Some('\u{a0}'), "! mot", "! mot"),
        (Some('\u{a0}'), " ! mot", "! mot"),
        (Some('.'), "...", "..."),
        (None, "! mot", "! mot"),
    ] {
        assert_eq!(seen(text, before), expected, "{before:?} {text:?}");
    }
}

/// What must be the same before and after.
fn bones(text: &str) -> String {
    let text = text.replace("...", "…").replace('\'', "’");
    text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect()
}

fn holds(text: &str, before: Option<char>) -> Result<(), TestCaseError> {
    let once = french(text, before);
    let twice = french(&once, before);
    prop_assert_eq!(&twice, &once);
    prop_assert_eq!(bones(&once), bones(text));
    Ok(())
}

const ATOMS: [&str; 44] = [
    " ", " ", "  ", "!", "?", ";", ":", "«", "»", "'", "’", "...", ".", "…", "a", "l", "é", "5", "000", "12",
    "%", "€", "k€", " km", "n°", "M", "M. ", "Mme D", "\u{a0}", "\u{202f}", "/", "//", "=", "@", "\\", "(",
    ")", "\"", ",", "-", "🎉", "\n", "°", "h",
];

proptest! {
    #![proptest_config(Config { cases: 3000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_text_is_set_once(text in any::<String>(), before in any::<Option<char>>()) {
        holds(&text, before)?;
    }

    #[test]
    fn any_mixture_of_marks_is_set_once(
        atoms in vec(select(&ATOMS[..]), 0..14),
        before in select(&[None, Some('«'), Some('5'), Some('a'), Some('.'), Some(' '), Some('\u{a0}'), Some(')'), Some('!')][..]),
    ) {
        holds(&atoms.concat(), before)?;
    }
}

#[test]
fn hostile_texts_take_no_longer() {
    for unit in
        ["a!", "!", ")!", "5 ", "000 ", "« ", "'", "l'", "...", "M. ", "a:", "5%", "\u{a0}", "   ", "a\"!"]
    {
        let text = unit.repeat(100_000);
        let _ = french(&text, Some('a'));
    }
}
