//! Raw HTML for mails: what a mail can show becomes marks, the rest is told or lets its words through.
use html5gum::DefaultEmitter;
use html5gum::StartTag;
use html5gum::Token;
use html5gum::Tokenizer;

use crate::base::span::Span;
use crate::model::document::Image;
use crate::model::document::Within;
use crate::model::marks::Element;
use crate::model::marks::Mark;
use crate::model::marks::Side;
use crate::parse::markdown::raw::Raw;
use crate::parse::markdown::raw::value_of;
use crate::parse::markdown::writer::Writer;

/// Elements that go with all they hold.
const UNFIT: [&str; 16] = [
    "iframe", "video", "audio", "object", "embed", "svg", "canvas", "math", "form", "select", "textarea",
    "button", "input", "script", "style", "template",
];
/// Those that hold nothing.
const VOID: [&str; 2] = ["embed", "input"];
/// Elements that begin and end lines of their own.
const BLOCKS: &str = "p div section article aside header footer main nav figure figcaption details summary address \
    center pre hgroup caption fieldset legend noscript";

impl Writer<'_> {
    /// `noted` are the places of addresses in the raw text, and their numbers.
    pub fn filter(&mut self, raw: &Raw, noted: &[(usize, u32)]) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        // The unfit element under way, and how many of its name are open.
        let mut within: Option<(String, usize)> = None;
        for token in Tokenizer::new_with_emitter(raw.text.as_str(), emitter).flatten() {
            match (token, &mut within) {
                (Token::StartTag(tag), Some((name, depth))) => {
                    *depth += usize::from(tag.name.as_slice() == name.as_bytes() && !tag.self_closing);
                }
                (Token::EndTag(tag), Some((name, depth))) if tag.name.as_slice() == name.as_bytes() => {
                    *depth -= 1;
                    if *depth == 0 {
                        within = None;
                    }
                }
                (Token::StartTag(tag), None) => within = self.opened(raw, noted, &tag),
                (Token::EndTag(tag), None) => {
                    if let Some(element) = named(&String::from_utf8_lossy(&tag.name), self.shift) {
                        self.out.close(element);
                    }
                }
                (Token::String(text), None) => self.out.told(&String::from_utf8_lossy(&text.value)),
                _ => {}
            }
        }
    }

    /// The element whose contents are to be left out, if this is one.
    fn opened(
        &mut self,
        raw: &Raw,
        noted: &[(usize, u32)],
        tag: &StartTag<usize>,
    ) -> Option<(String, usize)> {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let at = raw.origin(tag.span.start)..raw.origin(tag.span.end.saturating_sub(1)) + 1;
        if UNFIT.contains(&name.as_str()) {
            self.out.mark(Mark::Unfit(name.as_str().into(), Span::new(self.path, at)));
            let holds = !VOID.contains(&name.as_str()) && !tag.self_closing;
            return holds.then_some((name, 1));
        }
        let number = |attribute: &[u8]| {
            let value = tag.attributes.iter().find(|(name, _)| name.as_slice() == attribute)?.1;
            let (start, _) = value_of(raw, (value.span.start, value.span.end))?;
            noted.iter().find(|(at, _)| *at == start).map(|(_, number)| *number)
        };
        match name.as_str() {
            "br" => self.out.mark(Mark::Line),
            "hr" => self.out.mark(Mark::Rule),
            "a" => {
                if let Some(link) = number(b"href") {
                    self.out.open(Element::Link(link));
                }
            }
            "img" if is_unseen(tag) => {
                self.out.mark(Mark::Unfit(name.as_str().into(), Span::new(self.path, at)));
            }
            "img" => {
                let alt = tag.attributes.iter().find(|(name, _)| name.as_slice() == b"alt");
                let alt =
                    alt.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).unwrap_or_default();
                if let Some(link) = number(b"src") {
                    let within = Within::Text;
                    self.out.mark(Mark::Image(Box::new(Image {
                        link,
                        alt: alt.into(),
                        title: None,
                        within,
                    })));
                }
            }
            name => {
                if let Some(element) = named(name, self.shift) {
                    self.out.open(element);
                }
            }
        }
        None
    }
}

/// An image that nobody could see: what it would show is not what it is for.
fn is_unseen(tag: &StartTag<usize>) -> bool {
    tag.attributes.iter().any(|(name, value)| {
        let value = String::from_utf8_lossy(value).replace(' ', "").to_ascii_lowercase();
        match name.as_slice() {
            b"width" | b"height" => matches!(value.trim_end_matches("px"), "0" | "1" | "2"),
            b"style" => {
                ["display:none", "visibility:hidden", "opacity:0"].iter().any(|it| value.contains(it))
            }
            b"hidden" => true,
            _ => false,
        }
    })
}

fn named(name: &str, shift: u8) -> Option<Element> {
    Some(match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            Element::Heading((name.as_bytes()[1] - b'0' + shift).clamp(2, 6))
        }
        "em" | "i" | "cite" | "dfn" => Element::Emphasis,
        "strong" | "b" => Element::Strong,
        "del" | "s" | "strike" => Element::Deleted,
        "sup" => Element::Superscript,
        "sub" => Element::Subscript,
        "a" => Element::Link(0),
        "ul" | "menu" => Element::Unordered,
        "ol" => Element::Ordered(1),
        "li" => Element::Item,
        "blockquote" => Element::Quote,
        "table" => Element::Table,
        "tr" => Element::Row,
        "td" => Element::Cell(Side::Left),
        "th" => Element::Name(Side::Left),
        "dl" => Element::Definitions,
        "dt" => Element::Term,
        "dd" => Element::Meaning,
        name if BLOCKS.split(' ').any(|it| it == name) => Element::Paragraph,
        _ => return None,
    })
}
