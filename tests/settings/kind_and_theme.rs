//! `_kind.yaml` and `theme.yaml`.
use crate::clean;
use crate::faults;
use kiosque::model::kind::Compute;
use kiosque::model::kind::Content;
use kiosque::model::kind::FieldType;
use kiosque::model::kind::Kind;
use kiosque::model::kind::KindName;
use kiosque::model::kind::Presence;
use kiosque::model::kind::SlugStyle;
use kiosque::model::theme::ThemeSettings;
use kiosque::parse::settings::kind;
use kiosque::parse::settings::theme;

const KIND: &str = "\
name: article
label: un article
route: /blog/{slug}/
slug: django
fields:
  title: {type: text, required: true}
  date: {type: date, required: true}
  image: image
  tags: {type: list, of: text}
  sponsors: {type: list, of: {reference: organisation}}
  incubator: {type: {reference: incubator}}
  other: {type: reference, to: incubator}
  status: {type: choice, values: [non conforme, totalement conforme]}
  phases: {type: list, of: {map: {name: text, start: date}}}
  anything: {list: any}
list:
  route: /blog/
  order: -date
  per_page: 10
  content: true
  feed: {route: /blog/feed.xml, title: Blog, redirect_from: [/blog/feed/]}
taxonomies:
  - {field: tags, route: '/tags/{term}/', index: {route: /tags/}}
select: {recents: {from: article, limit: 3, content: false}}
compute: {phase: {latest: phases, by: start}}
embargo: date
external: other
summary_from: 4
";

#[test]
fn a_whole_kind_is_read_with_its_short_forms() {
    let read: Kind = clean(kind::read, KIND);
    assert_eq!(
        (read.name.0.as_str(), read.slug, read.template.as_str()),
        ("article", SlugStyle::Django, "article.html")
    );
    let holds = |name: &str| &read.fields[name].holds;
    let reference = |to: &str| FieldType::Reference(KindName(to.to_owned()));
    assert_eq!(read.fields["title"].presence, Presence::Required);
    assert_eq!(
        (holds("image"), holds("tags")),
        (&FieldType::Image, &FieldType::List(Box::new(FieldType::Text)))
    );
    assert_eq!(holds("sponsors"), &FieldType::List(Box::new(reference("organisation"))));
    assert_eq!((holds("incubator"), holds("other")), (&reference("incubator"), &reference("incubator")));
    assert_eq!(holds("anything"), &FieldType::List(Box::new(FieldType::Any)));
    let FieldType::List(phase) = holds("phases") else { panic!("not a list") };
    let FieldType::Map(phase) = phase.as_ref() else { panic!("not a map") };
    assert_eq!(phase["start"], FieldType::Date);
    let listing = read.listing.unwrap();
    assert_eq!(
        (listing.page_route.as_str(), listing.template.as_str()),
        ("/blog/page/{n}/", "article-list.html")
    );
    assert_eq!((listing.content, listing.per_page, listing.feed.unwrap().limit), (Content::Whole, 10, 20));
    assert_eq!(read.taxonomies[0].index, Some(("/tags/".to_owned(), "terms.html".to_owned())));
    assert_eq!(read.compute["phase"], Compute::Latest { of: "phases".into(), by: "start".into() });
    let bare: Kind = clean(kind::read, "name: organisation\n");
    assert_eq!(
        (bare.label.as_str(), bare.route, bare.listing, bare.slug),
        ("organisation", None, None, SlugStyle::Stem)
    );
}

const KIND_FAULTS: &[(&str, &[[&str; 2]])] = &[
    ("label: x\n", &[["E 1:1 champ-obligatoire le réglage « name » manque", "name: …"]]),
    ("name: a\nroutes: /a/\n", &[["E 2:1 cle-inconnue la clé « routes » n'existe pas ici", "« route »"]]),
    ("name: a\nzzzzzz: 1\n", &[["E 2:1 cle-inconnue", "compute, datasets, embargo, external, fields"]]),
    (
        "name: a\ndatasets: {route: /donnees}\n",
        &[["E 2:19 reglage-invalide l'adresse des données est un dossier", "écrivez : /donnees/"]],
    ),
    (
        "name: a\ndatasets: {title: D}\n",
        &[["E 2:11 champ-obligatoire le réglage « route » manque", "route: …"]],
    ),
    (
        "name: a\nroute: blog/{slug}/\n",
        &[["E 2:8 reglage-invalide l'adresse « blog/{slug}/ » doit", "/blog/{slug}/"]],
    ),
    ("name: a\nroute: /blog/{slug/\n", &[["E 2:8 reglage-invalide une accolade", "{slug}"]]),
    (
        "name: a\nroute: /blog/{slgu}/\n",
        &[["E 2:8 reglage-invalide « {slgu} » n'est pas possible", "{slug}"]],
    ),
    ("name: a\nroute: /a/../b\n", &[["E 2:8 reglage-invalide « /a/../b » ne peut pas", ""]]),
    ("name: a\nroute: {slug}\n", &[["E 2:8 reglage-invalide le réglage « route » doit être un texte", ""]]),
    ("name: a\nslug: djnago\n", &[["E 2:7 reglage-invalide « djnago »", "« django »"]]),
    ("name: a\nfields: {x: txet}\n", &[["E 2:13 reglage-invalide « txet »", "« text »"]]),
    ("name: a\nfields: {x: {type: text, requierd: true}}\n", &[["E 2:26 cle-inconnue", "« required »"]]),
    (
        "name: a\nfields: {x: {required: true, of: text}}\n",
        &[["E 2:13 champ-obligatoire le réglage « type »", ""]],
    ),
    ("name: a\nfields: {x: {type: choice}}\n", &[["E 2:20 reglage-invalide le type « choice »", "values"]]),
    (
        "name: a\nfields: {x: {type: reference}}\n",
        &[["E 2:20 reglage-invalide le type « reference »", "{reference:"]],
    ),
    ("name: a\nlist: {order: -date, route: /a/}\n", &[["E 2:15 reglage-invalide le champ « date »", ""]]),
    ("name: a\nlist: {order: date}\n", &[["E 2:7 champ-obligatoire le réglage « route »", ""]]),
    (
        "name: a\nlist: {route: /a/, page_route: /a/p/}\n",
        &[["E 2:32 reglage-invalide l'adresse « /a/p/ » doit contenir « {n} »", "/a/p/{n}/"]],
    ),
    ("name: a\nlist: {route: /a/, per_page: dix}\n", &[["E 2:30 reglage-invalide", "un nombre entier"]]),
    (
        "name: a\ntaxonomies: [{field: tag, route: '/t/{term}/'}]\nfields: {tags: list}\n",
        &[["E 2:22 reglage-invalide le champ « tag »", "« tags »"]],
    ),
    (
        "name: a\ntaxonomies: [{field: title, route: /t/}]\n",
        &[["E 2:36 reglage-invalide l'adresse « /t/ »", "{term}"]],
    ),
    (
        "name: a\nembargo: dat\nfields: {date: date}\n",
        &[["E 2:10 reglage-invalide le champ « dat »", "« date »"]],
    ),
    (
        "name: a\ncompute: {p: {latest: x}}\nfields: {x: list}\n",
        &[["E 2:14 champ-obligatoire le réglage « by »", ""]],
    ),
];

#[test]
fn faults_of_a_kind() {
    faults(kind::read, KIND_FAULTS);
}

#[test]
fn a_whole_theme_is_read_and_its_faults_are_told() {
    let text = "\
assets: [assets, node_modules/x/dist/]
styles:
  - {name: site.css, sources: [assets/a.css], prefixes: [x-], keep: [y], parts: {cards: [x-card, x-tile], tabs: x-tab}}
publish: [{from: assets/favicon.svg, to: /favicon.svg}]
pages: [{template: 404.html, route: /404.html, title: Page introuvable}]
aliases: {info: alert}
";
    let read: ThemeSettings = clean(theme::read, text);
    assert_eq!(read.assets, ["assets", "node_modules/x/dist"]);
    assert_eq!((read.styles[0].name.as_str(), read.styles[0].keep.len()), ("site.css", 1));
    assert_eq!(read.styles[0].parts, [vec!["x-card", "x-tile"], vec!["x-tab"]]);
    assert_eq!(read.publish, [("assets/favicon.svg".to_owned(), "/favicon.svg".to_owned())]);
    assert_eq!((read.pages[0].route.as_str(), read.aliases["info"].as_str()), ("/404.html", "alert"));
    assert_eq!(clean(theme::read, "# rien\n").pages, []);
    faults(
        theme::read,
        &[
            ("asset: x\n", &[["E 1:1 cle-inconnue", "« assets »"]]),
            ("assets: [../x]\n", &[["E 1:9 reglage-invalide le chemin « ../x » sort du dossier", ""]]),
            ("publish: [{from: /etc/passwd, to: /x}]\n", &[["E 1:18 reglage-invalide le chemin", ""]]),
            ("publish: [{from: a, to: b}]\n", &[["E 1:25 reglage-invalide l'adresse « b »", "/b"]]),
            ("pages: [{template: a, route: /a/}]\n", &[["E 1:9 champ-obligatoire le réglage « title »", ""]]),
            ("styles: x\n", &[["E 1:9 reglage-invalide le réglage « styles » doit être une liste", ""]]),
            ("title: x : y\n", &[["E 1:10 yaml-illisible", ""]]),
        ],
    );
    let many: String = (0..61).map(|n| format!("      p{n}: x-{n}\n")).collect();
    let many = format!("styles:\n  - name: a.css\n    sources: [a.css]\n    parts:\n{many}");
    faults(
        theme::read,
        &[(&many, &[["E 5:7 reglage-invalide une feuille de style a 60 morceaux au plus", "réunissez"]])],
    );
}
