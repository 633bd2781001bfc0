//! Addresses made from titles: the old ones stay, the new ones read well.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use kiosque::base::slug::anchor;
use kiosque::base::slug::django;
use kiosque::base::slug::french;
use proptest::prelude::any;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::proptest;

#[test]
fn three_manners_of_naming() {
    // title, django, french, anchor
    for (title, as_django, as_french, as_anchor) in [
        (
            "L’eau au cœur de l'été",
            "leau-au-cur-de-lete",
            "l-eau-au-coeur-de-l-ete",
            "l-eau-au-cœur-de-l-été",
        ),
        ("Maths, cartes et +", "maths-cartes-et", "maths-cartes-et", "maths-cartes-et"),
        ("« La » carte", "la-carte", "la-carte", "la-carte"),
        ("Ex æquo : n° 5 !", "ex-quo-n-5", "ex-aequo-n-5", "ex-æquo-n-5"),
        ("  _a_ -- b_ ", "a_-b", "a-b", "_a_-b_"),
        ("ça\u{a0}va\tbien\nici", "ca-va-bien-ici", "ca-va-bien-ici", "ça-va-bien-ici"),
        ("e\u{301}cole", "ecole", "ecole", "école"),
        ("ﬁn № ½", "fin-no-12", "fin-no-1-2", "ﬁn-½"),
        ("mot\u{ad}cle\u{200b}f\u{feff}", "motclef", "motclef", "motclef"),
        ("🚀", "", "", "section"),
        ("---", "", "", "section"),
        ("", "", "", "section"),
        ("Łódź, STRAẞE", "odz-strae", "lodz-strasse", "łódź-straße"),
        ("a.b/c?d#e&f", "abcdef", "a-b-c-d-e-f", "a-b-c-d-e-f"),
        ("données 日本", "donnees", "donnees", "données-日本"),
        ("a\x1fb\x01c", "a-bc", "a-b-c", "a-b-c"),
        ("\u{130}stanbul", "istanbul", "istanbul", "i\u{307}stanbul"),
    ] {
        assert_eq!(django(title), as_django, "django {title:?}");
        assert_eq!(french(title), as_french, "french {title:?}");
        assert_eq!(anchor(title), as_anchor, "anchor {title:?}");
    }
}

/// Titles of a real blog and the addresses that its readers know. The texts
/// are not ours to publish: the folder that holds them is told by the
/// environment, or stands beside the repository.
#[test]
fn real_titles_keep_their_addresses() {
    let shared = std::env::var("KIOSQUE_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let Ok(folder) = std::fs::read_dir(format!("{shared}/corpus/umap/blog")) else {
        return;
    };
    let known = [
        "partager-linformation-mieux-prevenir-le-risque-inondation-avec-umap",
        "umap-au-cur-de-la-communication-des-chambres-dagriculture",
        "la-carte-des-services-au-public-a-avoir-sur-son-site",
        "la-carte-interactive-des-subventions-europeennes",
        "presenter-ses-ressources-pedagogiques-sur-umap",
        "carte-des-zones-inondables-bassin-versant-de-la-neste",
        "umap-au-cur-de-la-formation-et-de-la-recherche",
        "umap-agents-publics-en-quelques-chiffres",
        "maths-umap-et",
    ];
    let mut files: Vec<_> = folder.map(|file| file.unwrap().path()).collect();
    files.sort();
    let slugs: Vec<String> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .map(|text| django(text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap()))
        .collect();
    assert_eq!(slugs, known);
}

proptest! {
    #[test]
    fn slugs_are_plain_and_stable(title in any::<String>()) {
        for slug in [django(&title), french(&title)] {
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }
        prop_assert_eq!(django(&django(&title)), django(&title));
        prop_assert_eq!(french(&french(&title)), french(&title));
        prop_assert!(!french(&title).contains('_'));
    }

    #[test]
    fn anchors_are_never_empty_and_stable(title in any::<String>()) {
        let id = anchor(&title);
        prop_assert!(!id.is_empty());
        prop_assert!(!id.chars().any(|c| c.is_whitespace() || c.is_control() || "\"'<>&#%".contains(c)));
        prop_assert_eq!(anchor(&id), id);
    }
}
