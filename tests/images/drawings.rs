//! Drawings in SVG: their size, and what would act if they were opened.
use crate::site::small;

fn said(drawing: &str) -> Vec<String> {
    let built = small(&[]).with("content/a.svg", drawing).build();
    assert!(built.codes().iter().all(|it| ["svg-actif", "image-illisible"].contains(it)), "{}", built.said());
    let severity = |line: &String| line.split(['[', ' ']).next().unwrap().to_owned();
    built.lines().iter().map(severity).collect()
}

fn svg(inside: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>"
    )
}

#[test]
fn what_could_act_stops_publication() {
    for inside in [
        "<script/>",
        "<g><script>1</script></g>",
        "<x:script xmlns:x='http://www.w3.org/1999/xhtml'/>",
        "<rect onload='1'/>",
        "<rect OnClick='1'/>",
        "<a href='javascript:1'/>",
        "<a xlink:href=' \tJava&#x73;cript:1'/>",
        "<set attributeName='href' to='javascript:1'/>",
        "<a href='data:text/html,x'/>",
    ] {
        assert_eq!(said(&svg(inside)), ["error"], "{inside}");
    }
    let entity = "<!DOCTYPE svg [<!ENTITY a '<script>1</script>'>]>".to_owned() + &svg("&a;");
    assert_eq!(said(&entity), ["error"]);
}

#[test]
fn what_browsers_will_not_fetch_is_told() {
    for inside in [
        "<image href='https://exemple.fr/a.png'/>",
        "<use xlink:href='autre.svg#a'/>",
        "<style>@import 'a.css';</style>",
        "<style>a{b:url( 'https://exemple.fr/a.woff2' )}</style>",
        "<rect style='fill:url(a.svg#b)'/>",
        "<rect fill='url(//exemple.fr/a.svg#b)'/>",
        "<foreignObject/>",
    ] {
        assert_eq!(said(&svg(inside)), ["warning"], "{inside}");
    }
    let sheet = "<?xml-stylesheet href='a.css'?>".to_owned() + &svg("");
    assert_eq!(said(&sheet), ["warning"]);
}

#[test]
fn an_honest_drawing_passes() {
    let inside = "<title>on</title><style>a{b:url(#c)}</style><a href='https://exemple.fr/'><text>mot</text></a>\
        <use href='#a'/><image href='data:image/png;base64,AAAA'/><rect fill='url(#c)'/>";
    assert_eq!(said(&svg(inside)), Vec::<String>::new());
    let old = "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \
        'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>"
        .to_owned()
        + &svg("");
    assert_eq!(said(&old), Vec::<String>::new());
}

#[test]
fn a_drawing_that_cannot_be_read_is_told_at_its_place() {
    let laughs: String =
        (1..9).map(|n| format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(60))).collect();
    for drawing in [
        "<svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
        "<html></html>",
        "",
        &format!("<!DOCTYPE svg [<!ENTITY a0 'ha'>{laughs}]>{}", svg("&a8;")),
        &format!("{}{}", "<svg>".repeat(100_000), "</svg>".repeat(99_999)),
    ] {
        assert_eq!(said(drawing), ["error"], "{:.60}", drawing);
    }
    let built = small(&[]).with("content/a.svg", "<svg>\n<g é></svg>").build();
    assert!(built.said().contains("content/a.svg:2:"), "{}", built.said());
}

#[test]
fn a_drawing_with_a_size_of_its_own_has_it_in_the_page() {
    for (head, expected) in [
        ("width='120' height='80px'", Some((120, 80))),
        ("width='2in' height='25.4mm'", Some((192, 96))),
        ("width='60' viewBox='0 0 120 80'", Some((60, 40))),
        ("height='60' viewBox='0,0,120,80'", Some((90, 60))),
        ("viewBox='0 0 120 80'", None),
        ("width='100%' height='100%' viewBox='0 0 120 80'", None),
        ("width='-3' height='1e999'", None),
        ("width='60'", None),
        ("width='60' viewBox='0 0 0 0'", None),
    ] {
        let drawing = format!("<svg xmlns='http://www.w3.org/2000/svg' {head}/>");
        let built = small(&[("content/a.md", "![x](a.svg)\n")]).with("content/a.svg", drawing).build();
        assert_eq!(built.said(), "");
        let sides = expected.map(|(width, height)| format!("width=\"{width}\" height=\"{height}\""));
        let page = built.page("/a/");
        assert_eq!(page.contains("width="), sides.is_some(), "{head}: {page}");
        assert!(sides.is_none_or(|sides| page.contains(&sides)), "{head}: {page}");
    }
}
