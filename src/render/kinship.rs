//! Which templates each template is made with: what it extends, includes and
//! imports, and what those do in turn.
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::base::fingerprint::Fingerprint;
use crate::model::theme::Template;
use crate::model::theme::TemplateName;
use crate::model::theme::Theme;

/// The print of each template together with all that it is made with.
pub fn prints(theme: &Theme) -> BTreeMap<TemplateName, Fingerprint> {
    let kin: BTreeMap<&TemplateName, Vec<&TemplateName>> =
        theme.templates.iter().map(|(name, template)| (name, named(template, theme))).collect();
    let print = |name: &TemplateName| {
        let (mut all, mut next) = (BTreeSet::new(), vec![name]);
        while let Some(name) = next.pop() {
            if all.insert(name) {
                next.extend(kin.get(name).into_iter().flatten().copied());
            }
        }
        let sources: Vec<_> = all.iter().map(|name| (name, theme.templates.get(*name))).collect();
        Fingerprint::of(&sources)
    };
    theme.templates.keys().map(|name| (name.clone(), print(name))).collect()
}

/// Names of templates that stand between quotes: more than are used, perhaps, and
/// none that is used is missing, since the engine takes no other names.
fn named<'t>(template: &Template, theme: &'t Theme) -> Vec<&'t TemplateName> {
    let mut found = BTreeSet::new();
    for quote in ['"', '\'', '`'] {
        for word in template.source.split(quote).filter(|word| word.len() < 200) {
            found.extend(theme.templates.get_key_value(&TemplateName(word.to_owned())).map(|(name, _)| name));
        }
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::base::path::SitePath;
    use crate::model::theme::Template;
    use crate::model::theme::TemplateName;
    use crate::model::theme::Theme;
    use crate::render::kinship::prints;

    #[test]
    fn a_template_changes_with_all_that_it_is_made_with_and_no_other() {
        let theme = |part: &str| {
            let mut theme = Theme::default();
            let texts = [
                ("base.html", "<p>{% block a %}{% endblock %}"),
                (
                    "page.html",
                    "{% extends 'base.html' %}{% block a %}{% include \"partials/part.html\" %}{% endblock %}",
                ),
                ("list.html", "{% extends \"base.html\" %}"),
                ("partials/part.html", part),
                ("loop.html", "{% include `loop.html` %}{% include 'page.html' %}"),
            ];
            for (name, source) in texts {
                let template =
                    Template { path: SitePath::new(name), source: Arc::from(source), contract: None };
                theme.templates.insert(TemplateName(name.to_owned()), template);
            }
            theme
        };
        let (before, after) = (prints(&theme("a")), prints(&theme("b")));
        let moved =
            before.iter().filter(|(name, print)| after[name] != **print).map(|(name, _)| name.0.as_str());
        assert_eq!(moved.collect::<Vec<_>>(), ["loop.html", "page.html", "partials/part.html"]);
    }
}
