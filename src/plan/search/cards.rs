//! How much is shown of each page: little where pages are many, so that the
//! files of one answer stay light.
use crate::model::search::Section;

/// Files of cards, at most.
const FILES: usize = 1000;
/// Bytes of text in one file, about.
const ROOM: usize = 6000;
/// Bytes of what a file says around one section.
const AROUND: usize = 40;
/// Bytes of a title or a description, at most.
const LINE: usize = 400;
/// Bytes that even the shortest part of a text has.
const LEAST: usize = 120;

/// Cards in one file.
pub fn together(pages: usize) -> usize {
    pages.div_ceil(FILES).max(1)
}

/// Bytes for the text of one card.
pub fn room(pages: usize) -> usize {
    ROOM / together(pages)
}

/// A title or a description that nobody would read whole is cut.
pub fn brief(mut text: String) -> String {
    shorten(&mut text, LINE);
    text
}

/// The beginning of each section, the same for all that are longer.
pub fn cut(mut sections: Vec<Section>, room: usize) -> Vec<Section> {
    let mut lengths: Vec<usize> = sections.iter().map(|section| section.text.len()).collect();
    lengths.sort_unstable();
    let (mut left, mut share) = (room, room);
    for (n, length) in lengths.iter().enumerate() {
        share = left / (lengths.len() - n);
        if *length > share {
            break;
        }
        left -= length;
    }
    for section in &mut sections {
        shorten(&mut section.text, share.max(LEAST));
        section.heading = brief(std::mem::take(&mut section.heading));
    }
    let mut spent = 0;
    sections.retain(|section| {
        spent += section.text.len() + section.heading.len() + section.anchor.len() + AROUND;
        spent <= room * 2
    });
    sections
}

/// At the end of a word, with an ellipsis.
fn shorten(text: &mut String, most: usize) {
    if text.len() <= most {
        return;
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end = text[..end].rfind(' ').filter(|space| *space > 0).unwrap_or(end);
    text.truncate(end);
    text.push('…');
}

#[cfg(test)]
mod tests {
    use crate::model::search::Section;
    use crate::plan::search::cards::cut;

    #[test]
    fn long_sections_share_what_short_ones_leave() {
        let section = |text: String| Section { text, ..Section::default() };
        let sections = vec![section("court".into()), section("é ".repeat(1000)), section("à ".repeat(1000))];
        let lengths: Vec<usize> = cut(sections, 1005).iter().map(|section| section.text.len()).collect();
        assert_eq!(lengths[0], 5);
        assert!((490..=503).contains(&lengths[1]) && lengths[1] == lengths[2], "{lengths:?}");
    }
}
