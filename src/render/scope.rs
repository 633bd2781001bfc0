//! A text shown on a page that is not its own: its ids get a name before them,
//! so that several texts on one page keep theirs apart (RGAA 8.2).

/// Attributes whose value is one id or several.
const IDS: [&str; 7] =
    ["id", "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details"];

/// Every id of `html`, and every mention of one, begins with `name-`.
pub fn scoped(html: &str, name: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find("=\"") {
        let (before, after) = rest.split_at(at + 2);
        let Some(end) = after.find('"') else { break };
        let (value, next) = after.split_at(end);
        out.push_str(before);
        let attribute = before[..at].rsplit([' ', '\n', '\t']).next().unwrap_or_default();
        let inside =
            before.rfind('<') > before.rfind('>') || !before.contains('>') && html.len() != rest.len();
        if inside && IDS.contains(&attribute) {
            let ids: Vec<String> = value.split_ascii_whitespace().map(|id| format!("{name}-{id}")).collect();
            out.push_str(&ids.join(" "));
        } else if let (true, "href", Some(anchor)) = (inside, attribute, value.strip_prefix('#')) {
            out.push_str(&format!("#{name}-{anchor}"));
        } else {
            out.push_str(value);
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use crate::render::scope::scoped;

    #[test]
    fn ids_and_their_mentions_move_together() {
        let html = "<h2 id=\"a\">A</h2><p class=\"id\"><a href=\"#a\">x</a> <a href=\"/b#a\">y</a></p>";
        let expected =
            "<h2 id=\"un-a\">A</h2><p class=\"id\"><a href=\"#un-a\">x</a> <a href=\"/b#a\">y</a></p>";
        assert_eq!(scoped(html, "un"), expected);
    }

    #[test]
    fn several_ids_in_one_attribute_all_move_and_text_does_not() {
        let html = "<svg role=\"img\" aria-labelledby=\"t d\"></svg><p>id=\"a\" et x=\"#b\"</p>";
        let expected = "<svg role=\"img\" aria-labelledby=\"l-t l-d\"></svg><p>id=\"a\" et x=\"#b\"</p>";
        assert_eq!(scoped(html, "l"), expected);
    }
}
