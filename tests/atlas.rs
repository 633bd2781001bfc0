//! The map of France: everybody is there, fits his neighbours and stays inside the frame, at a weight that a page
//! can bear twice.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::disallowed_types,
    reason = "a test may panic and may read the disk"
)]
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use kiosque::base::territory;
use kiosque::chart::atlas::ATTRIBUTION;
use kiosque::chart::atlas::Corner;
use kiosque::chart::atlas::Division;
use kiosque::chart::atlas::Frame;
use kiosque::chart::atlas::Map;
use kiosque::chart::atlas::Shape;
use kiosque::chart::atlas::crossings::crossed;
use kiosque::chart::atlas::map;
use kiosque::chart::atlas::outlines::FRANCE;
use kiosque::chart::atlas::outlines::Outlines;
use kiosque::chart::atlas::rings::surface;
use proptest::prelude::ProptestConfig;
use proptest::prop_assert;
use proptest::proptest;

const FILE: &str = include_str!("../src/chart/atlas/france.txt");
const DIVISIONS: [Division; 2] = [Division::Departments, Division::Regions];
const WIDTHS: [f64; 2] = [800.0, 360.0];

/// From one corner to the next, in tenths.
type Edge = ((i64, i64), (i64, i64));

fn everywhere() -> impl Iterator<Item = Map> {
    DIVISIONS.into_iter().flat_map(|division| WIDTHS.map(|width| map(division, width)))
}

fn holds((x, y, width, height): Frame, corner: Corner) -> bool {
    (x - 0.05..=x + width + 0.05).contains(&corner.0) && (y - 0.05..=y + height + 0.05).contains(&corner.1)
}

/// Rings of metropolitan France and overseas, without the close-up.
fn once(map: &Map) -> impl Iterator<Item = (&'static str, &Vec<Corner>)> {
    let close_up = map.insets.get(5).map(|inset| inset.frame);
    let small = move |ring: &Vec<Corner>| {
        !close_up.is_some_and(|frame| ring.iter().all(|corner| holds(frame, *corner)))
    };
    let rings = map.shapes.iter().flat_map(|shape| shape.rings.iter().map(|ring| (shape.code, ring)));
    rings.filter(move |(_, ring)| small(ring))
}

fn tenths(units: f64) -> i64 {
    (units * 10.0).round() as i64
}

/// As `chart/backend.rs` writes paths.
fn path(rings: &[Vec<Corner>]) -> String {
    let mut out = String::new();
    for ring in rings {
        let mut last = (0, 0);
        for (n, corner) in ring[..ring.len() - 1].iter().enumerate() {
            let corner = (tenths(corner.0), tenths(corner.1));
            let (x, y) = (number(corner.0 - last.0), number(corner.1 - last.1));
            let lead = ["M", "l"].get(n).copied().unwrap_or(if x.starts_with('-') { "" } else { " " });
            let between = if y.starts_with('-') { "" } else { " " };
            out += &format!("{lead}{x}{between}{y}");
            last = corner;
        }
        out.push('z');
    }
    out
}

fn number(tenths: i64) -> String {
    let text = format!("{}", tenths as f64 / 10.0);
    text.strip_prefix("0.").map(|rest| format!(".{rest}")).unwrap_or(text.replace("-0.", "-."))
}

fn weight(map: &Map) -> usize {
    map.shapes.iter().map(|shape| path(&shape.rings).len()).sum()
}

#[test]
fn everybody_is_there_in_the_order_of_codes() {
    for (division, codes) in [
        (Division::Departments, territory::DEPARTMENTS.map(|(code, _, _)| code).to_vec()),
        (Division::Regions, territory::REGIONS.map(|(code, _)| code).to_vec()),
    ] {
        for width in WIDTHS {
            let map = map(division, width);
            assert_eq!(map.shapes.iter().map(|shape| shape.code).collect::<Vec<_>>(), codes);
            assert!(map.shapes.iter().all(|shape| !shape.name.is_empty() && !shape.rings.is_empty()));
        }
    }
}

#[test]
fn every_ring_is_closed_and_has_a_surface() {
    for map in everywhere() {
        for shape in &map.shapes {
            for ring in &shape.rings {
                assert!(ring.len() >= 4 && ring.first() == ring.last(), "{} at {}", shape.code, map.width);
                assert!(surface(ring).abs() > 0.5, "{} at {}: {}", shape.code, map.width, surface(ring));
                assert!(ring.windows(2).all(|pair| pair[0] != pair[1]), "{} at {}", shape.code, map.width);
            }
            assert!(surface(&shape.rings[0]) > 4.0, "{} cannot be seen at {}", shape.code, map.width);
        }
    }
}

#[test]
fn everything_is_inside_its_frame() {
    for map in everywhere() {
        let sheet = (0.0, 0.0, map.width, map.height);
        for shape in &map.shapes {
            let corners = shape.rings.iter().flatten();
            assert!(corners.chain([&shape.centre]).all(|corner| holds(sheet, *corner)), "{}", shape.code);
        }
        for inset in &map.insets {
            let (x, y, width, height) = inset.frame;
            assert!(holds(sheet, (x, y)) && holds(sheet, (x + width, y + height)), "{}", inset.name);
        }
        let overseas = ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"];
        assert_eq!(map.insets.iter().take(5).map(|inset| inset.name).collect::<Vec<_>>(), overseas);
        for inset in &map.insets[..5] {
            let (x, y, width, height) = inset.frame;
            let below = (x, y + inset.band, width, height - inset.band);
            let shape = map.shapes.iter().find(|shape| shape.name == inset.name).unwrap();
            assert!(shape.rings.iter().flatten().all(|corner| holds(below, *corner)), "{}", inset.name);
        }
    }
}

#[test]
fn paris_and_its_neighbours_are_there_twice_small_and_large() {
    for width in WIDTHS {
        let map = map(Division::Departments, width);
        let frame = map.insets[5].frame;
        let inside = |code: &str| {
            let shape = map.shapes.iter().find(|shape| shape.code == code).unwrap();
            let large: Vec<_> =
                shape.rings.iter().filter(|ring| ring.iter().all(|c| holds(frame, *c))).collect();
            assert!(holds(frame, shape.centre), "{code}");
            assert_eq!((large.len(), shape.rings.len()), (1, 2), "{code}");
            surface(large[0])
        };
        assert!(["75", "92", "93", "94"].map(inside).iter().all(|surface| *surface > 100.0));
    }
    assert_eq!(map(Division::Regions, 800.0).insets.len(), 5);
}

#[test]
fn france_stays_out_of_insets_and_of_the_legend() {
    for map in everywhere() {
        let metropolitan = map.shapes.iter().filter(|shape| shape.code.len() == 2);
        let corners: Vec<Corner> = match map.shapes.len() {
            18 => map.shapes[5..].iter().flat_map(|shape| shape.rings.concat()).collect(),
            _ => {
                let large = |shape: &&Shape| !["75", "92", "93", "94"].contains(&shape.code);
                metropolitan.filter(large).flat_map(|shape| shape.rings.concat()).collect()
            }
        };
        for frame in map.insets.iter().map(|inset| inset.frame).chain(map.free) {
            assert!(!corners.iter().any(|corner| holds(frame, *corner)), "{frame:?} at {}", map.width);
        }
    }
    assert_eq!(map(Division::Departments, 800.0).free, Some((599.0, 0.0, 201.0, 472.0)));
    assert_eq!(map(Division::Regions, 360.0).free, None);
}

/// Borders as they are walked, in tenths, each with the shapes that walk it this way.
fn edges(map: &Map) -> BTreeMap<Edge, Vec<&'static str>> {
    let mut edges: BTreeMap<Edge, Vec<&'static str>> = BTreeMap::new();
    for (code, ring) in once(map) {
        let corners: Vec<(i64, i64)> = ring.iter().map(|(x, y)| (tenths(*x), tenths(*y))).collect();
        for pair in corners.windows(2) {
            edges.entry((pair[0], pair[1])).or_default().push(code);
        }
    }
    edges
}

fn outer(edges: &BTreeMap<Edge, Vec<&'static str>>) -> BTreeSet<Edge> {
    edges.keys().filter(|(from, to)| !edges.contains_key(&(*to, *from))).copied().collect()
}

/// No sliver: a border is walked once by each of its sides, and what is walked by one side only is the coast and
/// the frontier, whether France is cut into départements or into régions.
#[test]
fn neighbours_share_their_border_to_the_last_corner() {
    for map in everywhere() {
        let edges = edges(&map);
        assert!(edges.values().all(|codes| codes.len() == 1), "somebody is under somebody else");
        let shared = edges.iter().filter_map(|((from, to), code)| Some((code, edges.get(&(*to, *from))?)));
        assert!(shared.clone().all(|(one, other)| one != other));
        let borders: BTreeSet<_> = shared.collect();
        assert!(borders.len() >= if map.shapes.len() == 18 { 40 } else { 450 }, "{}", borders.len());
    }
    let [departments, regions] = DIVISIONS.map(|division| map(division, 800.0));
    assert_eq!(outer(&edges(&departments)), outer(&edges(&regions)));
    let total = |map: &Map| once(map).map(|(_, ring)| surface(ring)).sum::<f64>();
    let sea = (total(&departments) - total(&regions)).abs();
    assert!(sea < 1e-6 * total(&regions), "{sea}");
}

#[test]
fn a_region_is_as_large_as_its_departments() {
    let [departments, regions] = DIVISIONS.map(|division| map(division, 800.0));
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (code, ring) in once(&departments) {
        *sums.entry(territory::region_of(code).unwrap()).or_default() += surface(ring);
    }
    for shape in &regions.shapes {
        let whole: f64 = shape.rings.iter().map(|ring| surface(ring)).sum();
        assert!((whole - sums[shape.code]).abs() < 1e-3, "{}: {whole} and {}", shape.name, sums[shape.code]);
    }
}

#[test]
fn centres_are_inside() {
    for map in everywhere() {
        for shape in &map.shapes {
            let (x, y) = shape.centre;
            let right = |pair: &&[Corner]| {
                let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
                (y0 <= y) != (y1 <= y) && x < x0 + (x1 - x0) * (y - y0) / (y1 - y0)
            };
            let crossings = shape.rings.iter().flat_map(|ring| ring.windows(2)).filter(right).count();
            assert_eq!(crossings % 2, 1, "{} at {}", shape.code, map.width);
        }
    }
}

#[test]
fn lines_do_not_cross_at_any_width() {
    for width in [200.0, 360.0, 480.0, 640.0, 800.0, 1200.0] {
        for division in DIVISIONS {
            let map = map(division, width);
            let rings = once(&map).map(|(_, ring)| ring.clone()).enumerate();
            assert_eq!(crossed(&rings.collect()), BTreeSet::new(), "at {width}");
        }
    }
}

/// Both layouts stand in one page.
#[test]
fn a_page_can_bear_two_of_them() {
    for (division, width, most) in [
        (Division::Departments, 800.0, 26_000),
        (Division::Departments, 360.0, 14_000),
        (Division::Regions, 800.0, 13_000),
        (Division::Regions, 360.0, 10_000),
    ] {
        let weight = weight(&map(division, width));
        assert!(weight < most, "{division:?} at {width}: {weight} bytes");
    }
}

#[test]
fn the_same_map_twice() {
    assert_eq!(map(Division::Departments, 800.0), map(Division::Departments, 800.0));
}

#[test]
fn absurd_widths_give_a_map_all_the_same() {
    for width in [0.0, 1.0, 40.0, 2000.0, 1e30, -300.0, f64::NAN, f64::INFINITY] {
        let map = map(Division::Departments, width);
        assert_eq!(map.shapes.len(), 101, "{width}");
    }
}

#[test]
fn the_committed_outlines_are_whole() {
    assert_eq!(FRANCE.borders.len(), 101);
    assert!(FILE.len() < 120_000);
    let sides = FRANCE.borders.values().flatten().fold(BTreeMap::<usize, usize>::new(), |mut sides, walk| {
        *sides.entry(walk.arc).or_default() += 1;
        sides
    });
    assert_eq!(sides.len(), FRANCE.arcs.len(), "an arc that nobody walks");
    assert!(sides.values().all(|count| (1..=2).contains(count)));
    assert!(FRANCE.arcs.iter().all(|arc| arc.points.len() >= 2 && arc.points.len() == arc.weights.len()));
    assert!(ATTRIBUTION.contains("Natural Earth"));
}

#[test]
fn outlines_that_are_not_of_the_form_are_refused() {
    for text in [
        "01",
        "99 0 0 1 1",
        "01 <0",
        "01 0 0 1",
        "01 0 0",
        "01 a b c d",
        "01 2147483647 0 1 0",
        "01 0 0 1 1,",
    ] {
        assert_eq!(Outlines::decode(text), None, "{text}");
    }
    assert!(Outlines::decode("//! nobody\n").is_some_and(|outlines| outlines.borders.is_empty()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn decoding_never_panics(text in "(\\PC|[0-9<, \n-]){0,200}", cut in 0..FILE.len(), with in "[0-9<, -]{0,3}") {
        _ = Outlines::decode(&text);
        let cut = (0..=cut).rev().find(|at| FILE.is_char_boundary(*at)).unwrap_or(0);
        let damaged = format!("{}{with}{}", &FILE[..cut], FILE[cut..].chars().skip(1).collect::<String>());
        prop_assert!(Outlines::decode(&damaged).is_none_or(|outlines| outlines.borders.len() <= 101));
    }
}

#[test]
fn territories_are_found_by_code() {
    assert_eq!(territory::department("01"), Some("Ain"));
    assert_eq!(territory::department("2A"), Some("Corse-du-Sud"));
    assert_eq!(territory::department("971"), Some("Guadeloupe"));
    assert_eq!(territory::region("94"), Some("Corse"));
    assert_eq!(territory::region_of("2B"), Some("94"));
    assert_eq!(territory::region_of("976"), Some("06"));
    for code in ["", "1", "20", "2a", "96", "975", "001"] {
        assert_eq!(territory::department(code), None, "{code}");
    }
}

#[test]
fn territories_are_found_by_name_however_it_is_typed() {
    for name in ["Côte-d’Or", "Côte-d'Or", "cote d or", "COTE-D'OR", "La Côte-d’Or"] {
        assert_eq!(territory::department_named(name), Some("21"), "{name}");
    }
    assert_eq!(territory::department_named("Réunion"), Some("974"));
    assert_eq!(territory::department_named("l’Ain"), Some("01"));
    assert_eq!(territory::department_named("Les Landes"), Some("40"));
    assert_eq!(territory::region_named("ile de france"), Some("11"));
    assert_eq!(territory::region_named("Provence Alpes Côte d'Azur"), Some("93"));
    assert_eq!(territory::region_named(""), None);
    assert_eq!(territory::department_named("Alsace"), None);
}

#[test]
fn territories_are_sorted_and_lead_back_to_themselves() {
    assert!(territory::DEPARTMENTS.is_sorted() && territory::REGIONS.is_sorted());
    for (code, name, region) in territory::DEPARTMENTS {
        assert_eq!(territory::department(code), Some(name));
        assert_eq!(territory::department_named(name), Some(code));
        assert!(territory::region(region).is_some(), "{code}");
    }
    for (code, name) in territory::REGIONS {
        assert_eq!(territory::region_named(name), Some(code));
        assert!(territory::DEPARTMENTS.iter().any(|(_, _, region)| *region == code), "{code}");
    }
}
