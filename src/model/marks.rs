//! A text as a stream of marks: what a mail and its plain text are written from.
//!
//! The parse that makes a page's HTML makes these beside it, from the same
//! events, for the kinds that are mailed.
use crate::base::span::Span;
use crate::model::document::Component;
use crate::model::document::Image;

/// Flat on purpose: an author may nest deeper than a stack is high. Raw HTML may
/// leave elements open, or close what was never opened: readers of the stream
/// put that right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    Open(Element),
    Close(Element),
    /// Spaced as French wants it; its blanks and line ends are one blank each.
    Text(String),
    /// Letters of a program in a sentence.
    Code(Box<str>),
    /// A block of them, line ends kept.
    Listing(Box<str>),
    /// The author began another line of the source.
    Blank,
    /// The author wants another line.
    Line,
    Rule,
    Image(Box<Image>),
    /// `figures[n]` of the body.
    Figure(u32),
    Component(Box<Component<Mark>>),
    /// Raw HTML that no mail can show, by the name of its element.
    Unfit(Box<str>, Span),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    Paragraph,
    /// From 2 to 6.
    Heading(u8),
    Emphasis,
    Strong,
    Deleted,
    Superscript,
    Subscript,
    /// `links[n]` of the body.
    Link(u32),
    Unordered,
    /// From this number on.
    Ordered(u64),
    Item,
    Quote,
    Table,
    /// The row of column names.
    Head,
    Row,
    Cell(Side),
    /// A cell of a header.
    Name(Side),
    Definitions,
    Term,
    Meaning,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    #[default]
    Left,
    Center,
    Right,
}

impl Element {
    /// Part of a sentence.
    pub fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Emphasis
                | Self::Strong
                | Self::Deleted
                | Self::Superscript
                | Self::Subscript
                | Self::Link(_)
        )
    }
}

/// Whether a reading keeps its marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Marking {
    Kept,
    #[default]
    Dropped,
}
