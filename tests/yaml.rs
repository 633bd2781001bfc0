//! What authors get wrong in YAML, and what we tell them.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::time::Duration;
use std::time::Instant;

use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::diagnostic::Place;
use kiosque::base::diagnostic::Severity;
use kiosque::base::path::SitePath;
use kiosque::base::span::LineColumn;
use kiosque::model::value::Fields;
use kiosque::model::value::Node;
use kiosque::model::value::Yaml;
use kiosque::parse::yaml::read;

fn parse(text: &str) -> (Option<Node>, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let node = read(&SitePath::new("a.yaml"), text, 0, &mut diagnostics);
    (node, told(text, diagnostics))
}

/// `E 1:13 yaml-illisible message | help`
fn told(text: &str, diagnostics: Diagnostics) -> Vec<String> {
    let lines = diagnostics.sorted();
    let lines = lines.iter().map(|said| {
        let Place::Bytes(span) = &said.at else { panic!("no place: {said:?}") };
        let at = LineColumn::of(text, span.start);
        let severity = if said.severity == Severity::Error { 'E' } else { 'W' };
        let (code, help) = (said.code.name(), said.help.as_deref().unwrap_or("?"));
        format!("{severity} {}:{} {code} {} | {help}", at.line, at.column, said.message)
    });
    lines.collect()
}

/// Text, then what is told: place and code, a part of the message, a part of the help.
const MISTAKES: &[(&str, &[[&str; 3]])] = &[
    (
        "title: uMap : la carte\n",
        &[[
            "E 1:13 yaml-illisible",
            "« title » contient des deux-points",
            "entre guillemets : title: \"uMap : la carte\"",
        ]],
    ),
    ("a:\n  - nom: b : c\n", &[["E 2:12 yaml-illisible", "« nom » contient", "nom: \"b : c\""]]),
    ("a: dire \"oui\" : b\n", &[["E 1:15 yaml-illisible", "« a » contient", "a: 'dire \"oui\" : b'"]]),
    ("a:\n\t- b\n", &[["E 2:1 yaml-illisible", "une tabulation", "deux espaces"]]),
    ("b: c\n\tdate: d\n", &[["E 2:1 yaml-illisible", "une tabulation", "deux espaces"]]),
    ("a:\n\tb: c\n", &[["E 2:1 yaml-illisible", "une tabulation", "deux espaces"]]),
    (
        "a: \"b\nc: d\n",
        &[["E 1:4 yaml-illisible", "le guillemet ouvert ici n'est jamais refermé", "ajoutez \""]],
    ),
    (
        "a: 'b\nc: d\n",
        &[["E 1:4 yaml-illisible", "l'apostrophe ouverte ici n'est jamais refermée", "ajoutez '"]],
    ),
    ("a: [b, c\nd: e\n", &[["E 1:4 yaml-illisible", "le crochet ouvert ici n'est jamais refermé", "« ] »"]]),
    (
        "a: {b: c\nd: e\n",
        &[["E 1:4 yaml-illisible", "l'accolade ouverte ici n'est jamais refermée", "« } »"]],
    ),
    ("a: [1, 2]]\n", &[["E 1:10 yaml-illisible", "ne ferme rien", "supprimez-le"]]),
    ("a: @umap\n", &[["E 1:4 yaml-illisible", "ne peut pas commencer par « @ »", "\"@umap\""]]),
    ("a: %x\n", &[["E 1:4 yaml-illisible", "ne peut pas commencer par « % »", "\"%x\""]]),
    ("a: `x`\n", &[["E 1:4 yaml-illisible", "ne peut pas commencer par « ` »", "\"`x`\""]]),
    ("a: ? b\n", &[["E 1:4 yaml-illisible", "ne peut pas commencer par « ? »", "\"? b\""]]),
    ("title:\u{a0}x\nb: c\n", &[["E 1:7 yaml-illisible", "une espace insécable", "écrivez : title: x"]]),
    ("b: c\ntitle:\u{a0}x\n", &[["E 2:7 yaml-illisible", "une espace insécable", "écrivez : title: x"]]),
    ("a:\n  b:\u{a0}c\n", &[["E 2:5 yaml-illisible", "une espace insécable", "écrivez : b: c"]]),
    ("a:\n  -\u{a0}b\n", &[["E 2:4 yaml-illisible", "une espace insécable", "écrivez : - b"]]),
    (
        "a: b\n\u{a0}\u{a0}c: d\n",
        &[["E 2:1 yaml-illisible", "une espace insécable touche la clé « c »", "supprimez"]],
    ),
    (
        "title:Bonjour\nb: c\n",
        &[["E 1:7 yaml-illisible", "il manque une espace après « title: »", "title: Bonjour"]],
    ),
    (
        "b: c\ntitle:Bonjour\n",
        &[["E 2:7 yaml-illisible", "il manque une espace après « title: »", "title: Bonjour"]],
    ),
    ("a:\n-b\n-c\n", &[["E 2:2 yaml-illisible", "il manque une espace après « - »", "- b"]]),
    (
        "a: [x] suite\n",
        &[["E 1:8 yaml-illisible", "ne peut pas continuer après un crochet", "a: \"[x] suite\""]],
    ),
    ("a: [t](https://x)\n", &[["E 1:7 yaml-illisible", "ne peut pas continuer", "a: \"[t](https://x)\""]]),
    (
        "a: {{ page.title }}\n",
        &[["E 1:5 yaml-illisible", "une clé doit être un simple mot", "entre guillemets"]],
    ),
    ("a: *gras* b\n", &[["E 1:4 yaml-illisible", "« *gras* » renvoie à un repère", "\"*gras* b\""]]),
    ("a: &co la carte\n", &[["W 1:4 yaml-illisible", "« &co » est pris pour un repère", "entre guillemets"]]),
    (
        "a: !vite la carte\n",
        &[["W 1:4 yaml-illisible", "« !vite » est pris pour une étiquette", "entre guillemets"]],
    ),
    (
        "title: Carte #1\n",
        &[["W 1:14 yaml-illisible", "« #1 » est pris pour un commentaire", "\"Carte #1\""]],
    ),
    ("color: #fff\n", &[["W 1:8 yaml-illisible", "« #fff » est pris pour un commentaire", "\"#fff\""]]),
    ("a: 'l'été'\n", &[["E 1:7 yaml-illisible", "l'apostrophe qui ferme", "doublez l'apostrophe"]]),
    ("a: \"dire \"oui\"\"\n", &[["E 1:11 yaml-illisible", "le guillemet qui ferme", "entre apostrophes"]]),
    (
        "a: \"C:\\Users\"\n",
        &[["E 1:4 yaml-illisible", "« \\ » annonce un caractère spécial", "doublez la barre"]],
    ),
    ("a: > b\n", &[["E 1:4 yaml-illisible", "rien ne peut suivre", "passez à la ligne"]]),
    ("a: - b\n", &[["E 1:4 yaml-illisible", "sur la ligne de sa clé", "passez à la ligne"]]),
    ("a: b\n  c: d\n", &[["E 2:3 yaml-illisible", "le retrait de cette ligne", "alignez-la"]]),
    ("a:\n  - b\n - c\n", &[["E 3:2 yaml-illisible", "le retrait de cette ligne", "alignez-la"]]),
    ("a: b\nBonjour tout\nc: d\n", &[["E 2:1 yaml-illisible", "« Bonjour tout » n'a ni clé", "clé: valeur"]]),
    ("a: b\0c\n", &[["E 1:5 yaml-illisible", "un caractère nul", "supprimez-le"]]),
    ("a: b\n---\nc: d\n", &[["E 2:1 yaml-illisible", "un second document", "supprimez la ligne"]]),
    (
        "a: 1\nb: 2\na: 3\n",
        &[["E 3:1 cle-en-double", "« a » est écrite deux fois : ligne 1 puis ligne 3", "une seule"]],
    ),
    ("a: &x [*x]\n", &[["E 1:8 yaml-illisible", "la valeur qui le contient", "en toutes lettres"]]),
    ("a: &x b\nc: [*x, *y]\nd: *x\n", &[["E 2:9 yaml-illisible", "« *y » renvoie", ""]]),
    (": b\n", &[["E 1:1 yaml-illisible", "il manque un nom", "nom: valeur"]]),
    (
        "a: x : y\nb: @z\nc: \"d\ne: [f\ng:h\ni: ok #2\n",
        &[
            ["E 1:6 yaml-illisible", "« a » contient", "a: \"x : y\""],
            ["E 2:4 yaml-illisible", "commencer par « @ »", ""],
            ["E 3:4 yaml-illisible", "jamais refermé", ""],
            ["E 4:4 yaml-illisible", "jamais refermé", ""],
            ["E 5:3 yaml-illisible", "il manque une espace", ""],
            ["W 6:7 yaml-illisible", "commentaire", "\"ok #2\""],
        ],
    ),
];

#[test]
fn each_mistake_of_an_editor_has_its_place_and_its_cure() {
    for (text, expected) in MISTAKES {
        let (_, lines) = parse(text);
        assert_eq!(lines.len(), expected.len(), "{text:?}: {lines:#?}");
        for (line, [place, message, help]) in lines.iter().zip(*expected) {
            let (said, cure) = line.split_once(" | ").unwrap();
            assert!(
                said.starts_with(place) && said.contains(message) && cure.contains(help),
                "{text:?}: {line}"
            );
        }
    }
}

#[test]
fn messages_are_french_and_never_name_a_type() {
    for (text, _) in MISTAKES {
        for line in parse(text).1 {
            for word in ["expected", "found", "while", "invalid ", "String", "Scalar", "mapping", "Option"] {
                assert!(!line.contains(word), "{line}");
            }
            let message = line.splitn(4, ' ').nth(3).unwrap();
            assert!(!message.starts_with(char::is_uppercase) && !line.ends_with('.'), "{line}");
        }
    }
}

#[test]
fn scalars_keep_their_spelling() {
    for plain in
        ["2024", "01000", "1.10", "no", "on", "0o7", ".inf", "1_000", "+33", "2025-01-30", "12:30", "<<x"]
    {
        let (node, told) = parse(&format!("a: {plain}\n"));
        assert_eq!(told, Vec::<String>::new());
        let node = node.unwrap();
        let a = node.map().unwrap().get("a").unwrap();
        assert_eq!(a.yaml, Yaml::Scalar { text: plain.to_owned(), quoted: false }, "{plain}");
        assert_eq!(a.range, (3, 3 + plain.len() as u32));
    }
    for (written, text) in
        [("\"5\"", "5"), ("'no'", "no"), ("|\n  5\n", "5\n"), (">-\n  b\n  c", "b c"), ("!!str 5", "5")]
    {
        let (node, _) = parse(&format!("a: {written}\n"));
        let node = node.unwrap();
        assert_eq!(
            node.map().unwrap().get("a").unwrap().yaml,
            Yaml::Scalar { text: text.to_owned(), quoted: true }
        );
    }
}

#[test]
fn places_count_from_the_start_of_the_file() {
    let text = "é: [à, {b: c}]\r\nd:\r\n  - e\r\n";
    let node = read(&SitePath::new("a"), text, 100, &mut Diagnostics::default()).unwrap();
    let slice = |range: (u32, u32)| &text[range.0 as usize - 100..range.1 as usize - 100];
    let fields = node.map().unwrap();
    assert_eq!((slice(node.range), slice(fields.0[0].range)), (text.trim_end(), "é"));
    let list = fields.get("é").unwrap();
    assert_eq!(slice(list.range), "[à, {b: c}]");
    assert_eq!(slice(list.list().unwrap()[1].map().unwrap().get("b").unwrap().range), "c");
    assert_eq!(slice(fields.get("d").unwrap().list().unwrap()[0].range), "e");
}

#[test]
fn references_and_merged_keys_are_unfolded() {
    let (node, told) = parse("base: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\nd: *b\n");
    assert_eq!(told, Vec::<String>::new());
    let node = node.unwrap();
    let fields = node.map().unwrap();
    let c = fields.get("c").and_then(Node::map).unwrap();
    assert_eq!((c.text("x"), c.text("y")), (Some("1"), Some("3")));
    assert_eq!(fields.get("d").and_then(Node::map).and_then(|d| d.text("y")), Some("2"));
}

#[test]
fn nothing_written_is_null_and_comments_are_nothing() {
    for text in ["a:\n  12:30\n", "a:\n  mailto:b@c.fr\n", "a:\n  https://b.fr\n", "a: b:c\n", "- a:b\n"] {
        assert_eq!(parse(text).1, Vec::<String>::new(), "{text:?}");
    }
    for text in ["", "\u{feff}", "\n\n", "# rien\n", "---\n", "  \r\n"] {
        let (node, told) = parse(text);
        assert_eq!((node.map(|node| node.yaml), told), (Some(Yaml::Null), vec![]), "{text:?}");
    }
    let (node, told) = parse("a:\nb: ~ # note\nc: null  # x\nd: e # suite\n");
    let values = node.unwrap().map().cloned().unwrap_or(Fields::default()).value();
    assert_eq!((values.get("d").and_then(|d| d.as_text()), told), (Some("e"), vec![]));
}

#[test]
fn hostile_files_are_refused_or_read_in_bounded_time() {
    let bomb = (0..12).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        format!("{text}a{}: &a{} [{}]\n", n + 1, n + 1, vec![format!("*a{n}"); 10].join(","))
    });
    let fat = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(100_000), "*a,".repeat(10_000));
    let cases: Vec<(&str, String, bool)> = vec![
        ("alias bomb", bomb, false),
        ("fat alias", fat, false),
        ("dashes", "- ".repeat(20_000), false),
        ("brackets", "[".repeat(20_000), false),
        ("braces", "{a: ".repeat(20_000), false),
        ("question marks", "? ".repeat(20_000), false),
        ("indented keys", (0..500).map(|n| format!("{}a:\n", " ".repeat(n))).collect(), false),
        ("many keys", (0..100_000).map(|n| format!("k{n}: v\n")).collect(), true),
        ("one key again", "k: v\n".repeat(100_000), true),
        ("broken keys", "k: v : w\n".repeat(100_000), false),
        ("many commas", format!("a: [{}]", ",".repeat(1_000_000)), false),
        ("long scalar", format!("a: {}\n", "é".repeat(5_000_000)), true),
        ("long quoted", format!("a: \"{}\n", "x ".repeat(5_000_000)), false),
        ("long key", format!("{}: b\n", "k".repeat(10_000_000)), false),
        ("colons", ": ".repeat(1_000_000), false),
        ("hashes", "a: b #c\n".repeat(100_000), true),
        ("anchors", (0..20_000).map(|n| format!("k{n}: &a{n} v\n")).collect(), true),
        ("nul bytes", "\0".repeat(100_000), false),
        ("blanks", " ".repeat(10_000_000), true),
        ("tabs", "\t".repeat(1_000_000), true),
    ];
    for (name, text, readable) in cases {
        let start = Instant::now();
        let (node, told) = parse(&text);
        assert_eq!(node.is_some(), readable, "{name}: {told:?}");
        assert!(told.len() <= 50, "{name}: {} messages", told.len());
        assert!(readable || !told.is_empty(), "{name}");
        let taken = start.elapsed();
        println!("{name}: {taken:?}");
        assert!(taken < Duration::from_secs(20), "{name}: {taken:?}");
    }
}

mod any_text {
    use proptest::prelude::ProptestConfig;
    use proptest::prelude::any;
    use proptest::proptest;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn never_panics(bytes in any::<Vec<u8>>()) {
            crate::parse(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn that_looks_like_yaml_never_panics(text in "([a-c]{1,2}|: |:|\n|  |- |\"|'|\\[|\\]|\\{|\\}|,|#|&a|\\*a|<<|\t|\u{a0}|é|\\||>|!x|@|\\\\|---|\r\n){0,40}") {
            crate::parse(&text);
        }
    }
}
