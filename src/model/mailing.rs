//! A letter, decided but not written: all that its rendering may see.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::date::Date;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::model::letter::ListHeaders;
use crate::model::letter::Sender;
use crate::model::site::Prose;
use crate::model::site::Shared;
use crate::model::theme::TemplateName;
use crate::model::value::Value;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LetterView {
    pub source: SitePath,
    /// The last segment of the page's address.
    pub slug: String,
    /// Of the web page.
    pub route: Route,
    /// Scheme and host, no slash at the end.
    pub base_url: String,
    pub lang: String,
    pub title: String,
    pub subject: String,
    pub preheader: Option<String>,
    pub from: Sender,
    pub reply_to: Option<String>,
    /// RFC 3339.
    pub date: String,
    pub day: Option<Date>,
    pub list: ListHeaders,
    /// Of a campaign, never of a reader: added to the addresses of the site.
    pub campaign: Option<String>,
    /// What templates see under `page`.
    pub page: Shared<Value>,
    pub prose: Arc<Prose>,
    /// Copies for mails, by the picture's address on the site.
    pub pictures: BTreeMap<Route, Picture>,
    /// Drawn figures, by their number from 0.
    pub drawings: BTreeMap<u32, Route>,
}

/// What a kind that is mailed holds, whether it is written here or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub source: SitePath,
    /// What commands call it.
    pub slug: String,
    pub title: String,
    pub day: Option<Date>,
    pub standing: Standing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Another tool sent it and keeps it at this address: no mail is made of it.
    Elsewhere(String),
    Draft(Route),
    /// Its day has not come.
    Upcoming(Route),
    Published(Route),
}

impl Issue {
    /// Of its page, when it is written here.
    pub fn route(&self) -> Option<&Route> {
        match &self.standing {
            Standing::Elsewhere(_) => None,
            Standing::Draft(route) | Standing::Upcoming(route) | Standing::Published(route) => Some(route),
        }
    }
}

/// An image as a mail shows it, in CSS pixels.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Picture {
    pub route: Route,
    pub width: u32,
    pub height: u32,
}

/// The two bodies of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    Html,
    Text,
}

impl Medium {
    /// What the theme puts around the text.
    pub fn template(self) -> TemplateName {
        let name = match self {
            Self::Html => "email/base.html",
            Self::Text => "email/text.txt",
        };
        TemplateName(name.to_owned())
    }
}

/// Where pictures of mails are published. A mail is read for years: publication
/// keeps what earlier builds put there.
pub const LASTING: &str = "courriel/";

/// Classes that the text of a letter has, whatever the theme.
pub const CLASSES: [&str; 7] =
    ["k-data", "k-quote", "k-quote__cell", "k-code", "k-code__cell", "k-rule", "k-rule__cell"];

/// The column of a mail, in CSS pixels.
pub const COLUMN: u32 = 552;
