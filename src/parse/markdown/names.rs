//! The parser's names of elements, in ours.
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::model::marks::Element;

/// The elements that need no more than their name.
pub fn opened(tag: &Tag<'_>) -> Option<Element> {
    Some(match tag {
        Tag::Emphasis => Element::Emphasis,
        Tag::Strong => Element::Strong,
        Tag::Strikethrough => Element::Deleted,
        Tag::Superscript => Element::Superscript,
        Tag::Subscript => Element::Subscript,
        Tag::List(Some(first)) => Element::Ordered(*first),
        Tag::List(None) => Element::Unordered,
        Tag::Item => Element::Item,
        Tag::BlockQuote(_) => Element::Quote,
        Tag::DefinitionList => Element::Definitions,
        Tag::DefinitionListTitle => Element::Term,
        Tag::DefinitionListDefinition => Element::Meaning,
        _ => return None,
    })
}

/// What an end closes; numbers of links and lists do not count.
pub fn closed(tag: TagEnd) -> Option<Element> {
    Some(match tag {
        TagEnd::Paragraph => Element::Paragraph,
        TagEnd::Emphasis => Element::Emphasis,
        TagEnd::Strong => Element::Strong,
        TagEnd::Strikethrough => Element::Deleted,
        TagEnd::Superscript => Element::Superscript,
        TagEnd::Subscript => Element::Subscript,
        TagEnd::Link => Element::Link(0),
        TagEnd::List(true) => Element::Ordered(0),
        TagEnd::List(false) => Element::Unordered,
        TagEnd::Item => Element::Item,
        TagEnd::BlockQuote(_) => Element::Quote,
        TagEnd::DefinitionList => Element::Definitions,
        TagEnd::DefinitionListTitle => Element::Term,
        TagEnd::DefinitionListDefinition => Element::Meaning,
        _ => return None,
    })
}
