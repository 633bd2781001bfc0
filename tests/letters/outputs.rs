//! What one file gives, and for whom.
use std::collections::BTreeSet;

use kiosque::base::path::Route;
use kiosque::model::letter::Target;

use crate::site::Site;
use crate::with;

fn route() -> Route {
    Route::new("/lettres/une/").unwrap()
}

#[test]
fn one_file_gives_a_page_an_email_and_its_plain_text() {
    let built = with("Bonjour,\n\nUn *mot*\n**et**\n[un lien](https://exemple.fr/a).").build();
    assert_eq!(built.lines(), Vec::<String>::new());
    let all: BTreeSet<&str> =
        built.addresses().into_iter().filter(|it| it.starts_with("/lettres/")).collect();
    assert_eq!(all, ["/lettres/une/", "/lettres/une/email.html", "/lettres/une/email.txt"].into());
    let html = built.page("/lettres/une/email.html");
    assert!(
        html.contains("Un <em>mot</em> <strong>et</strong> <a href=\"https://exemple.fr/a\">un lien</a>."),
        "{html}"
    );
    let text = built.page("/lettres/une/email.txt");
    assert!(text.contains("\nUn mot et un lien [1].\n"), "{text}");
    assert!(text.contains("\n[1] https://exemple.fr/a\n"), "{text}");
}

#[test]
fn addresses_are_whole_and_styles_are_in_the_elements() {
    let site = with("[la page](/), [ce texte](une.md).").with("content/index.md", "---\ntitle: A\n---\n");
    let html = site.build().page("/lettres/une/email.html");
    assert!(html.contains("href=\"https://essai.exemple.gouv.fr/\""), "{html}");
    assert!(html.contains("href=\"https://essai.exemple.gouv.fr/lettres/une/\""), "{html}");
    assert!(html.contains("class=\"content\" style=\"color:#161616;background-color:#ffffff\""), "{html}");
    assert!(!html.contains("<style"), "{html}");
}

#[test]
fn each_sender_finds_its_own_words_once_in_each_body() {
    let site = with("Bonjour.");
    let built = site.build();
    let neutral = built.page("/lettres/une/email.html");
    for target in Target::ALL {
        let letter = built.build.letter(&route(), target).value.unwrap();
        let expected = target.unsubscribe().unwrap_or("mailto:lettre@exemple.gouv.fr?subject=Fin");
        assert_eq!(letter.html.matches(expected).count(), 1, "{target:?}: {}", letter.html);
        assert_eq!(letter.text.matches(expected).count(), 1, "{target:?}: {}", letter.text);
        assert_eq!(letter.html == neutral, target.unsubscribe().is_none(), "{target:?}");
    }
    let public = built.files.values().filter_map(|artifact| match artifact {
        kiosque::model::output::Artifact::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        kiosque::model::output::Artifact::Copy { .. } => None,
    });
    for text in public {
        assert!(!text.contains("{{") && !text.contains("[[") && !text.contains("*|"), "{text}");
    }
}

#[test]
fn a_letter_knows_who_sends_it_and_when() {
    let built = with("Bonjour.").build();
    let letter = built.build.letter(&route(), Target::Eml).value.unwrap();
    assert_eq!(letter.date, "2025-05-02T09:00:00+02:00");
    assert_eq!(letter.slug, "une");
    assert_eq!(letter.subject, "Une lettre");
    assert_eq!(letter.from.name.as_deref(), Some("Équipe Essai"));
    assert_eq!(letter.from.address.as_deref(), Some("lettre@exemple.gouv.fr"));
    assert_eq!(letter.list.unsubscribe, ["mailto:lettre@exemple.gouv.fr?subject=Fin"]);
    assert_eq!(letter.page, "https://essai.exemple.gouv.fr/lettres/une/");
    assert!(built.build.letter(&Route::home(), Target::Eml).value.is_none());
}

#[test]
fn a_letter_that_lives_elsewhere_has_no_email_and_its_kind_costs_others_nothing() {
    let text =
        "---\ntitle: Une lettre\ndate: 2025-05-02\nlink: https://envoi.exemple.fr/x.html\n---\n\nUn mot.\n";
    let built = crate::raw(text).build();
    assert!(built.build.letters().is_empty(), "{:?}", built.addresses());
    assert!(!built.addresses().iter().any(|it| it.contains("email.")));
    let plain = Site::read("journal").build();
    assert!(plain.build.letters().is_empty());
}

#[test]
fn two_builds_give_the_same_bytes() {
    let site = with("Bonjour, *vous*.\n\n- un\n- deux\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n");
    let (one, two) = (site.build(), site.build());
    assert_eq!(one.files, two.files);
}
