//! Styles go into the elements: a mail program may drop every style sheet.
use css_inline::CSSInliner;

/// A sheet marked `data-css-inline="keep"` stays as it is: what it says cannot
/// stand in an element (`@media`).
pub fn styles(html: &str) -> String {
    let inliner = CSSInliner::options()
        .keep_style_tags(false)
        .load_remote_stylesheets(false)
        .minify_css(true)
        .apply_width_attributes(false)
        .apply_height_attributes(false)
        .build();
    // It fails on sheets of other hosts alone, which it is told not to load.
    inliner.inline(html).unwrap_or_else(|_| html.to_owned())
}
