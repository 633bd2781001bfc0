//! Feed readers show no frames: what one holds becomes a link to it.
use crate::render::feed::xml;

/// Each `<iframe>` of a text, replaced by a link to its address under its title.
pub fn linked(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<iframe") {
        let (before, frame) = rest.split_at(at);
        let Some(close) = frame.find('>') else { break };
        out.push_str(before);
        let tag = &frame[..close];
        if let Some(address) = attribute(tag, "src") {
            let title = attribute(tag, "title").unwrap_or(address);
            out.push_str(&format!("<a href=\"{address}\">{title}</a>"));
        }
        rest = frame.split_once("</iframe>").map_or(&frame[close + 1..], |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Still escaped, as it was in its quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = &tag[start..];
    value.find('"').map(|end| &value[..end]).filter(|value| !value.is_empty())
}

/// The content of an entry, escaped for XML.
pub fn content(html: &str) -> String {
    if html.contains("<iframe") { xml(&linked(html)) } else { xml(html) }
}

#[cfg(test)]
mod tests {
    use crate::render::frames::linked;

    #[test]
    fn a_frame_becomes_a_link_and_an_open_one_hides_nothing() {
        let html = "<p>a</p><iframe src=\"https://x/?a=1&amp;b\" title=\"Carte\"></iframe><p>b</p>";
        assert_eq!(linked(html), "<p>a</p><a href=\"https://x/?a=1&amp;b\">Carte</a><p>b</p>");
        assert_eq!(linked("<iframe src=\"/x\"><p>b</p>"), "<a href=\"/x\">/x</a><p>b</p>");
        assert_eq!(linked("<iframe"), "<iframe");
    }
}
