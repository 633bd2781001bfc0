//! Copies of images: which there are, what they show, and what a page says of them.
use std::collections::BTreeMap;

use image::DynamicImage;
use image::GenericImageView;
use kiosque::base::path::Route;
use kiosque::model::output::Artifact;
use kiosque::model::picture::ENCODING;
use proptest::prelude::ProptestConfig;
use proptest::prelude::prop;
use proptest::prelude::proptest;

use crate::painted;
use crate::painted::jpeg;
use crate::painted::photograph;
use crate::samples::SECRET;
use crate::site::Built;
use crate::site::Site;
use crate::site::small;

const RULES: &str = "images: {widths: [100, 200, 400], column: 150, margins: 20}\n";
const MOTION: &str = "<b id=\"{{ mark }}\">{{ still | safe }}<img src=\"{{ url }}\" alt=\"\" width=\"{{ width }}\" height=\"{{ height }}\">{{ alt }}</b>";
/// Versions of all that decides the bytes of a copy, with the number that its
/// addresses are made with: whoever changes one changes `ENCODING`, and this.
const MADE_BY: (u32, [(&str, &str); 11]) = (
    1,
    [
        ("fast_image_resize", "6.1.0"),
        ("gif", "0.14.2"),
        ("image", "0.25.10"),
        ("image-webp", "0.2.4"),
        ("jpeg-encoder", "0.7.1"),
        ("libwebp-sys", "0.9.6"),
        ("miniz_oxide", "0.8.9"),
        ("png", "0.18.1"),
        ("webp", "0.3.1"),
        ("weezl", "0.1.12"),
        ("zune-jpeg", "0.5.15"),
    ],
);

/// A theme that makes copies, and one page.
pub fn site(text: &str, files: &[(&str, &[u8])]) -> Site {
    let mut site = small(&[("content/a.md", text)]);
    let settings = site.text("themes/telling/theme.yaml");
    site.put("themes/telling/theme.yaml", settings + RULES);
    site.put("themes/telling/templates/partials/animation.html", MOTION);
    for (name, bytes) in files {
        site.put(&format!("content/{name}"), bytes);
    }
    site
}

fn built(text: &str, files: &[(&str, &[u8])]) -> Built {
    let built = site(text, files).build();
    assert_eq!(built.said(), "", "{text}");
    built
}

/// Copies that were made, by their name without its version.
fn copies(built: &Built) -> BTreeMap<String, Vec<u8>> {
    let name = |route: &Route| {
        let name = route.as_str().strip_prefix("/assets/")?;
        let (stem, rest) = name.split_once('.')?;
        let (version, ending) = rest.split_once('.')?;
        (version.len() == 10 && ["webp", "jpg", "png"].contains(&ending)).then(|| format!("{stem}.{ending}"))
    };
    let bytes = |artifact: &Artifact| match artifact {
        Artifact::Bytes(bytes) => bytes.to_vec(),
        Artifact::Copy { path, .. } => panic!("{path} is no copy"),
    };
    built.files.iter().filter_map(|(route, artifact)| Some((name(route)?, bytes(artifact)))).collect()
}

fn pixels(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|it| it == words)
}

/// Versions are left out of addresses.
fn bare(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("/assets/") {
        let end = at + rest[at..].find('.').unwrap();
        out.push_str(&rest[..end]);
        let ending = &rest[end + 1..];
        rest = if ending.find('.') == Some(10) { &ending[10..] } else { &rest[end..] };
    }
    out + rest
}

#[test]
fn a_photograph_is_offered_in_the_widths_that_it_has() {
    let source = jpeg(&photograph(900, 600), 92);
    let built = built("![Une vue](vue.jpg \"Au soir\") ici\n", &[("vue.jpg", &source)]);
    let page = bare(&built.page("/a/"));
    let expected = "<picture><source type=\"image/webp\" srcset=\"/assets/vue-100.webp 100w, /assets/vue-200.webp 200w, \
        /assets/vue-400.webp 400w\" sizes=\"(min-width: 170px) 150px, calc(100vw - 20px)\">\
        <img src=\"/vue.jpg\" alt=\"Une vue\" title=\"Au soir\" width=\"900\" height=\"600\" decoding=\"async\"></picture>";
    assert!(page.contains(expected), "{page}");
    let copies = copies(&built);
    assert_eq!(copies.keys().collect::<Vec<_>>(), ["vue-100.webp", "vue-200.webp", "vue-400.webp"]);
    for (name, width) in [("vue-100.webp", 100), ("vue-200.webp", 200), ("vue-400.webp", 400)] {
        let image = pixels(&copies[name]);
        assert_eq!(image.dimensions(), (width, width * 2 / 3), "{name}");
        let near = |x: u32, y: u32| image.get_pixel(x, y).0;
        let (left, right, bottom) = (near(4, 4), near(width - 4, 4), near(4, width * 2 / 3 - 4));
        assert!(
            left[0] > right[0] + 100 && bottom[2] > left[2] + 100,
            "{name}: {left:?} {right:?} {bottom:?}"
        );
        assert!(
            (copies[name].len() as f64) < source.len() as f64 * f64::from(width * width) / 300_000.0,
            "{name}"
        );
    }
}

#[test]
fn a_step_has_to_be_worth_a_file_and_none_is_wider_than_the_image() {
    for (width, expected) in [
        (1000, &[100, 200, 400][..]),
        (400, &[100, 200, 400]),
        (300, &[100, 200, 300]),
        (239, &[100, 239]),
        (241, &[100, 200, 241]),
        (110, &[110]),
    ] {
        let source = painted::png(photograph(width, 300));
        let built = built("![Vue](x.png)\n", &[("x.png", &source)]);
        let mut found: Vec<u32> = copies(&built)
            .keys()
            .filter_map(|name| name.strip_prefix("x-")?.strip_suffix(".webp")?.parse().ok())
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{width}");
        let shown = width.min(150);
        let sizes = format!("sizes=\"(min-width: {}px) {shown}px, calc(100vw - 20px)\"", shown + 20);
        assert!(built.page("/a/").contains(&sizes), "{width}");
    }
}

#[test]
fn a_copy_is_no_heavier_than_its_source() {
    let frugal = jpeg(&photograph(400, 900), 8);
    assert!(frugal.len() > 8192);
    let built = built("![Vue](x.jpg)\n", &[("x.jpg", &frugal)]);
    let copies = copies(&built);
    assert!(copies["x-400.webp"].len() <= frugal.len(), "{} {}", copies["x-400.webp"].len(), frugal.len());
}

#[test]
fn a_drawing_is_kept_to_the_pixel_when_that_is_lighter() {
    let drawing = painted::drawing(400, 300);
    let mut flat = painted::png(drawing.clone());
    assert!(flat.len() < 15_000, "{}", flat.len());
    // Something to gain, which costs nothing once it is taken out.
    flat.splice(33..33, crate::samples::chunk(b"tEXt", &[b'x'; 9000]));
    let built = built("![Vue](x.png)\n", &[("x.png", &flat)]);
    let exact = &copies(&built)["x-400.webp"];
    assert!(has(exact, b"VP8L"));
    assert_eq!(pixels(exact).into_rgb8(), drawing);
}

#[test]
fn copies_stand_upright_whatever_the_camera_did() {
    let upright = photograph(300, 200);
    for turn in 2..=8_u8 {
        let mut stored = DynamicImage::ImageRgb8(upright.clone());
        // What a camera stores, so that `turn` sets it right again.
        let undo = match turn {
            6 => 8,
            8 => 6,
            same => same,
        };
        stored.apply_orientation(image::metadata::Orientation::from_exif(undo).unwrap());
        let source = painted::turned(&jpeg(&stored.into_rgb8(), 95), turn);
        let built = built("![Vue](x.jpg)\n", &[("x.jpg", &source)]);
        assert!(built.page("/a/").contains("width=\"300\" height=\"200\""), "{turn}");
        for (name, bytes) in copies(&built) {
            assert!(!has(&bytes, SECRET) && !has(&bytes, b"Exif"), "{turn}: {name}");
            let image = pixels(&bytes);
            let (width, height) = image.dimensions();
            assert_eq!(height, width * 2 / 3, "{turn}: {name}");
            let (left, right) = (image.get_pixel(4, 4).0, image.get_pixel(width - 4, 4).0);
            let bottom = image.get_pixel(4, height - 4).0;
            assert!(left[0] > right[0] + 100 && bottom[2] > left[2] + 100, "{turn}: {name}");
        }
    }
}

#[test]
fn colours_keep_their_profile_unless_it_is_that_of_the_web() {
    let image = photograph(1300, 200);
    let wide = painted::profile(b"Display P3");
    let built = built("![Vue](x.jpg)\n", &[("x.jpg", &painted::with_profile(&image, wide.clone()))]);
    let copies = copies(&built);
    assert_eq!(copies.len(), 4, "{:?}", copies.keys());
    for (name, bytes) in &copies {
        let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes))
            .with_guessed_format()
            .unwrap()
            .into_decoder()
            .unwrap();
        let found = image::ImageDecoder::icc_profile(&mut reader).unwrap();
        assert_eq!(found.as_deref(), Some(&wide[..]), "{name}");
        assert_eq!(pixels(bytes).width(), name[2..].split('.').next().unwrap().parse::<u32>().unwrap());
    }
    for other in [painted::profile(b"sRGB IEC61966-2.1"), painted::profile(b"s\0R\0G\0B\0")] {
        let built = self::built("![Vue](x.jpg)\n", &[("x.jpg", &painted::with_profile(&image, other))]);
        for (name, bytes) in self::copies(&built) {
            assert!(!has(&bytes, b"acsp"), "{name}");
        }
    }
}

#[test]
fn what_every_reader_can_show_is_jpeg_or_png_and_never_wider_than_a_preview() {
    let wide = photograph(1500, 300);
    let clear = painted::png(painted::disc(300));
    let mut webp = Vec::new();
    image::codecs::webp::WebPEncoder::new_lossless(&mut webp)
        .encode(&wide, 1500, 300, image::ExtendedColorType::Rgb8)
        .unwrap();
    for (name, bytes, expected) in [
        ("x.jpg", jpeg(&wide, 90), "x-1200.jpg"),
        ("x.png", painted::png(wide.clone()), "x-1200.jpg"),
        ("x.webp", webp, "x-1200.jpg"),
        ("x.gif", painted::animation(300, 200, 3, 50), "x-300.jpg"),
        ("x.png", clear, "/x.png"),
        ("x.jpg", jpeg(&photograph(700, 300), 90), "/x.jpg"),
    ] {
        let built = built(&format!("![Vue]({name})\n"), &[(name, &bytes)]);
        let page = bare(&built.page("/a/"));
        let src = page.split("<img src=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(src.trim_start_matches("/assets/"), expected, "{name}");
        if expected.starts_with('x') {
            let copy = &copies(&built)[expected];
            assert!(copy.len() < bytes.len() && pixels(copy).width() <= 1200, "{name}");
        }
    }
}

#[test]
fn any_sort_of_pixels_makes_copies() {
    let photo = DynamicImage::ImageRgb8(photograph(300, 200));
    let clear = painted::disc(300);
    let palette = { painted::animation(300, 200, 1, 50) };
    for (name, bytes, alpha) in [
        ("x.png", painted::png(photo.to_rgb16()), false),
        ("x.png", painted::png(photo.to_rgba16()), false),
        ("x.png", painted::png(photo.to_luma8()), false),
        ("x.png", painted::png(photo.to_luma_alpha16()), false),
        ("x.png", painted::png(clear), true),
        ("x.jpg", painted::inks(300, 200), false),
        ("x.gif", palette, false),
    ] {
        let built = built(&format!("![Vue]({name})\n"), &[(name, &bytes)]);
        let copies = copies(&built);
        let image = pixels(&copies["x-200.webp"]);
        assert_eq!((image.width(), image.color().has_alpha()), (200, alpha), "{name}");
        if alpha {
            assert_eq!((image.get_pixel(2, 2).0[3], image.get_pixel(100, 100).0[3]), (0, 255));
        }
    }
}

#[test]
fn only_what_pages_show_is_copied_and_light_files_are_left_alone() {
    let (big, small) = (jpeg(&photograph(300, 200), 90), painted::png(painted::drawing(30, 20)));
    let text = "![Vue](petite.png) [la grande](grande.jpg)\n";
    let built = built(text, &[("grande.jpg", &big), ("petite.png", &small)]);
    assert_eq!(copies(&built).len(), 0);
    let page = built.page("/a/");
    assert!(page.contains("<img src=\"/petite.png\"") && page.contains("href=\"/grande.jpg\""), "{page}");
}

#[test]
fn raw_html_keeps_its_letters_and_gains_what_it_lacks() {
    let source = jpeg(&photograph(300, 200), 90);
    let copies = "<picture><source type=\"image/webp\" srcset=\"/assets/x-100.webp 100w, /assets/x-200.webp 200w, /assets/x-300.webp 300w\" sizes=\"";
    let sizes = "(min-width: 170px) 150px, calc(100vw - 20px)\">";
    let late = " loading=\"lazy\" decoding=\"async\"";
    let whole = " width=\"300\" height=\"200\"";
    for (text, expected) in [
        (
            "<img src=\"x.jpg\" alt=\"a\">",
            format!("{copies}{sizes}<img{whole}{late} src=\"/x.jpg\" alt=\"a\"></picture>"),
        ),
        (
            "<IMG\n  class='b' SRC = /x.jpg />",
            format!("{copies}{sizes}<IMG{whole}{late}\n  class='b' SRC = /x.jpg /></picture>"),
        ),
        (
            "<img src=\"x.jpg\" width=\"60\">",
            format!(
                "{copies}(min-width: 80px) 60px, calc(100vw - 20px)\"><img height=\"40\"{late} src=\"/x.jpg\" width=\"60\"></picture>"
            ),
        ),
        (
            "<img height=50 src=x.jpg>",
            format!("{copies}{sizes}<img width=\"75\"{late} height=50 src=/x.jpg></picture>"),
        ),
        (
            "<img width=\"100%\" src=\"x.jpg\">",
            format!("{copies}{sizes}<img{late} width=\"100%\" src=\"/x.jpg\"></picture>"),
        ),
        (
            "<img style=\"width:4em\" src=\"x.jpg\" loading=eager decoding=sync>",
            format!(
                "{copies}{sizes}<img style=\"width:4em\" src=\"/x.jpg\" loading=eager decoding=sync></picture>"
            ),
        ),
        (
            "<picture><img src=\"x.jpg\"></picture>",
            format!("<picture><img{whole}{late} src=\"/x.jpg\"></picture>"),
        ),
        (
            "a <picture> <img src=\"x.jpg\"> </picture>",
            format!("<picture> <img{whole}{late} src=\"/x.jpg\"> </picture>"),
        ),
        ("<img src=\"x.jpg\" srcset=\"x.jpg 2x\">", "<img src=\"/x.jpg\" srcset=\"/x.jpg 2x\">".to_owned()),
        ("<img src=\"https://exemple.fr/x.jpg\">", "<img src=\"https://exemple.fr/x.jpg\">".to_owned()),
        ("<!-- <img src=\"x.jpg\"> -->", "<!-- <img src=\"x.jpg\"> -->".to_owned()),
        ("`<img src=\"x.jpg\">`", "&lt;img src=\"x.jpg\"&gt;".to_owned()),
    ] {
        let built = site(&format!("![Vue](x.jpg)\n\n{text}\n"), &[("x.jpg", &source)]).build();
        assert!(built.codes().iter().all(|code| *code == "image-sans-mots"), "{text}: {}", built.said());
        let page = bare(&built.page("/a/"));
        assert!(page.contains(&expected), "{text} gives {page}");
    }
}

#[test]
fn feeds_are_given_one_image_that_all_readers_show() {
    let source = jpeg(&photograph(1500, 300), 90);
    let kind = "name: article\nroute: /blog/{stem}/\ntemplate: page.html\nfields: {title: {type: text}, date: {type: date}}\n\
        list: {route: /blog/, template: page.html, feed: {route: /flux.xml, title: F}}\n";
    let mut site =
        site("a\n", &[("blog/x.jpg", &source), ("blog/y.gif", &painted::animation(300, 200, 3, 50))]);
    site.put("content/blog/_kind.yaml", kind);
    site.put(
        "content/blog/un.md",
        "---\ntitle: Un\ndate: 2025-01-01\n---\n![Vue](x.jpg) <img alt=Vue src=x.jpg> ![](y.gif)\n",
    );
    let built = site.build();
    assert_eq!(built.said(), "");
    let feed = bare(&built.page("/flux.xml"));
    assert!(!feed.contains("picture") && !feed.contains("animation"), "{feed}");
    assert_eq!(feed.matches("https://essai.exemple.gouv.fr/assets/x-1200.jpg").count(), 2, "{feed}");
    assert!(feed.contains("https://essai.exemple.gouv.fr/assets/y-300.jpg"), "{feed}");
    assert!(copies(&built).contains_key("x-1200.jpg"));
}

#[test]
fn what_moves_stands_still_until_it_is_asked_to() {
    let source = painted::animation(300, 200, 6, 120);
    let files: &[(&str, &[u8])] = &[("x.gif", &source)];
    for (text, moves) in [
        ("![Un carré](x.gif)\n", true),
        ("<figure><img src=\"x.gif\" alt=\"Un carré\"></figure>\n", true),
        ("[![Un carré](x.gif)](https://exemple.fr/)\n", false),
        ("a <a href=\"https://exemple.fr/\"><img src=\"x.gif\" alt=\"Un carré\"></a> ![Vue](x.gif)\n", true),
        ("<a href=\"https://exemple.fr/\">\n<img src=\"x.gif\" alt=\"Un carré\">\n</a>\n", false),
    ] {
        let built = built(text, files);
        let page = bare(&built.page("/a/"));
        assert_eq!(page.matches("<b id=").count(), usize::from(moves), "{text}: {page}");
        assert!(page.contains("src=\"/assets/x-300.jpg\""), "{page}");
        let copies = copies(&built);
        assert_eq!(copies.contains_key("x-animation-150.webp"), moves, "{text}");
        assert!(!has(&copies["x-300.webp"], b"ANIM"), "{text}");
    }
    let built = built("![Un carré](x.gif)\n", files);
    let loops = &copies(&built)["x-animation-150.webp"];
    assert!(loops.len() < source.len());
    let decoder = image::codecs::webp::WebPDecoder::new(std::io::Cursor::new(loops)).unwrap();
    let frames: Vec<_> = image::AnimationDecoder::into_frames(decoder).map(Result::unwrap).collect();
    assert_eq!(frames.len(), 6);
    for (n, frame) in frames.iter().enumerate() {
        assert_eq!(frame.delay().numer_denom_ms().0, 120);
        let image = frame.buffer();
        assert_eq!(image.dimensions(), (150, 100));
        let square = image.get_pixel(5 * n as u32 + 5, 10).0;
        assert!(square[0] > 200 && square[1] > 200 && square[2] < 110, "{n}: {square:?}");
        let far = image.get_pixel(140, 60).0;
        assert!(far[1] < 120, "{n}: {far:?}");
    }
}

#[test]
fn a_damaged_image_is_a_message_at_its_name() {
    let whole = painted::png(photograph(300, 200));
    let damaged = {
        let mut bytes = whole.clone();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 400].fill(0x5A);
        bytes
    };
    let bomb = [
        &b"\x89PNG\r\n\x1a\n"[..],
        &crate::samples::chunk(b"IHDR", b"\0\0\x1f\x40\0\0\x1f\x40\x08\x06\0\0\0"),
        &crate::samples::chunk(b"tEXt", &[0; 9000]),
        &crate::samples::chunk(b"IDAT", b"x\xda\x63Pph\x80 \x068\x0b\x002T\x05A"),
        &crate::samples::chunk(b"IEND", b""),
    ]
    .concat();
    for (name, bytes) in [("x.png", damaged), ("x.png", bomb)] {
        let built = site(&format!("![Vue]({name})\n"), &[(name, &bytes)]).build();
        let said = built.lines();
        assert!(!said.is_empty(), "{name} of {} bytes passes", bytes.len());
        for line in said {
            assert!(line.starts_with(&format!("error[image-illisible] content/{name}:1:1 ")), "{line}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Decoders meet what nobody thought of: the rest of the site never suffers.
    #[test]
    fn whatever_an_image_holds_the_page_is_there(
        which in 0..5_usize,
        harm in prop::collection::vec((0..100_000_usize, 0..=255_u8), 1..40),
    ) {
        let (name, mut bytes) = match which {
            0 => ("x.jpg", jpeg(&photograph(180, 200), 90)),
            1 => ("x.png", painted::png(photograph(120, 40))),
            2 => ("x.gif", painted::animation(110, 100, 3, 50)),
            3 => ("x.png", painted::png(painted::disc(150))),
            _ => ("x.jpg", painted::inks(200, 200)),
        };
        for (at, byte) in harm {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let built = site(&format!("Bonjour.\n\n![Vue]({name})\n"), &[(name, &bytes)]).build();
        assert!(built.page("/a/").contains("<p>Bonjour.</p>"));
        let known = ["image-illisible", "image-trop-grande", "image-mal-nommee"];
        assert!(built.codes().iter().all(|code| known.contains(code)), "{}", built.said());
    }
}

#[test]
fn copies_are_the_same_whoever_makes_them() {
    let source = jpeg(&photograph(500, 300), 90);
    let moving = painted::animation(200, 100, 3, 50);
    let make = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| built("![Vue](x.jpg) ![](y.gif)\n", &[("x.jpg", &source), ("y.gif", &moving)]).files)
    };
    assert_eq!(make(1), make(5));
}

#[test]
fn the_address_of_a_copy_changes_with_all_that_decides_its_bytes() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    for (name, version) in MADE_BY.1 {
        let wanted = format!("name = \"{name}\"\nversion = \"{version}\"");
        assert!(lock.contains(&wanted), "{name} is no longer {version}: copies may differ, raise ENCODING");
    }
    assert_eq!(ENCODING, MADE_BY.0, "the versions above are those of another ENCODING");
    let route = |image| {
        let built = built("![Vue](x.jpg)\n", &[("x.jpg", &jpeg(&image, 90))]);
        built.files.keys().find(|it| it.as_str().contains("x-100")).unwrap().clone()
    };
    assert_eq!(route(photograph(300, 200)), route(photograph(300, 200)));
    assert_ne!(route(photograph(300, 200)), route(photograph(300, 201)));
}
