//! What is published of an image says nothing of who took it, where, and with what.
use std::sync::Arc;

use kiosque::base::diagnostic::Diagnostics;
use kiosque::base::path::SitePath;
use kiosque::model::output::Artifact;
use kiosque::model::raster::Turn;
use kiosque::model::raster::joined;
use kiosque::parse::pictures;
use proptest::prelude::prop;
use proptest::prelude::proptest;

use crate::samples::SECRET;
use crate::samples::chunk;
use crate::samples::exif;
use crate::samples::extended;
use crate::samples::gif;
use crate::samples::jpeg;
use crate::samples::png;
use crate::samples::profile;
use crate::samples::riff;
use crate::samples::segment;
use crate::site::Built;
use crate::site::small;

/// The page of a text that shows an image, and the image as a visitor gets it.
fn published(name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let site = small(&[("content/a.md", &format!("![x]({name})\n"))]).with(&format!("content/{name}"), bytes);
    let built = site.build();
    assert_eq!(built.said(), "", "{name}");
    (built.page("/a/"), file(&built, name, bytes))
}

fn file(built: &Built, name: &str, source: &[u8]) -> Vec<u8> {
    match &built.files[&kiosque::base::path::Route::new(&format!("/{name}")).unwrap()] {
        Artifact::Bytes(bytes) => bytes.to_vec(),
        Artifact::Copy { .. } => source.to_vec(),
    }
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|it| it == words)
}

fn words(turn: u8) -> Vec<Vec<u8>> {
    vec![
        segment(0xE1, &[b"Exif\0\0", &exif(turn)[..]].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
        profile(),
        segment(0xE2, &[b"MPF\0", SECRET].concat()),
        segment(0xED, &[b"Photoshop 3.0\0", SECRET].concat()),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\0"),
        segment(0xFE, SECRET),
    ]
}

/// Phones put further pictures behind the first, with words of their own.
fn second() -> Vec<u8> {
    jpeg(&words(1), b"")
}

#[test]
fn a_photograph_keeps_its_colours_and_its_way_up_and_nothing_else() {
    for turn in 1..=8 {
        let source = jpeg(&words(turn), &second());
        let (page, file) = published("photo.jpg", &source);
        assert!(!has(&file, SECRET), "{turn}");
        let kept = [profile(), segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")];
        let said =
            [&b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[turn, 0, 0, 0, 0, 0, 0]]
                .concat();
        let told = if turn == 1 { vec![] } else { segment(0xE1, &said) };
        let plain = jpeg(&kept, b"");
        let (head, rest) = plain.split_at(20);
        assert_eq!(file, [head, &told, rest].concat(), "{turn}");
        let size = if turn > 4 { "width=\"2\" height=\"3\"" } else { "width=\"3\" height=\"2\"" };
        assert!(page.contains(size), "{turn}: {page}");
        assert_eq!(published("photo.jpg", &file).1, file, "{turn}: once is enough");
    }
}

#[test]
fn what_says_nothing_is_published_byte_for_byte_without_being_read() {
    let still = riff(&[(b"VP8 ", b"\x30\x01\0\x9d\x01\x2a\x03\0\x02\0")], b"");
    for (name, bytes) in [
        ("a.jpg", jpeg(&[profile()], b"")),
        ("a.png", png(&[chunk(b"pHYs", &[0; 9])], b"")),
        ("a.gif", gif(b"", b"")),
        ("a.webp", still),
    ] {
        let site = small(&[]).with(&format!("content/{name}"), &bytes);
        let built = site.build();
        assert_eq!(built.said(), "", "{name}");
        let route = kiosque::base::path::Route::new(&format!("/{name}")).unwrap();
        assert!(matches!(built.files[&route], Artifact::Copy { .. }), "{name}");
    }
}

#[test]
fn a_png_keeps_what_shows_it() {
    let words = [
        chunk(b"iCCP", b"p\0\0couleurs"),
        chunk(b"tEXt", &[b"Author\0", SECRET].concat()),
        chunk(b"zTXt", SECRET),
        chunk(b"iTXt", SECRET),
        chunk(b"tIME", &[7, 233, 1, 1, 0, 0, 0]),
        chunk(b"eXIf", &exif(6)),
        chunk(b"tRNS", &[0; 6]),
        chunk(b"prVt", SECRET),
    ];
    let (page, file) = published("a.png", &png(&words, SECRET));
    let mut block = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let kept = [words[0].clone(), chunk(b"eXIf", &block), words[6].clone()];
    assert_eq!(file, png(&kept, b""));
    assert!(page.contains("width=\"2\" height=\"3\""), "{page}");
    block[19] = 1;
    assert_eq!(published("a.png", &png(&[chunk(b"eXIf", &exif(1))], b"")).1, png(&[], b""));
}

#[test]
fn an_animation_keeps_its_frames_and_how_often_it_turns() {
    let comment = [&b"!\xFE\x17"[..], SECRET, b"\0"].concat();
    let program = [&b"!\xFF\x0BXMP DataXMP\x17"[..], SECRET, b"\0"].concat();
    let (_, file) = published("a.gif", &gif(&[comment, program].concat(), SECRET));
    assert_eq!(file, gif(b"", b""));
}

#[test]
fn a_webp_no_longer_announces_what_was_taken_out() {
    let image: (&[u8; 4], &[u8]) = (b"VP8 ", b"\x30\x01\0\x9d\x01\x2a\x03\0\x02\0");
    let whole = |flags: u8, words: &[(&[u8; 4], &[u8])]| {
        let header = extended(flags);
        let mut chunks: Vec<(&[u8; 4], &[u8])> = vec![(b"VP8X", &header), (b"ICCP", b"couleurs"), image];
        chunks.extend(words);
        riff(&chunks, b"")
    };
    let upright = exif(1);
    let source = whole(0x2C, &[(b"EXIF", &upright), (b"XMP ", SECRET), (b"MINE", SECRET)]);
    assert_eq!(published("a.webp", &[&source[..], SECRET].concat()).1, whole(0x20, &[]));
    let turned = exif(8);
    let (page, file) = published("a.webp", &whole(0x2C, &[(b"EXIF", &turned), (b"XMP ", SECRET)]));
    assert_eq!(
        file,
        whole(0x28, &[(b"EXIF", b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0")])
    );
    assert!(page.contains("width=\"2\" height=\"3\""), "{page}");
}

#[test]
fn an_image_cut_short_is_said_to_be() {
    for (name, whole) in [
        ("a.jpg", jpeg(&words(6), b"")),
        ("a.png", png(&[chunk(b"tEXt", SECRET)], b"")),
        ("a.gif", gif(b"", b"")),
        ("a.webp", riff(&[(b"VP8 ", b"\x30\x01\0\x9d\x01\x2a\x03\0\x02\0")], b"")),
    ] {
        for length in 0..whole.len() {
            let mut said = Diagnostics::default();
            let seen = pictures::read(&SitePath::new(name), &whole[..length], &mut said);
            // A GIF may end behind any of its images.
            assert!(seen.is_none() || name == "a.gif", "{name}, {length} bytes of {}", whole.len());
            assert_eq!(seen.is_none(), said.has_errors(), "{name}, {length} bytes");
        }
    }
}

#[test]
fn an_iphone_photograph_under_another_name_is_told_as_what_it_is() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat";
    let built = small(&[]).with("content/a.jpg", heic).build();
    assert_eq!(built.codes(), ["image-illisible"]);
    assert!(built.said().contains("HEIC"), "{}", built.said());
}

proptest! {
    /// Whatever a file holds, its walk ends, and what it keeps are bytes of the file.
    #[test]
    fn a_damaged_image_is_never_more_than_a_message(
        which in 0..4_usize,
        harm in prop::collection::vec((0..400_usize, 0..=255_u8), 1..12),
        cut in 0..600_usize,
    ) {
        let turned = exif(6);
        let mut bytes = match which {
            0 => jpeg(&words(6), &second()),
            1 => png(&[chunk(b"eXIf", &turned), chunk(b"tEXt", SECRET)], SECRET),
            2 => gif(&[&b"!\xFE\x17"[..], SECRET, b"\0"].concat(), SECRET),
            _ => riff(&[(b"VP8X", &extended(0x0C)), (b"VP8 ", b"\x30\x01\0\x9d\x01\x2a\x03\0\x02\0"), (b"EXIF", &turned)], SECRET),
        };
        for (at, byte) in harm {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        bytes.truncate(cut.max(1));
        let mut said = Diagnostics::default();
        if let Some((size, raster)) = pictures::read(&SitePath::new("content/a.png"), &bytes, &mut said) {
            assert!(size.0 > 0 && size.1 > 0 && raster.frames > 0);
            if let Some(parts) = raster.clean {
                let parts: Arc<[_]> = parts;
                let clean = joined(&parts, &bytes).unwrap();
                assert!(clean.len() <= bytes.len() + 64);
            }
        } else {
            assert!(said.has_errors());
        }
    }
}

#[test]
fn only_eight_words_tell_which_way_is_up() {
    for value in [0, 1, 9, 256, u16::MAX] {
        assert!(Turn::of(value).is_upright(), "{value}");
    }
    assert_eq!((2..=8).map(|it| Turn::of(it).value()).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8]);
}
