//! What follows the name of a directive.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use kiosque::parse::attributes::read;
use kiosque::parse::attributes::split;
use proptest::prelude::any;
use proptest::prelude::prop_assert;
use proptest::proptest;

fn pairs(text: &str) -> Vec<(String, String)> {
    let list = read(text).unwrap_or_else(|fault| panic!("{text:?}: {fault:?}")).list;
    list.into_iter().map(|attribute| (attribute.name, attribute.value)).collect()
}

#[test]
fn attributes_are_read_in_the_order_of_writing() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("", &[]),
        ("  \t ", &[]),
        ("#id .a .b", &[("id", "id"), ("class", "a b")]),
        ("#id.a.b", &[("id", "id"), ("class", "a b")]),
        (".a class=\"b c\" .d", &[("class", "a b c d")]),
        ("titre=\"L'eau\"", &[("titre", "L'eau")]),
        ("titre='dit \"oui\"'", &[("titre", "dit \"oui\"")]),
        (r#"titre="a \"b\" \\ \n c""#, &[("titre", r#"a "b" \ \n c"#)]),
        ("src=/img/é.png?x largeur=50%", &[("src", "/img/é.png?x"), ("largeur", "50%")]),
        ("titre=l'eau", &[("titre", "l'eau")]),
        ("ouvert clé = \"x\" fin", &[("ouvert", ""), ("clé", "x"), ("fin", "")]),
        ("a=\"\"", &[("a", "")]),
        ("a=\"1\"b=\"2\"", &[("a", "1"), ("b", "2")]),
        ("a=\"}\n]\" data-x:y=z", &[("a", "}\n]"), ("data-x:y", "z")]),
    ];
    for (text, expected) in cases {
        let expected: Vec<_> = expected.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(pairs(text), expected, "{text:?}");
    }
}

#[test]
fn what_cannot_be_read_is_said_at_its_place() {
    for (text, at, words) in [
        ("a=\"x", 2, "n'est pas refermé"),
        ("é=1 é=2", 5, "donné deux fois"),
        ("#a #b", 3, "donné deux fois"),
        ("a= ", 0, "manque"),
        ("a b=", 2, "manque"),
        ("x #", 2, "un identifiant doit suivre « # »"),
        (". a", 0, "une classe doit suivre « . »"),
        ("a } b", 2, "n'a pas de sens"),
        ("\"a\"", 0, "n'a pas de sens"),
        ("a={b", 0, "manque"),
    ] {
        let fault = read(text).expect_err(text);
        assert!(fault.at == at && fault.message.contains(words), "{text:?}: {fault:?}");
    }
}

#[test]
fn a_label_and_attributes_are_told_from_the_text() {
    for (text, label, count, rest) in [
        ("", None, 0, ""),
        (" suite", None, 0, " suite"),
        ("[Titre] suite", Some("Titre"), 0, " suite"),
        ("[a [b](c) d]{x=1}.", Some("a [b](c) d"), 1, "."),
        (r"[a \] b]{#i .c k='}'} fin", Some(r"a \] b"), 3, " fin"),
        ("[le code `]` ici]!", Some("le code `]` ici"), 0, "!"),
        ("[un ` seul] après", Some("un ` seul"), 0, " après"),
        ("[``a`]``]x", Some("``a`]``"), 0, "x"),
        ("{a}[b]", None, 1, "[b]"),
        ("[]{}", Some(""), 0, ""),
        ("[é]é", Some("é"), 0, "é"),
        (" {a}", None, 0, " {a}"),
    ] {
        let parts = split(text).unwrap_or_else(|fault| panic!("{text:?}: {fault:?}"));
        assert_eq!(parts.label.map(|range| &text[range]), label, "{text:?}");
        assert_eq!((parts.attributes.list.len(), &text[parts.rest..]), (count, rest), "{text:?}");
    }
}

#[test]
fn what_is_left_open_is_said_and_costs_little() {
    for (text, at) in [("[a", 0), ("[a]{b", 3), ("{a=\"", 3), ("[a]{b {c}", 6), ("{", 0)] {
        assert_eq!(split(text).expect_err(text).at, at, "{text:?}");
    }
    for unit in ["[", "[a`", "{a", "{a=\"", "{a b ", "[a]{", "[`` ` ", "{.a"] {
        let hostile = unit.repeat(200_000);
        for start in (0..hostile.len()).step_by(unit.len() * 20) {
            assert!(split(&hostile[start..]).is_err(), "{unit:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), written in "[\\[{#. a-c=\"'`\\\\}\\]é]{0,40}") {
        for text in [text.as_str(), written.as_str()] {
            if let Ok(parts) = split(text) {
                prop_assert!(text.is_char_boundary(parts.rest));
                for attribute in parts.attributes.list {
                    prop_assert!(text.get(attribute.at).is_some() && !attribute.name.is_empty());
                }
            }
            if let Err(fault) = read(text) {
                prop_assert!(text.is_char_boundary(fault.at));
            }
        }
    }
}
