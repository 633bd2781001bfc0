//! What both bodies of a letter are written from: its text, its addresses, its blocks and its figures, each said once.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::Route;
use crate::model::document::Attribute;
use crate::model::document::Component;
use crate::model::document::Image;
use crate::model::document::Within;
use crate::model::figure::Drawing;
use crate::model::mailing::LetterView;
use crate::model::mailing::Picture;
use crate::model::marks::Mark;
use crate::model::site::Target;
use crate::model::theme::BlockForm;
use crate::model::theme::TemplateName;
use crate::render::absolute;
use crate::render::prose;
use crate::render::templates::Templates;

/// One letter under way.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub view: &'a LetterView,
    pub templates: &'a Templates,
}

/// A block as mails show it.
pub struct Block<'a> {
    pub form: BlockForm,
    /// In the place of a label that is not there.
    pub title: Option<String>,
    /// Absolute.
    pub link: Option<String>,
    pub picture: Option<Image>,
    /// Words of attributes, in the order that the theme gives.
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub component: &'a Component<Mark>,
}

impl<'a> Source<'a> {
    /// Absolute address of the web page.
    pub fn page(self) -> String {
        format!("{}{}", self.view.base_url, self.view.route.href())
    }

    /// Where `links[n]` leads, absolute, with the campaign where it is the site's own.
    pub fn address(self, link: u32) -> String {
        let address = prose::address(&self.view.prose, link);
        let whole = absolute::one(&self.view.base_url, &self.view.route, &address);
        match (&self.view.campaign, self.view.prose.targets.get(link)) {
            (Some(campaign), Target::Page { .. } | Target::File { .. }) => tagged(&whole, campaign),
            _ => whole,
        }
    }

    /// The copy for mails, absolute; none for pictures that mails cannot show.
    pub fn picture(self, image: &Image) -> Option<(String, Picture)> {
        match self.view.prose.targets.get(image.link) {
            Target::File { route, .. } => {
                let picture = self.view.pictures.get(route)?;
                Some((self.at(&picture.route), picture.clone()))
            }
            _ => None,
        }
    }

    pub fn at(self, route: &Route) -> String {
        format!("{}{}", self.view.base_url, route.href())
    }

    pub fn drawing(self, number: u32) -> &'a Drawing {
        &self.view.prose.drawings[number as usize]
    }

    pub fn block(self, component: &'a Component<Mark>) -> Block<'a> {
        let settings = &self.templates.theme().settings;
        let known = settings.aliases.get(&*component.name).map_or(&*component.name, String::as_str);
        let form = settings.blocks.get(known).cloned().unwrap_or_default();
        let words = |names: &[String]| -> Vec<String> {
            names.iter().filter_map(|name| self.words(component, known, name)).collect()
        };
        let link = form.link.as_deref().and_then(|name| match self.attribute(component, known, name)? {
            Attribute::Link(link) => Some(self.address(*link)),
            Attribute::Text(text) => Some(absolute::one(&self.view.base_url, &self.view.route, text)),
        });
        let (before, after) = (words(&form.before), words(&form.after));
        let title = form.title.as_deref().filter(|_| component.label.is_empty());
        let title = title.and_then(|name| self.words(component, known, name));
        let picture =
            form.picture.as_deref().and_then(|name| match self.attribute(component, known, name)? {
                Attribute::Link(link) => {
                    let alt = self.words(component, known, "alt").unwrap_or_default();
                    Some(Image { link: *link, alt: alt.into(), title: None, within: Within::Text })
                }
                Attribute::Text(_) => None,
            });
        Block { form, title, link, picture, before, after, component }
    }

    fn words(self, component: &'a Component<Mark>, known: &str, name: &str) -> Option<String> {
        match self.attribute(component, known, name)? {
            Attribute::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => None,
        }
    }

    /// Under any of the names that the component gives it.
    fn attribute(self, component: &'a Component<Mark>, known: &str, name: &str) -> Option<&'a Attribute> {
        let template = TemplateName(format!("components/{known}.html"));
        let contract = self.templates.theme().templates.get(&template).and_then(|it| it.contract.as_ref());
        let rule = contract.and_then(|contract| contract.attributes.get(name));
        let is =
            |given: &str| given == name || rule.is_some_and(|rule| rule.also.iter().any(|it| it == given));
        component.attributes.iter().find(|(given, _)| is(given)).map(|(_, attribute)| attribute)
    }
}

/// With what tells the campaign, before the anchor.
fn tagged(address: &str, campaign: &str) -> String {
    let (before, after) = address.split_at(address.find('#').unwrap_or(address.len()));
    let join = if before.contains('?') { '&' } else { '?' };
    let campaign = crate::base::path::encode(campaign).replace(['&', '=', '+'], "-");
    format!("{before}{join}utm_source=lettre&utm_medium=courriel&utm_campaign={campaign}{after}")
}

/// Raw HTML that stays on the page.
pub fn unfit(mark: &Mark, diagnostics: &mut Diagnostics) {
    if let Mark::Unfit(name, span) = mark {
        if &**name == "img" {
            let message = "cette image invisible ne servirait qu'à savoir qui a ouvert la lettre";
            diagnostics.push(Diagnostic::error(Code::LetterTracking, span, message).with_help("retirez-la"));
            return;
        }
        let message = format!("« <{name}> » ne peut pas être montré dans un courriel : il en est retiré");
        let help = "placez-le dans un bloc « :::web », et dites autrement ce qu'il apprend";
        diagnostics.push(Diagnostic::warning(Code::LetterMarkup, span, message).with_help(help));
    }
}
