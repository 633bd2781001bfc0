//! A last pass over a page. By default there is nothing left to do: templates
//! were squashed when they were compiled. The feature `minify-html` runs that
//! library, with guards for the three forms whose meaning it changes.

#[cfg(not(feature = "minify-html"))]
pub fn page(html: String) -> String {
    html
}

/// Left alone when it holds `sandbox=""`, `hidden="until-found"` or
/// `crossorigin="use-credentials"`, which the library would weaken.
#[cfg(feature = "minify-html")]
pub fn page(html: String) -> String {
    const CHANGED: [&str; 3] = ["sandbox=\"\"", "until-found", "use-credentials"];
    if CHANGED.iter().any(|form| html.contains(form)) {
        return html;
    }
    let cfg = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_input_type_text_attr: true,
        ..minify_html::Cfg::new()
    };
    let bytes = minify_html::minify(html.as_bytes(), &cfg);
    String::from_utf8(bytes).unwrap_or(html)
}
