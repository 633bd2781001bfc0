//! What was published once answers still: the memory of addresses, and who writes it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod command;
mod folder;
mod site;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::time::Duration;
use std::time::Instant;

use command::Home;
use command::Told;
use folder::below;

const MEMORY: &str = "data/etat/adresses.txt";
const BLOG: &str = "name: article\nlabel: un article\nroute: /blog/{slug}/\nslug: django\ntemplate: page.html\nembargo: date\n\
    fields: {title: {type: text, required: true}, date: {type: date}, tags: {type: list, of: text}}\n\
    list: {route: /blog/, page_route: \"/blog/page/{n}/\", per_page: 1, template: page.html, feed: {route: /blog/feed.xml}}\n\
    taxonomies: [{field: tags, route: \"/blog/tags/{term}/\", template: page.html}]\n";

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\ntags: [mer]\n---\nTexte.\n")
}

fn home() -> Home {
    let home = Home::of(&[
        ("content/blog/_kind.yaml", BLOG),
        ("content/blog/un.md", &page("Un")),
        ("content/blog/deux.md", &page("Deux")),
        ("content/contact.md", &page("Contact")),
        ("content/docs/rapport annuel.pdf", "%PDF-"),
        ("content/img/a.css", "a{}"),
    ]);
    let told = home.run(&["build", "--remember"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("adresses nouvelles dans « data/etat/adresses.txt »"), "{}", told.out);
    home
}

/// A build that is refused for one address, with all that is said of it.
fn refused(home: &Home, address: &str) -> Told {
    let before = below(&home.public());
    let told = home.run(&["build", "--remember"]);
    assert_eq!(told.code, 1, "{}", told.out);
    let said = format!("erreur[adresse-disparue] {}", home.root().join(MEMORY).display());
    assert_eq!(told.err.matches("erreur[").count(), 1, "{}", told.err);
    assert!(told.err.contains(&said) && told.err.contains(address), "{}", told.err);
    assert_eq!(below(&home.public()), before, "the published site stays");
    told
}

fn good(home: &Home) {
    let told = home.run(&["build", "--remember"]);
    assert_eq!(told.code, 0, "{}", told.err);
}

fn lines(home: &Home) -> Vec<String> {
    home.read(MEMORY).lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn what_is_remembered_is_sorted_and_is_what_somebody_may_keep() {
    let home = home();
    let expected = [
        "/blog/",
        "/blog/deux/ content/blog/deux.md",
        "/blog/feed.xml",
        "/blog/un/ content/blog/un.md",
        "/contact/ content/contact.md",
        "/docs/rapport%20annuel.pdf content/docs/rapport annuel.pdf",
        "/plan-du-site/",
    ];
    assert_eq!(lines(&home), expected, "neither tags, nor second pages, nor what pages load");
    let before = home.read(MEMORY);
    good(&home);
    assert_eq!(home.read(MEMORY), before);
}

#[test]
fn a_rename_is_refused_until_the_old_address_leads_on() {
    let home = home();
    home.put("content/blog/un.md", &page("Premier"));
    let told = refused(&home, "« /blog/un/ »");
    assert!(
        told.err.contains("maintenant à « /blog/premier/ » : écrivez « redirect_from: [/blog/un/] » dans « content/blog/un.md »"),
        "{}",
        told.err
    );
    home.put("content/blog/un.md", "---\ntitle: Premier\nredirect_from: [/blog/un/]\n---\nTexte.\n");
    good(&home);
    assert!(lines(&home).contains(&"/blog/premier/ content/blog/un.md".to_owned()));
    home.put("content/blog/un.md", &page("Premier"));
    refused(&home, "« /blog/un/ »");
}

#[test]
fn a_deletion_is_refused_until_it_is_said_to_be_for_good() {
    let home = home();
    home.remove("content/contact.md");
    let told = refused(
        &home,
        "« /contact/ » a été publiée et ne répond plus ; elle était faite de « content/contact.md »",
    );
    assert!(told.err.contains("« gone: [/contact/] » dans kiosque.yaml"), "{}", told.err);
    let config = home.read("kiosque.yaml");
    home.put("kiosque.yaml", &(config.clone() + "gone: [/contact]\n"));
    good(&home);
    let rules = home.run(&["redirects", "--for", "nginx", "--quiet"]);
    assert!(rules.out.contains("location = \"/contact/\" { return 410; }"), "{}", rules.out);
    home.put("kiosque.yaml", &config);
    refused(&home, "« /contact/ »");
    fs::remove_file(home.root().join("content/docs/rapport annuel.pdf")).unwrap();
    home.put("kiosque.yaml", &(config + "gone: /contact/\n"));
    let told = refused(&home, "« /docs/rapport%20annuel.pdf »");
    assert!(told.err.contains("publiez ce fichier de nouveau à cette adresse"), "{}", told.err);
}

#[test]
fn a_fault_in_a_text_or_its_kind_is_one_message() {
    let home = home();
    home.put("content/blog/un.md", "---\ntitle: \"Un\n---\n");
    let told = home.run(&["build"]);
    assert_eq!((told.code, told.err.matches("erreur[").count()), (1, 1), "{}", told.err);
    home.put("content/blog/un.md", &page("Un"));
    home.put("content/blog/_kind.yaml", "name: [\n");
    let told = home.run(&["build"]);
    assert_eq!(told.code, 1);
    assert!(!told.err.contains("adresse-disparue"), "{}", told.err);
}

#[test]
fn nothing_but_a_publication_that_is_asked_to_remembers() {
    let home = home();
    home.put("content/blog/trois.md", &page("Trois"));
    let before = home.read(MEMORY);
    for words in [
        &["build"][..],
        &["check"],
        &["build", "--today", "2030-01-01"],
        &["build", "--drafts"],
        &["build", "--base-url", "https://essai.fr"],
        &["headers", "--for", "nginx"],
        &["build", "--remember", "--explain", "/blog/trois/"],
    ] {
        home.run(words);
        assert_eq!(home.read(MEMORY), before, "{words:?}");
    }
    for (words, said) in [
        (&["build", "--remember", "--today", "2030-01-01"][..], "« --remember » ne va pas avec « --today »"),
        (&["build", "--remember", "--drafts"], "« --remember » ne va pas avec « --drafts »"),
        (
            &["build", "--remember", "--base-url=https://essai.fr"],
            "« --remember » ne va pas avec « --base-url »",
        ),
    ] {
        let told = home.run(words);
        assert_eq!(told.code, 2);
        assert!(told.err.contains(said), "{}", told.err);
    }
    home.put("content/faux.md", "---\ntitle: \"Faux\n---\n");
    assert_eq!(home.run(&["build", "--remember"]).code, 1);
    assert_eq!(home.read(MEMORY), before, "what was refused was not published");
}

#[test]
fn a_memory_is_read_as_people_and_git_leave_it() {
    let home = home();
    let text = "\u{feff}# Des notes\r\n\r\n/contact/\tcontent/contact.md\r\n/blog/un/\r\n  /blog/un/   content/blog/un.md \r\n/blog/un\r\n/contact.html\r\n";
    home.put(MEMORY, text);
    let told = refused(&home, "« /contact.html »");
    assert!(told.err.contains("adresses.txt:7:1"), "{}", told.err);
    home.put(MEMORY, &text.replace("/contact.html\r\n", ""));
    good(&home);
    assert!(lines(&home).contains(&"/blog/un/ content/blog/un.md".to_owned()));
    assert!(!home.read(MEMORY).contains('\r'));
}

/// A memory that cannot be read is never written over: what it held would be lost.
#[test]
fn a_broken_memory_stops_the_build_and_stays_as_it_is() {
    let home = home();
    let heavy = "/a\n".repeat(6_000_000);
    let cases: [(&[u8], &str); 6] = [
        (b"/contact/\n<<<<<<< HEAD\n/blog/un/\n=======\n>>>>>>> nuit\n", "erreur[adresses-illisibles]"),
        (b"/contact/\n/../../etc/passwd\n", "« /../../etc/passwd » n'est pas une adresse"),
        (b"/caf\xe9/\n", "erreur[pas-utf8]"),
        (b"/a\0b\n", "erreur[pas-utf8]"),
        (heavy.as_bytes(), "erreur[fichier-trop-lourd]"),
        (&[b'x'; 400_000], "n'est pas une adresse"),
    ];
    for (bytes, said) in cases {
        fs::write(home.root().join(MEMORY), bytes).unwrap();
        let told = home.run(&["build", "--remember"]);
        assert_eq!(told.code, 1);
        assert!(told.err.contains(said), "{said}: {}", told.err);
        assert!(told.err.len() < 3_000, "{}", told.err.len());
        assert_eq!(fs::read(home.root().join(MEMORY)).unwrap(), bytes);
    }
}

#[test]
fn ten_megabytes_of_addresses_that_are_gone_are_a_few_messages_in_a_few_seconds() {
    let home = home();
    let text: String = (0..400_000).map(|n| format!("/ancien/{n}/ content/ancien/{n}.md\n")).collect();
    assert!(text.len() > 10_000_000);
    home.put(MEMORY, &text);
    let begun = Instant::now();
    let told = home.run(&["build"]);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    assert_eq!(told.code, 1);
    assert_eq!(told.err.matches("erreur[adresse-disparue]").count(), 21, "{}", told.err);
    assert!(
        told.err.contains("399\u{202f}980 autres adresses ont été publiées et ne répondent plus"),
        "{}",
        told.err
    );
    let odd: String = (0..400_000).map(|n| format!("ancien {n}\n")).collect();
    home.put(MEMORY, &odd);
    let told = home.run(&["build"]);
    assert_eq!(told.err.matches("erreur[adresses-illisibles]").count(), 6, "{}", told.err);
    assert!(told.err.contains("399\u{202f}995 autres lignes ne sont pas des adresses"), "{}", told.err);
}

#[test]
fn a_memory_that_cannot_be_written_is_said_and_the_site_is_published() {
    let home = home();
    home.put("content/blog/trois.md", &page("Trois"));
    let folder = home.root().join("data/etat");
    let outside = home.folder.path().join("dehors");
    fs::create_dir(&outside).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    symlink(&outside, &folder).unwrap();
    let told = home.run(&["build", "--remember"]);
    assert_eq!(told.code, 3, "{}", told.err);
    let said = "le site est publié, mais ses adresses n'ont pas pu être retenues : data/etat/adresses.txt mène hors du site";
    assert!(told.err.contains(said), "{}", told.err);
    assert!(home.public().join("blog/trois/index.html").exists());
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("essai"), "").is_ok() {
        println!("skipped: whoever runs this may write everywhere");
        return;
    }
    let told = home.run(&["build", "--remember"]);
    assert_eq!(told.code, 3);
    assert!(told.err.contains("permission refusée"), "{}", told.err);
}
