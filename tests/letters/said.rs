//! Words as a reader meets them, whatever carries them: the judge of what is lost or joined.
use html5gum::Token;
use html5gum::Tokenizer;
use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

/// Elements inside a word.
const INLINE: [&[u8]; 10] = [b"a", b"b", b"em", b"strong", b"s", b"span", b"sup", b"sub", b"code", b"i"];

/// What only the text has: numbers of links, the word before an image.
fn bare(line: &str) -> String {
    let mut out = String::new();
    let line = format!(" {line}");
    let mut rest = line.as_str();
    while let Some(at) = rest.find(" [") {
        let (before, after) = rest.split_at(at);
        let inside = &after[2..];
        let digits = inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        out.push_str(before);
        match inside[digits..].strip_prefix(']') {
            Some(next) if digits > 0 => rest = next,
            _ => {
                out.push_str(" [");
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out.replace("(image\u{a0}: ", "(")
}

/// Numbers of the lists that are open; none for bullets.
#[derive(Default)]
struct Lists(Vec<Option<u64>>);

impl Lists {
    /// What stands before an item.
    fn item(&mut self) -> String {
        match self.0.last_mut() {
            Some(Some(count)) => {
                *count += 1;
                format!("\n{}. ", *count - 1)
            }
            _ => "\n".to_owned(),
        }
    }
}

fn words(lines: &str) -> Vec<String> {
    let lines = lines.lines().map(bare);
    let split = |line: String| {
        let words = line.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>()
    };
    lines.flat_map(split).collect()
}

pub fn of_text(text: &str) -> Vec<String> {
    words(text)
}

/// What is read with images off.
pub fn of_html(html: &str) -> Vec<String> {
    let mut out = String::new();
    let mut lists = Lists::default();
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"ol" => {
                let start = tag
                    .attributes
                    .get(b"start".as_slice())
                    .map(|it| String::from_utf8_lossy(it).into_owned());
                lists.0.push(Some(start.and_then(|it| it.parse().ok()).unwrap_or(1)));
                out.push('\n');
            }
            Token::StartTag(tag) if tag.name.as_slice() == b"ul" => {
                lists.0.push(None);
                out.push('\n');
            }
            Token::EndTag(tag) if matches!(tag.name.as_slice(), b"ol" | b"ul") => {
                lists.0.pop();
                out.push('\n');
            }
            Token::StartTag(tag) if tag.name.as_slice() == b"li" => out.push_str(&lists.item()),
            Token::String(text) => out.push_str(&String::from_utf8_lossy(&text.value).replace('\n', " ")),
            Token::StartTag(tag) if tag.name.as_slice() == b"img" => {
                let alt =
                    tag.attributes.get(b"alt".as_slice()).map(|it| String::from_utf8_lossy(it).into_owned());
                out.push_str(&alt.unwrap_or_default().replace('\n', " "));
            }
            Token::StartTag(tag) if INLINE.contains(&tag.name.as_slice()) => {}
            Token::EndTag(tag) if INLINE.contains(&tag.name.as_slice()) => {}
            _ => out.push('\n'),
        }
    }
    words(&out)
}

/// Straight from the parser, for texts of plain markdown.
pub fn of_markdown(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::new();
    let mut lists = Lists::default();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::List(first)) => {
                lists.0.push(first);
                out.push('\n');
            }
            Event::End(TagEnd::List(_)) => {
                lists.0.pop();
                out.push('\n');
            }
            Event::Start(Tag::Item) => out.push_str(&lists.item()),
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak | Event::Rule => out.push('\n'),
            Event::Start(
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
            ) => {}
            _ => out.push('\n'),
        }
    }
    words(&out)
}
