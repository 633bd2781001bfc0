//! The three settings files: everything they may say, and what is told of the rest.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod kind_and_theme;

use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::diagnostic::Severity;
use kiosque::base::path::SitePath;
use kiosque::base::span::LineColumn;
use kiosque::model::config::Config;
use kiosque::model::config::Typography;
use kiosque::model::kind::Content;
use kiosque::parse::settings::config;

pub type Read<T> = fn(&SitePath, &str, &mut Diagnostics) -> Option<T>;

/// What was read, and `E 3:4 code message | help` for each thing told.
pub fn take<T>(read: Read<T>, text: &str) -> (Option<T>, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let value = read(&SitePath::new("a.yaml"), text, &mut diagnostics);
    let told = diagnostics.sorted();
    let lines = told.iter().map(|said| {
        let Place::Bytes(span) = &said.at else { panic!("no place: {said:?}") };
        let at = LineColumn::of(text, span.start);
        let severity = match said.severity {
            Severity::Error => 'E',
            Severity::Warning => 'W',
            Severity::Note => 'N',
        };
        let help = said.help.as_deref().unwrap_or("?");
        format!("{severity} {}:{} {} {} | {help}", at.line, at.column, said.code.name(), said.message)
    });
    (value, lines.collect())
}

pub fn clean<T>(read: Read<T>, text: &str) -> T {
    let (value, told) = take(read, text);
    assert_eq!(told, Vec::<String>::new(), "{text}");
    value.unwrap()
}

/// Each text is told exactly what stands beside it: beginnings and cures.
pub fn faults<T>(read: Read<T>, cases: &[(&str, &[[&str; 2]])]) {
    for (text, expected) in cases {
        let (_, told) = take(read, text);
        assert_eq!(told.len(), expected.len(), "{text:?}: {told:#?}");
        for (line, [said, cure]) in told.iter().zip(*expected) {
            assert!(
                line.starts_with(said) && line.split_once(" | ").unwrap().1.contains(cure),
                "{text:?}: {line}"
            );
        }
    }
}

const CONFIG: &str = "\
title: Kiosque
base_url: https://exemple.gouv.fr
redirects: {/ancienne/: /nouvelle/, /loin/: 'https://ailleurs.fr/x?y#z', /ancre/: /page/#la}
select: {recents: {from: article, limit: 3}, tous: {from: article, content: true}}
identity: {brand: [République, Française], operator: X, service: Y, entity: Z}
navigation:
  - {label: Accueil, to: /}
  - label: Ressources
    children: [{label: Presse, to: /presse/}]
quick_links: [{label: A, to: /a/, icon: b}]
footer: {text: x, links: [{label: A, to: /a/}]}
accessibility: {status: non, page: /accessibilite/}
security: {contact: 'mailto:a@b.fr', expires: 2027-06-30, policy: https://x.fr}
couleur: [rouge, 2]
";

#[test]
fn a_whole_configuration_is_read_with_its_defaults() {
    let read: Config = clean(config::read, CONFIG);
    assert_eq!((read.title.as_str(), read.base_url.as_str()), ("Kiosque", "https://exemple.gouv.fr"));
    assert_eq!((read.lang.as_str(), read.theme.as_str(), read.typography), ("fr", "", Typography::French));
    let pairs: Vec<(&str, &str)> =
        read.redirects.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    let expected =
        [("/ancienne/", "/nouvelle/"), ("/loin/", "https://ailleurs.fr/x?y#z"), ("/ancre/", "/page/#la")];
    assert_eq!(pairs, expected);
    let limits: Vec<(usize, Content)> =
        read.select.values().map(|select| (select.limit, select.content)).collect();
    assert_eq!(limits, [(3, Content::Fields), (usize::MAX, Content::Whole)]);
    assert!(read.fields.get("couleur").is_some(), "unknown keys pass to templates");
}

#[test]
fn faults_of_a_configuration() {
    let whole = |rest: &str| format!("title: T\nbase_url: https://x.fr\n{rest}");
    let cases: Vec<(String, [&str; 2])> = [
        ("lnag: fr\n", ["W 3:1 cle-inconnue la clé « lnag »", "« lang »"]),
        ("typographie: true\n", ["W 3:1 cle-inconnue", "« typography »"]),
        ("typography: peut-être\n", ["E 3:13 reglage-invalide", "« true » ou « false »"]),
        ("timezone: Paris\n", ["E 3:11 reglage-invalide le fuseau horaire « Paris »", "Europe/Paris"]),
        ("lang: [fr]\n", ["E 3:7 reglage-invalide le réglage « lang » doit être un texte", ""]),
        ("redirects: {ancienne: /x/}\n", ["E 3:13 reglage-invalide l'adresse « ancienne »", "/ancienne"]),
        ("redirects: [a]\n", ["E 3:12 reglage-invalide", "nom: valeur"]),
        ("select: {a: {limit: 3}}\n", ["E 3:13 champ-obligatoire le réglage « from » manque", "from: …"]),
        ("select: {a: {from: b, limit: -1}}\n", ["E 3:30 reglage-invalide", "un nombre entier"]),
        ("navigation:\n  - {label: A}\n", ["E 4:5 champ-obligatoire le réglage « to » manque", "to: …"]),
        ("security: {contact: a@b.fr, expires: demain}\n", ["E 3:21 reglage-invalide", "mailto:a@b.fr"]),
    ]
    .into_iter()
    .map(|(rest, told)| (whole(rest), told))
    .collect();
    for (text, [said, cure]) in &cases {
        let (read, told) = take(config::read, text);
        assert!(read.is_some() && told[0].starts_with(said) && told[0].contains(cure), "{text}: {told:?}");
    }
    faults(
        config::read,
        &[
            (
                "",
                &[
                    ["E 1:1 champ-obligatoire le réglage « base_url »", ""],
                    ["E 1:1 champ-obligatoire le réglage « title »", "title: …"],
                ],
            ),
            ("title: T\nbase_url:\n", &[["E 2:1 champ-obligatoire le réglage « base_url » manque", ""]]),
            (
                "title: T\nbase_url: exemple.fr\n",
                &[["E 2:11 reglage-invalide l'adresse du site doit commencer", "https://exemple.gouv.fr"]],
            ),
            (
                "title: T\nbase_url: https://a b.fr\n",
                &[["E 2:11 reglage-invalide l'adresse du site ne peut pas contenir une espace", ""]],
            ),
            (
                "title: T\nbase_url: https://a\"b.fr\n",
                &[["E 2:11 reglage-invalide l'adresse du site ne peut pas contenir « \" »", ""]],
            ),
            (
                "title: T\nbase_url: https://x.fr/\n",
                &[["N 2:11 reglage-invalide la barre à la fin", "base_url: https://x.fr"]],
            ),
            ("- title: T\n", &[["E 1:1 reglage-invalide ce fichier", "sans tiret"]]),
        ],
    );
    let (trimmed, _) = take(config::read, "title: T\nbase_url: https://x.fr/site/\n");
    assert_eq!(trimmed.unwrap().base_url, "https://x.fr/site");
}

mod any_settings {
    use kiosque::parse::settings::config;
    use kiosque::parse::settings::kind;
    use kiosque::parse::settings::theme;
    use proptest::prelude::ProptestConfig;
    use proptest::proptest;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn never_panic(text in "((title|base_url|route|name|fields|list|select|type|of|pages|styles|publish|redirects|navigation|security|taxonomies)(: |:\n  |: \\{|: \\[)|/\\{slug\\}|/a|\\}|\\]|, |\n|  - |map|text|é|[0-9]){0,30}") {
            crate::take(config::read, &text);
            crate::take(kind::read, &text);
            crate::take(theme::read, &text);
        }
    }
}
