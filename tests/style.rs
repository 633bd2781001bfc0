//! Style sheets cut to what pages use: nothing that matches may be lost.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::collections::BTreeSet;

use kiosque::model::plan::Share;
use kiosque::render::style;
use kiosque::render::style::Cut;
use kiosque::render::style::Source;
use kiosque::render::style::Tailored;
use kiosque::render::style::tailor;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prelude::prop_assert;
use proptest::prelude::prop_assert_eq;
use proptest::proptest;
use proptest::sample::select;
use proptest::test_runner::Config;

fn cut(css: &str, used: &[&str]) -> Tailored {
    let used: BTreeSet<String> = used.iter().map(|name| (*name).to_owned()).collect();
    let known = |path: &str, url: &str| (!url.contains("absent")).then(|| format!("/v1/{path}/{url}"));
    tailor(&[Source { path: "t.css", css }], &used, &["x-".to_owned()], &known)
}

fn css(css: &str, used: &[&str]) -> String {
    cut(css, used).css
}

#[test]
fn selectors_go_by_their_class_names() {
    for (selector, kept) in [
        ("a", "a"),
        (".x-a", ".x-a"),
        (".x-b", ""),
        (".other", ".other"),
        (".x-a .x-b", ""),
        (".x-a,.x-b,h1", ".x-a,h1"),
        (".x-a.x-a--on:hover::before", ""),
        (".x-a:not(.x-b)", ".x-a:not(.x-b)"),
        (".x-a:not(.x-b) .x-b", ""),
        (":is(.x-b,.x-a) p", ":is(.x-b,.x-a) p"),
        (":is(.x-b,.x-c) p", ""),
        (":where(.x-b) p,p", "p"),
        ("p:has(>.x-b)", ""),
        (":is(p:not(.x-b))", ":is(p:not(.x-b))"),
        ("li:nth-child(2n+1 of .x-b)", "li:nth-child(2n+1 of .x-b)"),
        (".x-icon-fleche::after", ".x-icon-fleche::after"),
        (":root[data-x-theme=dark]", ":root[data-x-theme=dark]"),
        ("[data-c=\".x-b\"]", "[data-c=\".x-b\"]"),
        ("[data-c=\"a,.x-b\"],.x-b", "[data-c=\"a,.x-b\"]"),
        (".x-w\\:a", ".x-w\\:a"),
        (".x-w\\:b", ""),
        (".\\78-b", ""),
        (".\\78 -b", ""),
        ("#x-b", "#x-b"),
        (".x-à", ".x-à"),
        ("x-b", "x-b"),
    ] {
        let used = ["x-a", "x-icon-", "x-w:a", "x-à"];
        let text = css(&format!("{selector}{{color:red}}"), &used).replace("@charset \"UTF-8\";\n", "");
        let expected = if kept.is_empty() { String::new() } else { format!("{kept}{{color:red}}") };
        assert_eq!(text, expected, "{selector}");
    }
}

#[test]
fn tests_on_the_class_attribute_count_too() {
    for (test, kept) in [
        ("[class^=x-a]", true),
        ("[class^=x-b]", false),
        ("[class^=\"x-icon-r\"]", true),
        ("[class*=\" x-b\"]", false),
        ("[class*=\" x-\"]", true),
        ("[class*=x-a--]", true),
        ("[class*=\"a--\"]", true),
        ("[class*=x-z]", false),
        ("[class~=x-b]", false),
        ("[class~=x-a--on]", true),
        ("[class=\"x-a--on x-b\"]", false),
        ("[class=\"x-a--on autre\"]", true),
        ("[class=x-b i]", true),
        ("[class|=x-b]", false),
        ("[class]", true),
        ("[classe=x-b]", true),
        ("[data-class=x-b]", true),
    ] {
        assert_eq!(!css(&format!("{test}{{a:b}}"), &["x-a--on", "x-icon-"]).is_empty(), kept, "{test}");
    }
}

#[test]
fn blocks_are_entered_and_left_out_when_empty() {
    for (text, expected) in [
        ("@media (min-width:36em){ /*! media md */ .x-b{a:b} }", ""),
        ("@media (min-width:36em){ /*! media md */ .x-a{a:b} }", "@media (min-width:36em){.x-a{a:b}}"),
        ("@supports (a:b){@media print{.x-b{a:b}}.x-a{c:d}}", "@supports (a:b){.x-a{c:d}}"),
        ("@container (width>1px){.x-b{a:b}}", ""),
        ("@layer un,deux;@layer un{.x-b{a:b}}", "@layer un,deux;@layer un;"),
        ("@layer{.x-b{a:b}}", ""),
        (".x-a{a:b;&:hover{c:d}.x-b{e:f}}", ".x-a{a:b;&:hover{c:d}}"),
        (".x-a{}p{;}", ""),
        ("@page{margin:1cm}", "@page{margin:1cm}"),
        (".x-a{a:b}}p{c:d}", ".x-a{a:b}p{c:d}"),
        (".x-a{a:b;c:d", ".x-a{a:b;c:d}"),
        ("p{a:\"}\";c:url(};{)}.x-b{e:f}", "p{a:\"}\";c:url(/v1/t.css/};{)}"),
    ] {
        assert_eq!(css(text, &["x-a"]).replace("\"/v1/t.css/};{\"", "/v1/t.css/};{"), expected, "{text}");
    }
}

#[test]
fn comments_go_and_licences_stay_once_at_the_head() {
    let banner = "/*! Maison v1 | SPDX-License-Identifier: MIT */";
    let sheet = format!(
        "@charset \"UTF-8\";{banner}p/**/.x-a{{a:1px/* b */2px}}/* Copyright */{banner}i{{c:\"/*\"}}"
    );
    assert_eq!(css(&sheet, &["x-a"]), format!("{banner}\np.x-a{{a:1px 2px}}i{{c:\"/*\"}}"));
    assert_eq!(css("p{a:\"é\"}", &[]), "@charset \"UTF-8\";\np{a:\"é\"}");
}

#[test]
fn blanks_are_reduced_outside_of_strings() {
    let sheet = "\n  p  ,\n\ta >  b {\n  a :  1px\n 2px ;\n  content : \"x  y\" ;\n}\n";
    assert_eq!(css(sheet, &[]), "p , a > b{a:1px 2px;content:\"x  y\"}");
    assert_eq!(css("p{a:\"x\ny:z;}i{c:d}", &[]), "i{c:d}");
}

#[test]
fn what_nobody_asks_for_goes() {
    for (text, expected) in [
        (":root{--a:1;--b:var(--c);--c:2;--d:3}p{e:var(--b)}", ":root{--b:var(--c);--c:2}p{e:var(--b)}"),
        (":root{--a:1}.x-b{e:var(--a)}", ""),
        (":root{--a:1}p{e:var(--z,var( --a ))}", ":root{--a:1}p{e:var(--z,var( --a ))}"),
        (":root{--tenu-un:1;--a:{b:c;}}", ":root{--tenu-un:1}"),
        (":root{--a: }p{b:var(--a)}", ":root{--a: }p{b:var(--a)}"),
        (
            "@keyframes k{to{a:var(--a)}}:root{--a:1}p{animation:1s k}",
            "@keyframes k{to{a:var(--a)}}:root{--a:1}p{animation:1s k}",
        ),
        ("@keyframes k{50.5%{a:b}}.x-b{animation:k}", ""),
        (
            "@-webkit-keyframes \"k\"{to{a:b}}p{--m:k;animation:var(--m)}",
            "@-webkit-keyframes \"k\"{to{a:b}}p{--m:k;animation:var(--m)}",
        ),
        (
            "@property --a{syntax:\"*\"}@property --b{syntax:\"*\"}p{c:var(--b)}",
            "@property --b{syntax:\"*\"}p{c:var(--b)}",
        ),
        (
            "@font-face{font-family:\"Deux Mots\";src:x}@font-face{font-family:Un;src:y}p{font:1em deux mots}",
            "@font-face{font-family:\"Deux Mots\";src:x}p{font:1em deux mots}",
        ),
        (
            "@font-face{font-family:F;src:x}:root{--f:F,serif}p{font-family:var(--f)}",
            "@font-face{font-family:F;src:x}:root{--f:F,serif}p{font-family:var(--f)}",
        ),
    ] {
        assert_eq!(css(text, &["--tenu-"]), expected, "{text}");
    }
}

#[test]
fn addresses_are_followed_only_where_they_lead_into_the_site() {
    let written = "p{a:url(a.svg) url( 'b c.svg?x#y' ) url(data:image/png;base64,AA/*=) url(#z) url(/r.svg) \
                   url(https://h/i.svg) url(absent.svg) URL(\"d.svg\")}.x-icon-z::before{mask-image:url(no.svg)}";
    let done = cut(written, &[]);
    let expected = "p{a:url(/v1/t.css/a.svg) url(\"/v1/t.css/b c.svg?x#y\") url(data:image/png;base64,AA/*=) url(#z) \
                    url(/r.svg) url(https://h/i.svg) url(absent.svg) url(/v1/t.css/d.svg)}";
    assert_eq!(done.css, expected);
    let urls: Vec<&str> = done.urls.iter().map(String::as_str).collect();
    assert_eq!(urls, ["/v1/t.css/a.svg", "/v1/t.css/b c.svg", "/v1/t.css/d.svg"]);
}

#[test]
fn sheets_are_joined_in_order_with_their_imports_first() {
    let used = BTreeSet::new();
    let sources = [
        Source { path: "a.css", css: "p{a:b(" },
        Source { path: "b.css", css: "@charset \"x\";@import \"c.css\" print;.x-b{c:url(d)}" },
    ];
    let known = |path: &str, url: &str| Some(format!("/{path}/{url}"));
    assert_eq!(tailor(&sources, &used, &["x-".into()], &known).css, "@import url(/b.css/c.css) print;");
    assert_eq!(
        tailor(&sources, &used, &[], &known).css,
        "@import url(/b.css/c.css) print;.x-b{c:url(/b.css/d)}"
    );
}

/// Two parts, and a class that nobody owns.
const PARTS: [&[&str]; 2] = [&["x-a"], &["x-b", "x-bb"]];
const CLASSES: [&str; 7] = ["x-a", "x-a__e", "x-b--m", "x-b", "x-bb__e", "x-free", "x-a-other"];

fn share(css: &str, share: Share) -> String {
    let used: BTreeSet<String> = CLASSES.iter().map(|name| (*name).to_owned()).collect();
    let parts: Vec<Vec<String>> =
        PARTS.iter().map(|marks| marks.iter().map(|mark| (*mark).to_owned()).collect()).collect();
    let prefixes = ["x-".to_owned()];
    let whole = tailor(&[Source { path: "t.css", css }], &used, &prefixes, &|_, _| None).css;
    style::part(&whole, &Cut { used: &used, prefixes: &prefixes, parts: &parts, share })
}

#[test]
fn what_only_some_pages_match_stands_apart() {
    for (rule, base, first, both) in [
        ("p", "p", "", ""),
        (".x-free", ".x-free", "", ""),
        (".x-a-other", ".x-a-other", "", ""),
        (".x-a,.x-free,.x-b", ".x-free", ".x-a", ".x-a,.x-b"),
        (".x-a__e:hover", "", ".x-a__e:hover", ".x-a__e:hover"),
        (".x-a .x-b", "", "", ".x-a .x-b"),
        (".x-free:not(.x-a)", ".x-free:not(.x-a)", "", ""),
        (":is(.x-a,.x-b) p", "", ":is(.x-a,.x-b) p", ":is(.x-a,.x-b) p"),
        (":is(.x-a,p)", ":is(.x-a,p)", "", ""),
        ("[class^=\"x-a\"]", "[class^=\"x-a\"]", "", ""),
        ("[class^=\"x-bb\"]", "", "", "[class^=\"x-bb\"]"),
        (".x-none", "", "", ""),
    ] {
        let ruled =
            |selector: &str| if selector.is_empty() { String::new() } else { format!("{selector}{{a:b}}") };
        let css = ruled(rule);
        for (shared, expected) in [(Share::Base, base), (Share::Also(1), first), (Share::Also(3), both)] {
            assert_eq!(share(&css, shared), ruled(expected), "{rule} {shared:?}");
        }
    }
}

#[test]
fn what_has_no_selector_is_said_once_and_colours_of_parts_are_known_to_the_base() {
    let css = "@font-face{font-family:F;src:x}@keyframes k{to{a:b}}:root{--c:red;--unasked:blue}\
               p{font-family:F}@media print{.x-a{color:var(--c);animation:k}p{a:b}}.x-a{b:c;&:hover p{d:e}}";
    assert_eq!(
        share(css, Share::Base),
        "@font-face{font-family:F;src:x}@keyframes k{to{a:b}}:root{--c:red}p{font-family:F}@media print{p{a:b}}"
    );
    assert_eq!(
        share(css, Share::Also(1)),
        "@media print{.x-a{color:var(--c);animation:k}}.x-a{b:c;&:hover p{d:e}}"
    );
    assert_eq!(share(css, Share::Also(2)), "");
}

/// Each selector with what it declares, `@media` around it or not.
fn rules(css: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let (mut around, mut rest) = ("", css);
    while let Some(open) = rest.find(['{', '}']) {
        let (head, after) = (&rest[..open], &rest[open + 1..]);
        match (&rest[open..=open], head.starts_with('@')) {
            ("{", true) => (around, rest) = (head, after),
            ("{", false) => {
                let end = after.find('}').unwrap();
                for selector in split(head) {
                    found.insert(format!("{around} {} {}", selector.trim(), &after[..end]));
                }
                rest = &after[end + 1..];
            }
            _ => (around, rest) = ("", after),
        }
    }
    found
}

/// At the commas that no bracket holds.
fn split(list: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0_i32, vec![String::new()]);
    for c in list.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    parts
}

#[test]
fn hostile_sheets_neither_panic_nor_last() {
    for unit in [
        "{",
        "}",
        "(",
        "[",
        ":is(",
        "\"",
        "\\",
        "/*",
        "url(",
        "url( ",
        "@media x{",
        "a{b:c;",
        ".x-a,",
        "--x:{",
        "@a;",
        "[class^=",
        "var(--a,",
    ] {
        let text = unit.repeat(50_000);
        cut(&text, &["x-a"]);
        cut(&format!(".x-a{text}{{b:c}}"), &["x-a"]);
        cut(&format!("p{{b:{text}}}"), &["x-a"]);
    }
}

/// A whole design system, where the theme's packages are installed.
#[test]
fn a_real_package_is_cut_to_a_tenth_and_keeps_what_is_asked() {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/dsfr/node_modules/@gouvfr/dsfr/dist");
    let Ok(sheet) = std::fs::read_to_string(format!("{dist}/dsfr.main.css")) else {
        return;
    };
    let used = ["fr-btn", "fr-container", "fr-icon-arrow-right-line"].map(str::to_owned).into();
    let source = [Source { path: "dsfr.main.css", css: &sheet }];
    let known =
        |_: &str, url: &str| std::fs::exists(format!("{dist}/{url}")).unwrap().then(|| format!("/d/{url}"));
    let done = tailor(&source, &used, &["fr-".to_owned()], &known);
    assert!(done.css.len() < sheet.len() / 8, "{}", done.css.len());
    assert!(done.css.contains("SPDX-License-Identifier") && !done.css.contains("/*! media"));
    assert!(
        done.css.contains(".fr-btn{") && !done.css.contains(".fr-card") && !done.css.contains("fr-card--")
    );
    assert!(done.css.matches('{').count() == done.css.matches('}').count());
    assert!(done.urls.iter().any(|url| url.ends_with("-Regular.woff2")));
    let again = [Source { path: "dsfr.main.css", css: &done.css }];
    assert_eq!(tailor(&again, &used, &["fr-".to_owned()], &known).css, done.css);
}

const ATOMS: [&str; 40] = [
    ".x-a",
    ".x-b",
    "p",
    " ",
    ",",
    "{",
    "}",
    ";",
    ":",
    "a:b",
    "--v:1",
    "var(--v)",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "'",
    "\\",
    "/*",
    "*/",
    "@media x",
    "@layer l",
    "@import",
    "@keyframes k",
    "url(",
    "u.svg",
    "é",
    "\n",
    ":not(",
    ":is(",
    "[class^=x-",
    "=",
    "@font-face",
    "animation:k",
    "!important",
    "/*! licence */",
    "}p{c:d}",
    "&",
    "@",
];

const PIECES: [&str; 16] = [
    ".x-a",
    ".x-a__e",
    ".x-b--m",
    ".x-b",
    ".x-bb__e",
    ".x-free",
    ".x-a-other",
    " p",
    ">a",
    ":hover",
    ":is(.x-a,.x-b)",
    ":is(.x-free,.x-bb__e)",
    ":not(.x-a)",
    ":has(.x-b p)",
    "[class*=x-b]",
    "[class^=\"x-a__\"]",
];

proptest! {
    #![proptest_config(Config { cases: 3000, failure_persistence: None, ..Config::default() })]

    /// A page has, in the base and in what its parts add, every rule of the whole that can match on it.
    #[test]
    fn no_rule_is_lost_between_the_base_and_the_parts(
        sheet in vec((vec(vec(select(&PIECES[..]), 1..4), 1..4), any::<bool>()), 1..6),
        carried in vec(any::<bool>(), CLASSES.len()),
    ) {
        let rule = |(n, (selectors, printed)): (usize, &(Vec<Vec<&str>>, bool))| {
            let list: Vec<String> = selectors.iter().map(|pieces| pieces.concat()).collect();
            let rule = format!("{}{{a:{n}}}", list.join(","));
            if *printed { format!("@media print{{{rule}}}") } else { rule }
        };
        let css: String = sheet.iter().enumerate().map(rule).collect();
        let classes = || CLASSES.iter().zip(&carried).filter(|(_, carried)| **carried).map(|(class, _)| *class);
        let owns = |marks: &[&str]| {
            classes().any(|class| marks.iter().any(|mark| {
                class.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with("__") || rest.starts_with("--"))
            }))
        };
        let parts = PARTS.iter().enumerate().filter(|(_, marks)| owns(marks)).fold(0, |all, (part, _)| all | (1 << part));
        let page: BTreeSet<String> = classes().map(str::to_owned).collect();
        let seen = |css: &str| rules(&tailor(&[Source { path: "t", css }], &page, &["x-".to_owned()], &|_, _| None).css);
        let also = if parts == 0 { String::new() } else { share(&css, Share::Also(parts)) };
        let mut both = seen(&share(&css, Share::Base));
        both.extend(seen(&also));
        prop_assert_eq!(both, seen(&css), "{}", css);
    }

    /// What was cut once is not cut again: the printer writes what the reader reads.
    #[test]
    fn any_sheet_is_cut_once(text in any::<String>(), atoms in vec(select(&ATOMS[..]), 0..24)) {
        for text in [text, atoms.concat()] {
            let once = tailor(&[Source { path: "t", css: &text }], &["x-a".to_owned()].into(), &["x-".to_owned()], &|_, _| None);
            let twice = tailor(&[Source { path: "t", css: &once.css }], &["x-a".to_owned()].into(), &["x-".to_owned()], &|_, _| None);
            prop_assert!(once.css.len() <= text.len() + 20 + text.len() / 2);
            prop_assert_eq!(&twice.css, &once.css);
        }
    }
}
