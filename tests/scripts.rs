//! A page loads the scripts that serve something on it; they are joined, named after what they hold, and keep notices.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may panic and may read the disk"
)]
mod site;

use site::Built;
use site::Site;

const SCRIPTS: &str = "
scripts:
  - name: frame.js
    sources: [js/core.js, js/menu.js]
  - name: fold.js
    sources: [js/fold.js]
    marks: [x-fold]
";

fn telling(pages: &[(&str, &str)]) -> Site {
    let mut site = site::small(pages);
    site.put("themes/telling/theme.yaml", site.text("themes/telling/theme.yaml") + SCRIPTS);
    site.replace("themes/telling/templates/base.html", "</head>", "{{ scripts() }}</head>");
    site.put("themes/telling/components/fold.html", "<div class=\"x-fold\">{{ body | safe }}</div>");
    site.put(
        "themes/telling/js/core.js",
        "/*! Notice */\nconst a = 1; window.core = { a };\n//# sourceMappingURL=core.js.map\n",
    );
    site.put("themes/telling/js/menu.js", "/*! Notice */\nconst a = window.core; a.menu = true");
    site.put("themes/telling/js/fold.js", "/*! Another */\nwindow.core.fold = true;\n");
    site
}

/// The scripts that a page names, without their versions.
fn named(built: &Built, address: &str) -> Vec<String> {
    let page = built.page(address);
    let parts = page.split("<script type=\"module\" src=\"/assets/").skip(1);
    parts.map(|rest| rest.split('.').next().unwrap().to_owned()).collect()
}

fn made(built: &Built, stem: &str) -> String {
    let start = format!("/assets/{stem}.");
    built.page(built.addresses().into_iter().find(|it| it.starts_with(&start)).unwrap())
}

#[test]
fn a_script_comes_with_what_it_serves_and_not_without() {
    let block = ":::fold\nCaché.\n:::\n";
    let raw = "<p class=\"grand x-fold\">x</p>\n";
    let near = "<p class=\"x-folded x-fold-not\">x</p>\n";
    let site = telling(&[("content/un.md", block), ("content/deux.md", raw), ("content/trois.md", near)]);
    let built = site.build();
    assert_eq!(built.said(), "");
    assert_eq!(named(&built, "/un/"), ["frame", "fold"]);
    assert_eq!(named(&built, "/deux/"), ["frame", "fold"]);
    assert_eq!(named(&built, "/trois/"), ["frame"]);
    assert!(!built.page("/trois/").contains('\u{1}'));
    let alone = telling(&[("content/trois.md", near)]).build();
    assert!(alone.addresses().iter().all(|it| !it.contains("fold.")), "what no page asks for is not made");
}

#[test]
fn joined_scripts_keep_their_names_apart_and_their_notices() {
    let site = telling(&[("content/un.md", ":::fold\nx\n:::\n")]);
    let built = site.build();
    let frame = made(&built, "frame");
    assert_eq!(
        frame,
        "/*! Notice */\n{const a = 1; window.core = { a };\n}\n{const a = window.core; a.menu = true\n}\n"
    );
    assert_eq!(made(&built, "fold"), "/*! Another */\nwindow.core.fold = true;\n");
    let mut other = site.clone();
    other.put("themes/telling/js/menu.js", "window.core.menu = 2;");
    assert_ne!(built.addresses(), other.build().addresses(), "another content, another name");
}

#[test]
fn a_script_that_is_not_there_is_told() {
    let mut site = telling(&[("content/un.md", "x\n")]);
    site.remove("themes/telling/js/menu.js");
    let said = site.build().said();
    assert!(said.contains("le script « js/menu.js » n'existe pas"), "{said}");
}
