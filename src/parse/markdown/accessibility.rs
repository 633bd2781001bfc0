//! What can be told of a text's accessibility before its page exists: remarks,
//! which never stop a publication, each where its author wrote the fault.
use std::ops::Range;

use html5gum::StartTag;
use pulldown_cmark::Event;
use pulldown_cmark::LinkType;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::model::marks::Marking;
use crate::parse::markdown::elements::closing;
use crate::parse::markdown::raw::Raw;
use crate::parse::markdown::schemes;
use crate::parse::markdown::writer::Events;
use crate::parse::markdown::writer::Writer;
use crate::parse::markdown::writer::text_of;

/// Messages on one text beyond which remarks would help nobody.
const ENOUGH: usize = 200;

/// Words that say nothing of where a link leads, once read alone.
const VAGUE: [&str; 16] = [
    "cliquez ici",
    "cliquer ici",
    "clique ici",
    "ici",
    "lien",
    "ce lien",
    "le lien",
    "suivre ce lien",
    "en savoir plus",
    "savoir plus",
    "plus d'informations",
    "plus d'infos",
    "lire la suite",
    "voir plus",
    "click here",
    "read more",
];

/// Signs of an address that can be read aloud.
const ADDRESS: usize = 60;

/// Endings of image files.
const IMAGES: [&str; 7] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"];

impl Writer<'_> {
    /// Judges a stretch that is about to be written.
    pub fn judge(&mut self, events: &Events<'_>) {
        let last = self.body.headings.last().map_or(1, |heading| heading.level);
        let mut section = self.section.max(last);
        // What stands in the words of an image is no image, and no link.
        let mut past = 0;
        for (at, (event, range)) in events.iter().enumerate() {
            if at < past {
                continue;
            }
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let level = (*level as u8 + self.shift).min(6);
                    self.jump(section, level, range);
                    section = level;
                }
                Event::Start(Tag::Link { .. }) => self.link_words(events, at),
                Event::Start(Tag::Image { .. }) => {
                    past = closing(events, at);
                    self.image_words(events, (at, past));
                }
                Event::Start(Tag::TableHead) => self.table_head(events, at),
                _ => {}
            }
        }
    }

    fn remark(&mut self, code: Code, range: &Range<usize>, (message, help): (String, &str)) {
        let range = range.start + self.base..range.end + self.base;
        self.remark_at(code, range, (message, help));
    }

    fn remark_at(&mut self, code: Code, range: Range<usize>, (message, help): (String, &str)) {
        if self.diagnostics.len() < ENOUGH {
            let span = Span::new(self.path, range);
            self.diagnostics.push(Diagnostic::note(code, span, message).with_help(help));
        }
    }

    /// Headings go down one level at a time (RGAA 9.1). A heading of level 1 is
    /// no fault: all go down with it, under the page's title.
    fn jump(&mut self, from: u8, level: u8, range: &Range<usize>) {
        if level <= from + 1 {
            return;
        }
        let after = match from {
            1 => "le titre de la page".to_owned(),
            _ => format!("un titre de niveau {from}"),
        };
        let message = format!("ce titre de niveau {level} suit {after} : un niveau est sauté");
        let marks = "#".repeat(usize::from((from + 1).saturating_sub(self.shift).max(1)));
        let help =
            format!("écrivez-le avec « {marks} » ; les niveaux disent le plan, pas la taille des lettres");
        self.remark(Code::HeadingJump, range, (message, &help));
    }

    /// A link has words (RGAA 6.2), which say where it leads (RGAA 6.1).
    fn link_words(&mut self, events: &Events<'_>, at: usize) {
        let (Event::Start(Tag::Link { dest_url, title, link_type, .. }), range) = &events[at] else { return };
        if !matches!(link_type, LinkType::Email)
            && let Some(said) = schemes::fault(dest_url)
        {
            self.remark(Code::AddressDoubtful, range, (said.0, said.1));
        }
        let inside = &events[at + 1..closing(events, at)];
        let words: String = inside.iter().map(|(event, _)| text_of(event)).collect();
        let words = words.trim();
        // What raw HTML says inside a link is not followed.
        let raw = inside.iter().any(|(event, _)| matches!(event, Event::InlineHtml(_)));
        if words.is_empty() {
            // A link with no address is told as such.
            if !raw && !dest_url.trim().is_empty() {
                let message =
                    "ce lien n'a pas de mots : rien ne se voit, et un lecteur d'écran ne lit que son adresse";
                let help = "écrivez entre les crochets ce qu'on trouve derrière, ou ôtez le lien";
                self.remark(Code::LinkWordless, range, (message.to_owned(), help));
            }
            return;
        }
        if !title.trim().is_empty() || dest_url.trim().is_empty() {
            return;
        }
        if is_vague(words) {
            let message = format!("« {words} », lu seul, ne dit pas où mène ce lien");
            let help = "mettez entre les crochets le nom de ce qu'on y trouve : [le bilan de 2025](…)";
            self.remark(Code::LinkVague, range, (message, help));
        } else if is_address(words) && words.chars().count() > ADDRESS {
            let message = format!(
                "les mots de ce lien sont une adresse de plus de {ADDRESS} signes, qu'un lecteur d'écran épelle"
            );
            let help = "donnez-lui des mots : [le nom de la page](adresse)";
            self.remark(Code::LinkVague, range, (message, help));
        }
    }

    /// A table of data names its columns (RGAA 5.6).
    fn table_head(&mut self, events: &Events<'_>, at: usize) {
        let inside = &events[at + 1..closing(events, at)];
        let blank =
            |event: &Event<'_>| matches!(event, Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell));
        if inside.iter().all(|(event, _)| blank(event)) {
            let message = "la première ligne de ce tableau est vide : aucune colonne n'a de nom".to_owned();
            let help = "écrivez-y le nom de chaque colonne ; ce qui n'est pas un tableau de données se lit mieux en liste";
            self.remark(Code::TableHeadless, &events[at].1, (message, help));
        }
    }

    /// What an image shows is said in words (RGAA 1.1, 1.3); one that only adorns
    /// is left silent on purpose.
    fn image_words(&mut self, events: &Events<'_>, (at, end): (usize, usize)) {
        let (Event::Start(Tag::Image { dest_url, title, .. }), range) = &events[at] else { return };
        let alt: String = events[at + 1..end].iter().map(|(event, _)| text_of(event)).collect();
        let is = |at: Option<usize>, wanted: fn(&Event<'_>) -> bool| {
            at.and_then(|at| events.get(at)).is_some_and(|(event, _)| wanted(event))
        };
        if is_file_name(&alt, dest_url) {
            let message =
                format!("« {} » est le nom du fichier : il ne dit pas ce que l'image montre", alt.trim());
            let help =
                "écrivez entre les crochets ce qu'elle apprend, ou rien si elle ne fait qu'orner la page";
            self.remark(Code::ImageUntold, range, (message, help));
            return;
        }
        let alone = is(at.checked_sub(1), |it| matches!(it, Event::Start(Tag::Paragraph)))
            && is(Some(end + 1), |it| matches!(it, Event::End(TagEnd::Paragraph)));
        // Letters, whose marks are kept, say it in their own words.
        let letter = self.out.marks() == Marking::Kept;
        if alone && alt.trim().is_empty() && title.is_empty() && !letter {
            let message = "cette image, seule dans son paragraphe, ne dit rien à qui ne la voit pas";
            let help = "écrivez entre les crochets ce qu'elle apprend ; laissez-les vides si elle ne fait qu'orner la page";
            self.remark(Code::ImageUntold, range, (message.to_owned(), help));
        }
    }
}

impl Writer<'_> {
    /// A raw `<img>` says what it shows, or that it only adorns (RGAA 1.1, 1.2); a
    /// raw `<iframe>` has a title (RGAA 2.1).
    pub fn judge_tag(&mut self, raw: &Raw, tag: &StartTag<usize>) {
        let value = |wanted: &str| {
            let found = tag.attributes.iter().find(|(name, _)| name.as_slice() == wanted.as_bytes());
            found.map(|(_, value)| String::from_utf8_lossy(value).trim().to_owned())
        };
        let said = |wanted: &str| value(wanted).is_some_and(|text| !text.is_empty());
        let hidden = value("hidden").is_some()
            || value("aria-hidden").as_deref() == Some("true")
            || matches!(value("role").as_deref(), Some("presentation" | "none"));
        let named = ["title", "aria-label", "aria-labelledby"].into_iter().any(said);
        let (code, message, help) = match tag.name.as_slice() {
            b"img" if value("alt").is_none() && !named && !hidden => (
                Code::ImageUntold,
                "cette image n'a pas d'attribut « alt » : un lecteur d'écran lira le nom du fichier"
                    .to_owned(),
                "ajoutez alt=\"ce qu'elle apprend\", ou alt=\"\" si elle ne fait qu'orner la page",
            ),
            b"img" => {
                let (alt, address) = (value("alt").unwrap_or_default(), value("src").unwrap_or_default());
                if !is_file_name(&alt, &address) {
                    return;
                }
                let message =
                    format!("« {alt} » est le nom du fichier : il ne dit pas ce que l'image montre");
                (
                    Code::ImageUntold,
                    message,
                    "écrivez dans « alt » ce qu'elle apprend, ou rien si elle ne fait qu'orner la page",
                )
            }
            b"iframe" if !named && !hidden => (
                Code::FrameUntitled,
                "ce cadre n'a pas de titre : qui l'écoute ne sait pas ce qu'il contient".to_owned(),
                "ajoutez title=\"ce que le cadre montre\"",
            ),
            _ => return,
        };
        let range = raw.origin(tag.span.start)..raw.origin(tag.span.end.saturating_sub(1)) + 1;
        self.remark_at(code, range, (message, help));
    }
}

fn is_vague(words: &str) -> bool {
    let plain = words.to_lowercase().replace(['’', '\u{a0}', '\u{202f}'], "'");
    let bare = plain.trim_matches(|c: char| !c.is_alphanumeric());
    VAGUE.contains(&bare)
}

fn is_address(words: &str) -> bool {
    !words.contains(char::is_whitespace) && (words.contains("://") || words.starts_with("www."))
}

/// `photo.png`, and `IMG_2034` for `IMG_2034.JPG`; one plain word may be both a
/// name and what is shown.
fn is_file_name(alt: &str, address: &str) -> bool {
    let alt = alt.trim().to_lowercase();
    if alt.is_empty() || alt.contains(char::is_whitespace) {
        return false;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let coded = alt.contains('_') || alt.contains(|c: char| c.is_ascii_digit());
    IMAGES.iter().any(|ending| alt.ends_with(ending)) || alt == name || (alt == stem && coded)
}

#[cfg(test)]
mod tests {
    use crate::parse::markdown::accessibility::is_file_name;
    use crate::parse::markdown::accessibility::is_vague;

    #[test]
    fn words_that_say_nothing_alone_are_told_from_words_that_name() {
        for words in ["Cliquez ici", "ici.", "EN SAVOIR PLUS", "plus d’infos", "lire la suite…", "→ ici"]
        {
            assert!(is_vague(words), "{words}");
        }
        for words in ["la suite", "la suite du bilan", "ici Paris", "En savoir plus sur la loi", "2025", "→"]
        {
            assert!(!is_vague(words), "{words}");
        }
    }

    #[test]
    fn a_file_name_is_told_from_what_an_image_shows() {
        for (alt, address) in
            [("photo.png", "img/x.webp"), ("IMG_2034", "a/IMG_2034.JPG"), ("Logo.SVG", "logo.svg")]
        {
            assert!(is_file_name(alt, address), "{alt}");
        }
        for (alt, address) in [("carte", "carte.png"), ("", "a.png"), ("le fichier a.png", "a.png")] {
            assert!(!is_file_name(alt, address), "{alt}");
        }
    }
}
