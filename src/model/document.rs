//! One markdown source, understood as far as one file allows.
//!
//! A body is HTML with holes: whatever needs another file to be known is left
//! as a numbered hole, which `assemble` fills and `render` prints.
use crate::base::fingerprint::Fingerprint;
use crate::base::path::SitePath;
use crate::base::span::Span;
use crate::model::config::Typography;
use crate::model::marks::Mark;
use crate::model::value::{Fields, Node};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Document {
    pub path: SitePath,
    pub fields: Fields,
    /// Bytes of the front matter with its two fences; empty when there is none.
    pub matter: (u32, u32),
    pub body: Body,
    /// How its words are set, and those of its front matter.
    pub typography: Typography,
    /// Of the source and how it was read.
    pub print: Fingerprint,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Body {
    pub pieces: Vec<Piece>,
    pub links: Vec<Link>,
    pub figures: Vec<FigureBlock>,
    pub headings: Vec<Heading>,
    /// Every `id` that is not a heading's: raw HTML, footnotes, directives.
    pub ids: Vec<Box<str>>,
    /// Class names written in raw HTML or directives, sorted, each once.
    pub classes: Vec<Box<str>>,
    /// Some raw HTML has a `style` attribute.
    pub styled: bool,
    /// Text of the first heading of level 1 when it opens the body; it is then
    /// left out of `pieces`, since the page's title takes its place.
    pub title: Option<Box<str>>,
    /// Text of the first paragraph, for a description nobody wrote.
    pub opening: Option<Box<str>>,
    /// Number of words, for reading times.
    pub words: u32,
    /// The same text for mails; empty where nobody asked for it.
    pub marks: Vec<Mark>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    Html(Box<str>),
    /// The address of `links[n]`, to stand as the value of an attribute.
    Link(u32),
    /// A whole image element, whose size another file knows.
    Image(Box<Image>),
    /// The same, written in raw HTML.
    RawImage(Box<RawImage>),
    /// `figures[n]`, drawn.
    Figure(u32),
    /// Drawn by a template of the theme, which alone knows its look.
    Component(Box<Component>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// Index into `links`.
    pub link: u32,
    pub alt: Box<str>,
    pub title: Option<Box<str>>,
    pub within: Within,
}

/// An `<img>` whose letters stay, and which gains what it lacks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RawImage {
    /// Index into `links`.
    pub link: u32,
    /// The tag up to its address, and from there on.
    pub before: Box<str>,
    pub after: Box<str>,
    /// Its other attributes: names in small letters, entities resolved.
    pub attributes: Vec<(Box<str>, Box<str>)>,
    pub within: Within,
}

impl RawImage {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| &**known == name).map(|(_, value)| &**value)
    }
}

/// What an image stands in, as far as it decides what may stand around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Within {
    #[default]
    Text,
    /// A link: nothing else to press may stand there.
    Link,
    /// A `<picture>` of the author's own.
    Picture,
}

/// A directive of the author, or a construct of markdown (`table`, `image`)
/// that the theme may dress.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Component<P = Piece> {
    pub name: Box<str>,
    /// The label between brackets: HTML with holes, or marks.
    pub label: Vec<P>,
    /// `{key="value"}`, in the order of writing; `#id` and `.class` under `id` and `class`.
    pub attributes: Vec<(Box<str>, Attribute)>,
    pub inner: Vec<P>,
    /// The level that a heading inside would have: one below the section it is in.
    pub level: u8,
    /// Distinguishes the components of one page, from 1.
    pub number: u32,
    pub standing: Standing,
    pub span: Span,
}

impl<P> Component<P> {
    /// The same block with other contents.
    pub fn holding<Q>(&self, label: Vec<Q>, inner: Vec<Q>) -> Component<Q> {
        Component {
            name: self.name.clone(),
            label,
            attributes: self.attributes.clone(),
            inner,
            level: self.level,
            number: self.number,
            standing: self.standing,
            span: self.span.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// On lines of its own.
    Block,
    /// In a sentence, where no block may stand.
    Inline,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Attribute {
    Text(Box<str>),
    /// An address to resolve like any other: index into `links`.
    Link(u32),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// As in the source, entities and escapes resolved.
    pub written: Box<str>,
    /// The very letters of the source, when entities in raw HTML make them differ.
    pub letters: Option<Box<str>>,
    pub role: Role,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Followed by the reader.
    Page,
    /// Loaded with the page.
    Image,
    /// Written in raw HTML: checked, but printed as it was written whenever it
    /// leads where it says.
    Raw,
    /// Loaded with the page, written in raw HTML.
    RawImage,
    RawFrame,
    /// Sound, video, or their subtitles.
    RawMedia,
}

impl Role {
    pub fn is_raw(self) -> bool {
        !matches!(self, Self::Page | Self::Image)
    }

    pub fn is_image(self) -> bool {
        matches!(self, Self::Image | Self::RawImage)
    }
}

/// A fenced block of YAML that asks for a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FigureBlock {
    /// The word after the fence: `graphique`, `chiffres`, `tableau`.
    pub name: Box<str>,
    pub settings: Node,
    /// The level that its title has.
    pub level: u8,
    pub number: u32,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// From 2 to 6 in a page, after the page's title.
    pub level: u8,
    pub id: Box<str>,
    pub text: Box<str>,
}
