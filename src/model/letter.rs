//! One e-mail, complete but for its encoding: what a message, an export or a lint is made from.
use crate::base::path::Route;
use crate::base::path::SitePath;

/// Words and addresses are those of one [`Target`]: another target is another letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Letter {
    pub source: SitePath,
    /// Names its files and its message: the last segment of its page's address.
    pub slug: String,
    /// Of the web page.
    pub route: Route,
    pub subject: String,
    /// Shown after the subject in lists of messages.
    pub preheader: Option<String>,
    pub from: Sender,
    pub reply_to: Option<String>,
    /// RFC 3339 with an offset: `send_date`, else the day at 09:00 in the site's zone.
    pub date: String,
    /// BCP 47.
    pub lang: String,
    /// Absolute address of the web page.
    pub page: String,
    pub list: ListHeaders,
    pub html: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sender {
    pub name: Option<String>,
    pub address: Option<String>,
}

/// What mail programs show buttons for (RFC 2919, RFC 2369, RFC 8058).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListHeaders {
    /// `infolettre.exemple.gouv.fr`, without angle brackets.
    pub id: Option<String>,
    /// `mailto:` or `https:` addresses, the preferred one first.
    pub unsubscribe: Vec<String>,
    /// The `https:` address names its recipient and takes a POST.
    pub one_click: bool,
}

/// Who will send it: decides what stands where a reader unsubscribes, or asks
/// for the web page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Published beside the page: no word of any tool in it.
    Neutral,
    Brevo,
    Mailjet,
    Mailchimp,
    Listmonk,
    Keila,
    Buttondown,
    Dolist,
    Sympa,
    Eml,
}

impl Target {
    pub const ALL: [Self; 10] = [
        Self::Neutral,
        Self::Brevo,
        Self::Mailjet,
        Self::Mailchimp,
        Self::Listmonk,
        Self::Keila,
        Self::Buttondown,
        Self::Dolist,
        Self::Sympa,
        Self::Eml,
    ];

    /// What commands may be asked for.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name && *target != Self::Neutral)
    }

    /// As commands and file names write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutre",
            Self::Brevo => "brevo",
            Self::Mailjet => "mailjet",
            Self::Mailchimp => "mailchimp",
            Self::Listmonk => "listmonk",
            Self::Keila => "keila",
            Self::Buttondown => "buttondown",
            Self::Dolist => "dolist",
            Self::Sympa => "sympa",
            Self::Eml => "eml",
        }
    }

    /// What the tool replaces with each recipient's own address for leaving;
    /// `None` where it replaces nothing: the site's own address stands there.
    pub fn unsubscribe(self) -> Option<&'static str> {
        match self {
            Self::Neutral | Self::Sympa | Self::Eml => None,
            Self::Brevo => Some("{{ unsubscribe }}"),
            Self::Mailjet => Some("[[UNSUB_LINK_FR]]"),
            Self::Mailchimp => Some("*|UNSUB|*"),
            Self::Listmonk => Some("{{ UnsubscribeURL }}"),
            Self::Keila => Some("{{ unsubscribe_link }}"),
            Self::Buttondown => Some("{{ unsubscribe_url }}"),
            Self::Dolist => Some("[#DL:UNSUBSCRIBE-0#]"),
        }
    }

    /// What the tool replaces with the address of its own copy on the web. The
    /// site's page is a better one: it outlives the contract with the tool.
    pub fn mirror(self) -> Option<&'static str> {
        match self {
            Self::Neutral | Self::Keila | Self::Buttondown | Self::Sympa | Self::Eml => None,
            Self::Brevo => Some("{{ mirror }}"),
            Self::Mailjet => Some("[[PERMALINK]]"),
            Self::Mailchimp => Some("*|ARCHIVE|*"),
            Self::Listmonk => Some("{{ MessageURL }}"),
            Self::Dolist => Some("[#DL:ONLINE-0#]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::model::letter::Target;

    #[test]
    fn each_target_has_its_own_name_and_words() {
        let names: BTreeSet<&str> = Target::ALL.into_iter().map(Target::name).collect();
        assert_eq!(names.len(), Target::ALL.len());
        let words: Vec<&str> =
            Target::ALL.into_iter().flat_map(|it| [it.unsubscribe(), it.mirror()]).flatten().collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    }
}
