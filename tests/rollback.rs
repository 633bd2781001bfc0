//! Former sites are kept whole, and one command goes back to them.
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
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use command::Home;
use command::names;

/// A site whose page says `text`, published with so many kept.
fn publish(home: &Home, text: &str, keep: &str) {
    home.put("content/un.md", &format!("---\ntitle: Un\n---\n{text}\n"));
    home.build(&[keep]);
}

fn shown(home: &Home) -> String {
    let page = home.read("public/un/index.html");
    ["premier", "deuxième", "troisième", "quatrième"]
        .into_iter()
        .find(|word| page.contains(word))
        .unwrap()
        .to_owned()
}

fn previous(home: &Home) -> PathBuf {
    home.root().join("public.previous")
}

fn litter(home: &Home) -> Vec<String> {
    let ours = |name: &String| name.starts_with("public.") && name != "public.previous";
    names(&home.root()).into_iter().filter(ours).collect()
}

#[test]
fn the_former_site_is_kept_and_comes_back_in_one_step_each_way() {
    let home = Home::of(&[]);
    publish(&home, "premier", "--keep-previous");
    assert!(!previous(&home).exists(), "there was nothing to keep");
    publish(&home, "deuxième", "--keep-previous");
    assert_eq!(names(&previous(&home)).len(), 1);
    for expected in ["premier", "deuxième", "premier"] {
        let told = home.run(&["rollback"]);
        assert_eq!((told.code, shown(&home).as_str()), (0, expected), "{}", told.err);
        assert_eq!((names(&previous(&home)).len(), litter(&home).len()), (1, 0));
    }
}

#[test]
fn a_build_that_changes_nothing_pushes_nothing_out() {
    let home = Home::of(&[]);
    for text in ["premier", "deuxième", "deuxième", "deuxième"] {
        publish(&home, text, "--keep-previous");
    }
    assert_eq!(home.run(&["rollback"]).code, 0);
    assert_eq!(shown(&home), "premier");
}

#[test]
fn as_many_are_kept_as_were_asked_for_and_each_has_a_name() {
    let home = Home::of(&[]);
    for text in ["premier", "deuxième", "troisième", "quatrième"] {
        publish(&home, text, "--keep-previous=2");
    }
    let kept = names(&previous(&home));
    let numbers: Vec<&str> = kept.iter().map(|name| &name[..5]).collect();
    assert_eq!(numbers, ["0002-", "0003-"]);
    let list = home.run(&["rollback", "--list"]).out;
    assert!(list.starts_with(&format!("{}  publié le ", kept[1])), "{list}");
    assert_eq!(list.lines().count(), 2);
    let json: serde_json::Value =
        serde_json::from_str(&home.run(&["rollback", "--list", "--format", "json"]).out).unwrap();
    assert_eq!(json[1]["name"], kept[0]);

    assert_eq!(home.run(&["rollback", "2"]).code, 0);
    assert_eq!(shown(&home), "deuxième");
    assert_eq!(home.run(&["rollback", "4"]).code, 0, "what was shown took the next number");
    assert_eq!(shown(&home), "quatrième");
    assert_eq!(home.run(&["rollback", &kept[1][5..11]]).code, 0, "the beginning of a mark will do");
    assert_eq!(shown(&home), "troisième");
}

#[test]
fn a_name_that_nothing_has_is_refused_with_those_that_there_are() {
    let home = Home::of(&[]);
    publish(&home, "premier", "--keep-previous");
    let told = home.run(&["rollback"]);
    assert_eq!(told.code, 2);
    assert_eq!(
        told.err,
        "kiosque : aucun site n'est gardé à côté de public ; construisez avec « --keep-previous » pour en garder\n"
    );
    publish(&home, "deuxième", "--keep-previous");
    let told = home.run(&["rollback", "hier"]);
    assert_eq!((told.code, shown(&home).as_str()), (2, "deuxième"));
    assert!(told.err.contains(" « hier » ; il y a 0001-"), "{}", told.err);
}

/// The states that a kill may leave: between the exchange and the new name, in
/// a build and in a rollback.
#[test]
fn what_a_killed_run_was_putting_aside_is_kept_at_the_next_start() {
    let home = Home::of(&[]);
    publish(&home, "premier", "--keep-previous");
    publish(&home, "deuxième", "--keep-previous");
    let kept = names(&previous(&home)).remove(0);
    let mark = kept[5..].to_owned();

    fs::rename(previous(&home).join(&kept), home.root().join("public.next-77")).unwrap();
    home.put("public.next.lock", &format!("77\nici\n{mark}\n"));
    publish(&home, "deuxième", "--keep-previous");
    assert_eq!((names(&previous(&home)), litter(&home).len()), (vec![kept.clone()], 0));

    fs::rename(previous(&home).join(&kept), home.root().join("public.next-77")).unwrap();
    home.put("public.next.lock", "77\nici\n\n");
    publish(&home, "deuxième", "--keep-previous");
    assert_eq!(names(&previous(&home)).len(), 0, "a stage that was never shown is no former site");

    publish(&home, "troisième", "--keep-previous");
    let kept = names(&previous(&home)).remove(0);
    fs::rename(home.public(), home.root().join("x")).unwrap();
    fs::rename(previous(&home).join(&kept), home.public()).unwrap();
    fs::rename(home.root().join("x"), previous(&home).join(&kept)).unwrap();
    assert_eq!(home.run(&["rollback"]).code, 0);
    assert_eq!(shown(&home), "troisième");
    assert!(names(&previous(&home))[0].ends_with(&kept[5..]), "a name tells what the folder holds");
}

#[test]
fn a_site_without_a_manifest_is_kept_too() {
    let home = Home::of(&[]);
    publish(&home, "premier", "--keep-previous");
    home.remove("public/kiosque-manifest.json");
    publish(&home, "deuxième", "--keep-previous");
    assert_eq!(names(&previous(&home)), ["0001-0000000000"]);
    assert_eq!(home.run(&["rollback"]).code, 0);
    assert_eq!(shown(&home), "premier");
}

/// A nightly job may run under any umask; the web server is another user.
#[test]
fn what_is_published_can_be_read_whatever_the_umask() {
    let home = Home::of(&[
        ("content/un.md", "---\ntitle: Un\n---\nTexte.\n"),
        ("content/a/b.txt", &"a".repeat(900)),
    ]);
    let build = |umask: &str| {
        let text =
            format!("umask {umask}; exec \"$0\" --root \"$1\" build --compress --today {}", site::TODAY);
        let mut command = std::process::Command::new("sh");
        let told =
            command.args(["-c", &text, env!("CARGO_BIN_EXE_kiosque")]).arg(home.root()).output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    };
    build("077");
    let mode = |file: &str| fs::metadata(home.public().join(file)).unwrap().permissions().mode() & 0o777;
    let all = || ["", "a", "un/index.html", "a/b.txt", "a/b.txt.br", "kiosque-manifest.json"].map(mode);
    assert_eq!(all(), [0o755, 0o755, 0o644, 0o644, 0o644, 0o644]);
    for file in ["a/b.txt", "a/b.txt.br"] {
        fs::set_permissions(home.public().join(file), fs::Permissions::from_mode(0o600)).unwrap();
    }
    build("027");
    assert_eq!(all(), [0o755, 0o755, 0o644, 0o644, 0o644, 0o644], "what was closed by hand is opened again");
}
