//! A text as its author wrote it, for programs, and as its readers see it.
use std::borrow::Cow;
use std::sync::Arc;

use crate::base::typography;
use crate::model::config::Typography;
use crate::model::value::Fields;
use crate::model::value::Node;
use crate::model::value::Value;

/// Two forms of one text, when they are not the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// What data, addresses and comparisons are made from.
    pub written: Box<str>,
    /// With the spaces that must not break.
    pub shown: Box<str>,
}

impl Typography {
    /// What a text says of itself, or else the site; spaces are French in French
    /// only.
    pub fn of(fields: &Fields, site: Self) -> Self {
        let foreign = fields.text("lang").is_some_and(|lang| lang.split('-').next() != Some("fr"));
        match fields.get("typography").and_then(Node::truth) {
            Some(true) => Self::French,
            Some(false) => Self::AsWritten,
            None if foreign => Self::AsWritten,
            None => site,
        }
    }

    /// A whole text as readers see it.
    pub fn set(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::French => typography::french(text, None),
            Self::AsWritten => Cow::Borrowed(text),
        }
    }

    /// The same, in the place of what was written.
    pub fn reset(self, text: &mut String) {
        if let Cow::Owned(set) = self.set(text) {
            *text = set;
        }
    }
}

impl Value {
    /// A text for people.
    pub fn words(text: &str, typography: Typography) -> Self {
        match typography.set(text) {
            Cow::Borrowed(text) => Self::text(text),
            Cow::Owned(shown) => {
                Self::Words(Arc::new(Words { written: text.into(), shown: shown.into_boxed_str() }))
            }
        }
    }

    /// With all its texts as readers see them.
    #[must_use]
    pub fn set(self, typography: Typography) -> Self {
        match self {
            Self::Text(text) => match typography.set(&text) {
                Cow::Borrowed(_) => Self::Text(text),
                Cow::Owned(_) => Self::words(&text, typography),
            },
            Self::List(values) => Self::list(values.iter().cloned().map(|it| it.set(typography))),
            Self::Map(map) => {
                Self::map(map.iter().map(|(name, it)| (name.clone(), it.clone().set(typography))))
            }
            other => other,
        }
    }

    /// With all its texts as their authors wrote them.
    #[must_use]
    pub fn written(&self) -> Self {
        match self {
            Self::Words(words) => Self::text(&words.written),
            Self::List(values) => Self::list(values.iter().map(Self::written)),
            Self::Map(map) => Self::map(map.iter().map(|(name, it)| (name.clone(), it.written()))),
            other => other.clone(),
        }
    }

    /// A text as readers see it.
    pub fn as_shown(&self) -> Option<&str> {
        match self {
            Self::Words(words) => Some(&words.shown),
            other => other.as_text(),
        }
    }
}
