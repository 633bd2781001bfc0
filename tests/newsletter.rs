//! `kiosque newsletter`, run on a site that is really on the disk.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod command;
mod site;

use std::fs;

use command::Home;
use command::Told;
use command::names;

const KIND: &str = "name: lettre\nlabel: une lettre\nroute: /lettres/{stem}/\ntemplate: page.html\nexternal: link\n\
    formats: [web, email]\nembargo: date\nfields:\n  title: {type: text, required: true}\n  date: {type: date}\n\
    \x20 link: {type: link}\n  subject: {type: text}\n  preheader: {type: text}\n  send_date: {type: text}\n";

const CONFIG: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\nemail:\n\
    \x20 from_name: \"Équipe Essai (ANCT), la lettre\"\n  from_email: lettre@exemple.gouv.fr\n\
    \x20 unsubscribe: [\"https://essai.exemple.gouv.fr/fin/\", \"mailto:lettre@exemple.gouv.fr?subject=Fin\"]\n\
    \x20 list_id: lettre.exemple.gouv.fr\n";

const LETTER: &str = "---\ntitle: Une lettre\ndate: 2025-05-02\nsubject: \"Été : nᵒ 4 💫\"\n\
    preheader: Ce que cette lettre dit en quelques mots de plus\n---\n\nBonjour,\n\nUn *mot* et [un lien](https://exemple.fr/a?b=1&c=2).\n\n![Une carte](carte.png)\n";

/// 40 by 40, of one grey.
const PICTURE: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x28\x00\x00\x00\x28\
    \x08\x00\x00\x00\x00\xa9\x95\xe7\xb1\x00\x00\x00\x1c\x49\x44\x41\x54\x78\xda\x63\x68\x20\x12\x30\
    \x8c\x2a\x1c\x55\x38\xaa\x70\x54\xe1\xa8\xc2\x51\x85\xa4\x2b\x04\x00\x1c\x95\x20\x2e\x99\xfa\x16\
    \xe8\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

fn home() -> Home {
    let home = Home::of(&[("content/lettres/_kind.yaml", KIND), ("content/lettres/une.md", LETTER)]);
    home.put("kiosque.yaml", CONFIG);
    fs::write(home.root().join("content/lettres/carte.png"), PICTURE).unwrap();
    home.put(
        "content/lettres/ailleurs.md",
        "---\ntitle: Partie\ndate: 2024-01-02\nlink: https://envoi.exemple.fr/1.html\n---\n\nUn mot.\n",
    );
    home.put("content/lettres/demain.md", "---\ntitle: À venir\ndate: 2025-07-01\n---\n\nUn mot.\n");
    home.put(
        "content/lettres/ebauche.md",
        "---\ntitle: Ébauche\ndate: 2025-06-01\ndraft: true\n---\n\nUn mot.\n",
    );
    home
}

fn newsletter(home: &Home, arguments: &[&str]) -> Told {
    home.run(&[&["newsletter"], arguments, &["--today", site::TODAY]].concat())
}

#[test]
fn the_list_tells_name_day_and_state_of_each_letter() {
    let home = home();
    let told = newsletter(&home, &["list"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let lines: Vec<Vec<&str>> =
        told.out.lines().map(|line| line.split("  ").map(str::trim).collect()).collect();
    let lines: Vec<Vec<&str>> =
        lines.into_iter().map(|it| it.into_iter().filter(|it| !it.is_empty()).collect()).collect();
    assert_eq!(lines[0][..3], ["2025-07-01", "à paraître", "1 ko"], "{}", told.out);
    assert_eq!(lines[1][..2], ["2025-06-01", "brouillon"]);
    assert_eq!(lines[2][3], "une");
    assert_eq!(lines[3][..3], ["2024-01-02", "envoyée ailleurs", "ailleurs"]);
    let told = newsletter(&home, &["list", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json[2]["title"], "Une lettre");
    assert_eq!(json[2]["route"], "/lettres/une/");
    assert_eq!(json[3]["link"], "https://envoi.exemple.fr/1.html");
    assert_eq!(json[3]["bytes"], serde_json::Value::Null);
}

#[test]
fn names_that_no_letter_has_and_letters_of_others_are_told() {
    let home = home();
    for (arguments, expected) in [
        (["check", "unr"], "vouliez-vous « une » ?"),
        (["check", "ailleurs"], "elle se lit à https://envoi.exemple.fr/1.html"),
        (["preview", "ailleurs"], "a été envoyée ailleurs"),
    ] {
        let told = newsletter(&home, &arguments);
        assert_eq!(told.code, 2, "{}", told.err);
        assert!(told.err.contains(expected), "{}", told.err);
    }
    for (arguments, expected) in [
        (vec!["export", "ailleurs", "--for", "eml"], "a été envoyée ailleurs"),
        (vec!["export", "une", "--for", "gmail"], "« gmail » ne convient pas à l'option « --for <OUTIL> »"),
        (vec!["export", "une"], "il manque « --for <OUTIL> »"),
        (vec!["export", "une", "--for", "eml", "--out", "public"], "prenez par exemple « dist »"),
        (vec!["export", "une", "--for", "eml", "--out", "content/lettres"], "prenez par exemple « dist »"),
    ] {
        let told = newsletter(&home, &arguments);
        assert_eq!(told.code, 2, "{arguments:?} {}", told.err);
        assert!(told.err.contains(expected), "{}", told.err);
    }
    let empty = Home::of(&[("content/un.md", "---\ntitle: Un\n---\n")]);
    assert!(newsletter(&empty, &["list"]).out.contains("aucune lettre"));
    assert_eq!(newsletter(&empty, &["check", "une"]).code, 2);
}

#[test]
fn a_letter_is_checked_and_a_fault_stops_its_export() {
    let home = home();
    let told = newsletter(&home, &["check", "lettres/une"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.starts_with("une : objet « Été : nᵒ 4 💫 » (12 caractères)"), "{}", told.out);
    home.put("content/lettres/une.md", &LETTER.replace("date: 2025-05-02", "date: 2025-02-30"));
    let told = newsletter(&home, &["export", "une", "--for", "eml"]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.err.contains("date-invalide") && told.err.contains("rien n'a été exporté"), "{}", told.err);
    assert!(!home.root().join("dist").exists());
    // What is wrong elsewhere is only mentioned.
    home.put("content/lettres/une.md", LETTER);
    home.put("content/autre.md", "---\ntitle: [\n---\n");
    let told = newsletter(&home, &["export", "une", "--for", "eml"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.err.contains("le reste du site a une erreur"), "{}", told.err);
}

#[test]
fn an_export_holds_the_words_of_its_tool_and_never_goes_where_the_site_is() {
    let home = home();
    home.build(&[]);
    let before = names(&home.public().join("lettres/une"));
    for tool in ["brevo", "mailjet", "mailchimp", "listmonk", "keila", "buttondown", "dolist", "sympa", "eml"]
    {
        let told = newsletter(&home, &["export", "une", "--for", tool]);
        assert_eq!(told.code, 0, "{}", told.err);
        let listed: Vec<&str> = told.out.lines().collect();
        assert!(listed.iter().all(|path| fs::metadata(path).is_ok()), "{}", told.out);
        assert!(listed.len() >= 2, "{}", told.out);
    }
    let folder = home.root().join("dist/lettres/une");
    let brevo = fs::read_to_string(folder.join("email.brevo.html")).unwrap();
    assert_eq!(brevo.matches("{{ unsubscribe }}").count(), 1);
    assert!(!brevo.contains("/fin/"), "{brevo}");
    assert!(brevo.contains("src=\"https://essai.exemple.gouv.fr/courriel/carte-"), "{brevo}");
    let notice = fs::read_to_string(folder.join("LISEZMOI.brevo.txt")).unwrap();
    for expected in ["Objet : Été : nᵒ 4 💫", "email.brevo.html", "{{ unsubscribe }}", "/courriel/carte-"]
    {
        assert!(notice.contains(expected), "{expected}: {notice}");
    }
    assert_eq!(names(&home.public().join("lettres/une")), before);
    // To come: its page is not there yet.
    assert_eq!(newsletter(&home, &["export", "demain", "--for", "eml"]).code, 0);
    assert!(home.read("dist/lettres/demain/LISEZMOI.eml.txt").contains("1. Publiez le site"));
}

/// A mail is read for years after its letter has changed or gone.
#[test]
fn pictures_of_letters_outlive_their_letters() {
    let home = home();
    home.build(&[]);
    let folder = home.public().join("courriel");
    let first = names(&folder);
    assert_eq!(first.len(), 1);
    home.put("content/lettres/une.md", &LETTER.replace("![Une carte](carte.png)\n", ""));
    for _ in 0..2 {
        let told = home.build(&[]);
        assert!(told.out.contains("aucun retiré"), "{}", told.out);
        assert_eq!(names(&folder), first);
    }
    assert!(!home.read("public/kiosque-manifest.json").contains("/courriel/"));
}

#[test]
fn a_message_is_whole_and_the_same_each_time() {
    let home = home();
    let export = || {
        assert_eq!(newsletter(&home, &["export", "une", "--for", "eml"]).code, 0);
        fs::read(home.root().join("dist/lettres/une/une.eml")).unwrap()
    };
    let bytes = export();
    assert_eq!(bytes, export());
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.is_ascii(), "{text}");
    let long: Vec<&str> = text.lines().filter(|line| line.len() > 76).collect();
    assert!(long.is_empty(), "{long:#?}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    for expected in [
        "Date: Fri, 02 May 2025 07:00:00 +0000\r\n",
        "Content-Language: fr\r\n",
        "List-Id: <lettre.exemple.gouv.fr>\r\n",
        "X-Unsent: 1\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "b=3D1&amp;c=3D2",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(text.find("text/plain").unwrap() < text.find("text/html").unwrap());
    let before = text;
    home.put("content/lettres/une.md", &LETTER.replace("Bonjour", "Bonsoir"));
    let after = String::from_utf8(export()).unwrap();
    let id = |text: &str| text.lines().find(|it| it.starts_with("Message-ID")).unwrap().to_owned();
    assert_ne!(id(&before), id(&after));
}

#[test]
fn a_letter_without_sender_or_with_an_odd_day_makes_no_message() {
    let home = home();
    home.put("kiosque.yaml", "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\n");
    let told = newsletter(&home, &["export", "une", "--for", "eml"]);
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.contains("from_email"), "{}", told.err);
    home.put("kiosque.yaml", CONFIG);
    home.put("content/lettres/une.md", &LETTER.replace("---\n\n", "send_date: demain\n---\n\n"));
    let told = newsletter(&home, &["export", "une", "--for", "eml"]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.err.contains("2026-09-30T09:00:00+02:00"), "{}", told.err);
}

#[test]
fn a_preview_needs_neither_server_nor_network() {
    let home = home();
    let told = newsletter(&home, &["preview", "une"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let folder = home.root().join("dist/lettres/une/apercu");
    let images = names(&folder.join("images"));
    assert_eq!(images.len(), 1);
    assert_eq!(fs::read(folder.join("images").join(&images[0])).unwrap(), PICTURE);
    let mail = fs::read_to_string(folder.join("courriel.html")).unwrap();
    assert!(mail.contains(&format!("src=\"images/{}\"", images[0])), "{mail}");
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    for name in names(&folder).iter().filter(|name| name.contains('-') || name.starts_with("so")) {
        assert!(index.contains(&format!("src=\"{name}\"")), "{name}: {index}");
    }
    let told = newsletter(&home, &["preview", "une", "--as", "text"]);
    assert!(told.out.contains("Bonjour,\n"), "{}", told.out);
    let told = newsletter(&home, &["preview", "une", "--as", "320"]);
    assert!(fs::read_to_string(told.out.trim()).unwrap().contains("width=\"320\""), "{}", told.out);
}
