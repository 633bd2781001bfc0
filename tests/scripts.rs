//! A page loads the sheets and the scripts that serve something on it; these are joined, named after what they hold, and keep notices.
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

const PARTS: &str = "    prefixes: [x-]\n    parts: {folds: [x-fold], notes: [x-note, x-aside]}\n";

/// The addresses of the sheets that a page names.
fn dressed(built: &Built, address: &str) -> Vec<String> {
    let page = built.page(address);
    let parts = page.split("<link rel=\"stylesheet\" href=\"").skip(1);
    parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_page_loads_the_rules_that_its_classes_ask_for() {
    let mut site = site::small(&[
        ("content/nu.md", "Texte.\n"),
        ("content/plie.md", "<p class=\"x-fold__title\">x</p>\n"),
        ("content/note.md", "<p class='x-note--grey'>x</p>\n"),
        ("content/tout.md", "<p class=\"x-fold\"><b class=\"x-aside\">x</b></p>\n"),
    ]);
    site.replace("themes/telling/theme.yaml", "    prefixes: [kq-]\n", PARTS);
    let css = "body{a:0}.x-fold{a:1}.x-fold__title{a:2}.x-note--grey{a:3}.x-aside{a:4}.x-fold .x-aside{a:5}.x-gone{a:6}";
    site.put("themes/telling/assets/site.css", css);
    let asked = "<link rel=\"stylesheet\" href=\"{{ asset(name='site.css') }}\">";
    site.replace("themes/telling/templates/base.html", asked, "{{ styles() }}");
    let built = site.build();
    assert_eq!(built.said(), "");
    let sheets = |address: &str| -> Vec<String> {
        dressed(&built, address).iter().map(|sheet| built.page(sheet)).collect()
    };
    assert_eq!(sheets("/nu/"), ["body{a:0}"]);
    assert_eq!(sheets("/plie/"), ["body{a:0}", ".x-fold{a:1}.x-fold__title{a:2}"]);
    assert_eq!(sheets("/note/"), ["body{a:0}", ".x-note--grey{a:3}.x-aside{a:4}"]);
    let all = ".x-fold{a:1}.x-fold__title{a:2}.x-note--grey{a:3}.x-aside{a:4}.x-fold .x-aside{a:5}";
    assert_eq!(sheets("/tout/"), ["body{a:0}", all]);
    assert_eq!(
        built.addresses().iter().filter(|it| it.ends_with(".css")).count(),
        4,
        "what no page asks for"
    );
    let mut other = site.clone();
    other.put("themes/telling/assets/site.css", css.replace("a:1", "a:9"));
    let other = other.build();
    assert!(dressed(&other, "/plie/").iter().all(|it| !built.has(it)), "another content, another name");
    let mut whole = site.clone();
    whole.options.styles = kiosque::model::config::Styles::Whole;
    let whole = whole.build();
    assert_eq!(dressed(&whole, "/plie/").len(), 1);
    assert!(whole.page(&dressed(&whole, "/plie/")[0]).contains(".x-gone"));
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
