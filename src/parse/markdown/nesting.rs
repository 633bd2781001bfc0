//! What stands open around the text under way, whoever opened it.
use crate::model::document::Within;

#[derive(Debug, Default)]
pub struct Nesting {
    links: u32,
    pictures: u32,
}

impl Nesting {
    pub fn within(&self) -> Within {
        match (self.pictures, self.links) {
            (1.., _) => Within::Picture,
            (0, 1..) => Within::Link,
            (0, 0) => Within::Text,
        }
    }

    /// Whether raw HTML without an attribute matters here.
    pub fn heeds(&self, html: &str) -> bool {
        self.within() != Within::Text || html.contains("<picture")
    }

    pub fn opened(&mut self, element: &str) {
        if let Some(count) = self.count(element) {
            *count = count.saturating_add(1);
        }
    }

    /// Gives the closing tag of a link.
    pub fn closed(&mut self, element: &str) -> &'static str {
        if let Some(count) = self.count(element) {
            *count = count.saturating_sub(1);
        }
        "</a>"
    }

    fn count(&mut self, element: &str) -> Option<&mut u32> {
        match element {
            "a" => Some(&mut self.links),
            "picture" => Some(&mut self.pictures),
            _ => None,
        }
    }
}
