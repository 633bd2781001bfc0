//! What changes between two built sites is told to whoever reviews it.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
mod command;
mod site;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use command::Home;

const CONFIG: &str = "title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\n";

fn page(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n{text}\n")
}

/// Built into `old`, edited, built into `new`.
fn changed(edit: impl Fn(&Home)) -> Home {
    let home = Home::of(&[
        ("content/un.md", &page("Un", "Premier.")),
        ("content/deux.md", &page("Deux", "Second.")),
        ("content/trois.md", &page("Trois", "Troisième.")),
        ("content/a.txt", "a"),
    ]);
    home.build(&["--output", "old"]);
    edit(&home);
    home.build(&["--output", "new"]);
    home
}

fn told(home: &Home, form: &str) -> String {
    let path = |name: &str| home.root().join(name).to_str().unwrap().to_owned();
    let told = home.run(&["diff", &path("old"), &path("new"), "--format", form]);
    let lost = ["adresses disparues", "Adresses disparues", "\"perhaps\"", "\"vanished\": [\n"];
    let lost = lost.iter().any(|words| told.out.contains(words));
    assert_eq!(told.code, i32::from(lost), "{}{}", told.out, told.err);
    told.out
}

#[test]
fn the_manifest_tells_each_address_its_hash_its_title_and_its_sources() {
    let home = changed(|_| {});
    let manifest: Value = serde_json::from_str(&home.read("new/kiosque-manifest.json")).unwrap();
    let one = &manifest["addresses"]["/un/"];
    assert_eq!((one["title"].as_str(), one["sources"][0].as_str()), (Some("Un"), Some("content/un.md")));
    let bytes = fs::read(home.root().join("new/un/index.html")).unwrap();
    assert_eq!(one["hash"], kiosque::base::fingerprint::Fingerprint::of_bytes(&bytes).whole());
    let text = fs::read(home.root().join("new/a.txt")).unwrap();
    let copied = kiosque::base::fingerprint::Fingerprint::of_bytes(&text).whole();
    assert_eq!(manifest["addresses"]["/a.txt"]["hash"], copied);
    assert_eq!(manifest["addresses"]["/a.txt"].get("title"), None);
    assert!(manifest["sources"]["content/un.md"].is_string());
    let mut files = BTreeSet::new();
    walk(&home.root().join("new"), "", &mut files);
    files.remove("kiosque-manifest.json");
    let addresses = manifest["addresses"].as_object().unwrap().keys();
    let told: BTreeSet<String> =
        addresses.map(|route| kiosque::base::path::Route::new(route).unwrap().file()).collect();
    assert_eq!(told, files, "every published file and no other");
}

fn walk(folder: &std::path::Path, below: &str, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name);
        }
    }
}

#[test]
fn a_site_without_change_says_so_and_its_manifest_is_the_same() {
    let home = changed(|_| {});
    assert_eq!(told(&home, "human"), "rien ne change\n");
    assert_eq!(home.read("old/kiosque-manifest.json"), home.read("new/kiosque-manifest.json"));
}

#[test]
fn each_sort_of_change_is_told_once_with_what_made_it() {
    let home = changed(|home| {
        home.put("content/un.md", &page("Un bis", "Corrigé."));
        home.remove("content/deux.md");
        home.put("content/quatre.md", "---\ntitle: Quatre\nredirect_from: [/deux/]\n---\nNeuf.\n");
        fs::rename(home.root().join("content/trois.md"), home.root().join("content/tres.md")).unwrap();
        home.put("content/a.txt", "b");
        home.put("content/b.txt", "b");
    });
    let json: Value = serde_json::from_str(&told(&home, "json")).unwrap();
    let pages = |what: &str| {
        let pages = json[what].as_array().unwrap().iter();
        pages.map(|page| page["address"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(pages("changed").contains(&"/un/".to_owned()), "{json:#}");
    assert_eq!(pages("appeared"), ["/quatre/"]);
    assert_eq!(json["moved"][0]["to"], "/quatre/");
    assert_eq!(pages("vanished"), ["/trois/"]);
    assert_eq!(json["files"]["appeared"], serde_json::json!(["/_redirects", "/b.txt"]));
    let text = told(&home, "human");
    for line in [
        "  content/un.md :\n    /un/  « Un bis » (avant : « Un »)\n",
        "  content/quatre.md (nouveau) :\n    /quatre/  « Quatre »\n",
        "pages déplacées\n  /deux/ → /quatre/  « Quatre »\n",
        "erreur : adresses disparues, qui ne mènent plus à rien\n  /trois/  « Trois » ; déplacée à /tres/ : écrivez-y « redirect_from: [/trois/] »\n",
        "fichiers changés\n  /a.txt  ← content/a.txt\n",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
}

#[test]
fn a_text_that_took_another_address_is_recognised() {
    let kind = "name: article\nlabel: un article\nroute: /blog/{slug}/\nslug: django\ntemplate: page.html\n";
    let home = Home::of(&[("content/blog/_kind.yaml", kind), ("content/blog/un.md", &page("Un", "Texte."))]);
    home.build(&["--output", "old"]);
    home.put("content/blog/un.md", &page("Autre", "Texte."));
    home.build(&["--output", "new"]);
    let text = told(&home, "human");
    let cure = "/blog/un/  « Un » ; déplacée à /blog/autre/ : écrivez-y « redirect_from: [/blog/un/] »";
    assert!(text.contains(cure), "{text}");
}

#[test]
fn a_page_that_moved_is_told_as_such_and_not_as_a_new_one() {
    let moved = "---\ntitle: Trois\nredirect_from: [/trois/]\n---\nTroisième.\n";
    let home = changed(|home| {
        home.remove("content/trois.md");
        home.put("content/tres.md", moved);
        fs::create_dir(home.root().join("content/ici")).unwrap();
        fs::rename(home.root().join("content/deux.md"), home.root().join("content/ici/deux.md")).unwrap();
        home.put("content/ici/_index.md", "---\ntitle: Ici\nredirect_from: [/deux/]\n---\n");
    });
    let json: Value = serde_json::from_str(&told(&home, "json")).unwrap();
    let steps: Vec<_> =
        json["moved"].as_array().unwrap().iter().map(|it| (&it["address"], &it["to"])).collect();
    assert_eq!(
        steps,
        [(&Value::from("/deux/"), &Value::from("/ici/")), (&"/trois/".into(), &"/tres/".into())]
    );
    let new: Vec<_> = json["appeared"].as_array().unwrap().iter().map(|page| &page["address"]).collect();
    let why = "the last has a new line, the second is not where /deux/ leads";
    assert_eq!(new, ["/ici/", "/ici/deux/", "/tres/"], "{why}");
    assert_eq!(json["vanished"], Value::Array(Vec::new()));
    let moved = changed(|home| {
        fs::create_dir(home.root().join("content/ici")).unwrap();
        fs::rename(home.root().join("content/deux.md"), home.root().join("content/ici/deux.md")).unwrap();
        home.put("kiosque.yaml", &(CONFIG.to_owned() + "redirects: {/deux/: /ici/deux/}\n"));
    });
    let text = told(&moved, "human");
    assert!(text.contains("pages déplacées\n  /deux/ → /ici/deux/  « Deux »\n"), "{text}");
    assert!(!text.contains("pages nouvelles"), "{text}");
}

#[test]
fn what_is_gone_for_good_or_comes_and_goes_is_no_error() {
    let kind = "name: article\nlabel: un article\nroute: /blog/{slug}/\nslug: django\ntemplate: page.html\n\
        fields: {title: {type: text, required: true}, tags: {type: list, of: text}}\ntaxonomies: [{field: tags, route: \"/tags/{term}/\", template: page.html}]\n";
    let home = Home::of(&[
        ("content/blog/_kind.yaml", kind),
        ("content/blog/un.md", "---\ntitle: Un\ntags: [mer, vent]\n---\nTexte.\n"),
        ("content/deux.md", &page("Deux", "Second.")),
    ]);
    home.build(&["--output", "old"]);
    home.remove("content/deux.md");
    home.put("content/blog/un.md", "---\ntitle: Un\ntags: [mer]\n---\nTexte.\n");
    home.put("kiosque.yaml", &(CONFIG.to_owned() + "gone: [/deux/]\n"));
    home.build(&["--output", "new"]);
    let text = told(&home, "human");
    for line in [
        "1 adresse retirée pour de bon, 1 page de liste en moins",
        "\nadresses retirées pour de bon (gone:)\n  /deux/  « Deux »\n",
        "\npages de listes en moins\n  /tags/vent/  « vent »\n",
    ] {
        assert!(text.contains(line), "{line}\nis not in\n{text}");
    }
}

#[test]
fn what_all_pages_share_is_named_when_nothing_of_their_own_changed() {
    let home = changed(|home| home.put("kiosque.yaml", &CONFIG.replace("Essai", "Autre")));
    let text = told(&home, "human");
    assert!(text.contains("  kiosque.yaml :\n"), "{text}");
    let home = changed(|home| {
        let template = "themes/telling/templates/page.html";
        home.put(template, &home.read(template).replace("{{ content", "<hr>{{ content"));
    });
    let text = told(&home, "human");
    assert!(text.contains("  le thème :\n"), "{text}");
}

#[test]
fn a_comment_of_a_merge_request_cannot_be_made_to_say_anything_else() {
    let title = "\"`@all` ![x](https://exemple.fr/p.png) <img src=x>\"";
    let home = changed(|home| {
        for n in 0..12 {
            home.put(&format!("content/p{n:02}.md"), &page(title, "Texte."));
        }
        home.put("content/un.md", &page(title, "Texte."));
    });
    let text = told(&home, "markdown");
    assert!(text.starts_with("**Ce qui change sur le site** : "), "{text}");
    let outside: String = text.split('`').step_by(2).collect();
    for hostile in ["@all", "![", "<img"] {
        assert!(!outside.contains(hostile), "{hostile} in {outside}");
    }
    assert_eq!(text.matches('`').count() % 2, 0);
}

#[test]
fn what_is_no_manifest_is_refused_in_one_sentence() {
    let home = changed(|_| {});
    let new = home.root().join("new").to_str().unwrap().to_owned();
    for (name, text, expected) in [
        ("vide", "", "n'est pas un manifeste : le JSON ne se lit pas à la ligne 1"),
        (
            "futur",
            "{\"format\":2,\"program\":\"\",\"base_url\":\"\",\"theme\":\"\",\"sources\":{},\"addresses\":{}}",
            "format 2",
        ),
        ("profond", &"[".repeat(100_000), "le JSON ne se lit pas"),
    ] {
        home.put(name, text);
        let told = home.run(&["diff", home.root().join(name).to_str().unwrap(), &new]);
        assert_eq!(told.code, 3);
        assert!(told.err.contains(expected), "{}", told.err);
    }
    let told = home.run(&["diff", home.root().join("content").to_str().unwrap(), &new]);
    assert!(told.err.contains("n'a pas de fichier kiosque-manifest.json"), "{}", told.err);
}
