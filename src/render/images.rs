//! Images in a text: their copies, their size, and when a browser loads them.
use std::sync::Arc;

use tera::Value as Tera;

use crate::base::escape;
use crate::model::document::Image;
use crate::model::document::RawImage;
use crate::model::document::Within;
use crate::model::picture::Copy;
use crate::model::picture::Form;
use crate::model::picture::Picture;
use crate::model::site::Target;
use crate::model::theme::TemplateName;
use crate::render::markup::Loading;
use crate::render::markup::Shown;
use crate::render::markup::around;
use crate::render::markup::attribute;
use crate::render::prose::Addresses;
use crate::render::prose::Printer;

/// Letters of HTML that a first screen holds: an image further down waits until
/// it is scrolled to.
const SCREEN: usize = 1500;

/// How far a text has been printed.
#[derive(Default)]
pub struct Progress {
    pub letters: usize,
    images: u32,
}

impl Printer<'_> {
    pub fn image(&mut self, image: &Image, out: &mut String) {
        let loading = self.loading();
        let (size, picture) = self.shown(image.link);
        let (mut src, mut shown) = (String::new(), String::new());
        match picture.as_deref().filter(|picture| picture.plain.form != Form::Source) {
            Some(picture) => escape::address(&mut src, &picture.plain.route.href()),
            None => self.href(image.link, &mut src),
        }
        let (srcset, sizes) = self.copies(picture.as_deref(), size);
        let (title, class) = (image.title.as_deref(), None);
        Shown { src: &src, srcset: &srcset, sizes: &sizes, alt: &image.alt, title, class, size, loading }
            .print(&mut shown);
        let motion = picture.as_deref().and_then(|picture| picture.motion.as_ref());
        self.still(shown, motion.filter(|_| image.within == Within::Text), (image.link, &image.alt), out);
    }

    /// Its author's letters, and before them what they lack.
    pub fn raw_image(&mut self, image: &RawImage, out: &mut String) {
        let loading = self.loading();
        let (size, picture) = self.shown(image.link);
        if size.is_none() {
            out.push_str(&image.before);
            self.href(image.link, out);
            return out.push_str(&image.after);
        }
        let picture = picture.filter(|_| image.within != Within::Picture);
        let (mut lacks, mut shown) = (String::new(), String::new());
        let (width, height) = size.unwrap_or_default();
        lacks.push_str(&sides(image, (width, height)));
        if image.attribute("loading").is_none() && loading == Loading::Late {
            lacks.push_str(" loading=\"lazy\"");
        }
        if image.attribute("decoding").is_none() {
            lacks.push_str(" decoding=\"async\"");
        }
        let said = image.attribute("width").and_then(|it| it.trim().parse().ok());
        let room = size.map(|size| (said.unwrap_or(width).min(width).max(1), size.1));
        let (srcset, sizes) = self.copies(picture.as_deref(), room);
        let (start, rest) = image.before.split_at(4);
        let tag = |address: &str| format!("{start}{lacks}{rest}{address}{}", image.after);
        let mut address = String::new();
        match picture.as_deref().filter(|picture| picture.plain.form != Form::Source) {
            Some(picture) => attribute(&mut address, &picture.plain.route.href().replace('\'', "%27")),
            None => self.href(image.link, &mut address),
        }
        around(&srcset, &sizes, &tag(&address), &mut shown);
        let motion = picture.as_deref().and_then(|picture| picture.motion.as_ref());
        let alt = image.attribute("alt").unwrap_or_default();
        self.still(shown, motion.filter(|_| image.within == Within::Text), (image.link, alt), out);
    }

    fn shown(&self, link: u32) -> (Option<(u32, u32)>, Option<Arc<Picture>>) {
        match self.prose.targets.get(link) {
            Target::File { size, picture, .. } => (*size, picture.clone()),
            _ => (None, None),
        }
    }

    /// Readers of feeds get one address that all of them can show.
    fn copies(&self, picture: Option<&Picture>, size: Option<(u32, u32)>) -> (String, String) {
        let here = matches!(self.addresses, Addresses::Site);
        let (Some(picture), Some((width, _)), true) = (picture, size, here) else {
            return Default::default();
        };
        let rules = &self.templates.theme().settings.images;
        (picture.srcset(), rules.sizes(width, rules.column))
    }

    /// The first image of a text is wanted at once where it is near its
    /// beginning and the page shows none above it.
    fn loading(&mut self) -> Loading {
        self.progress.images += 1;
        let above = self.page.get_from_path("image").is_some_and(|it| !it.is_none() && !it.is_undefined());
        let first = self.progress.images == 1 && self.progress.letters < SCREEN && !above;
        if first && matches!(self.addresses, Addresses::Site) { Loading::Soon } else { Loading::Late }
    }

    /// What moves is shown at rest, with a way to see it move (RGAA 13.8); the
    /// theme says which.
    fn still(&mut self, shown: String, motion: Option<&Copy>, (link, alt): (u32, &str), out: &mut String) {
        let here = matches!(self.addresses, Addresses::Site);
        let template = TemplateName("partials/animation.html".to_owned());
        let Some(motion) = motion.filter(|_| here && self.templates.has(&template)) else {
            return out.push_str(&shown);
        };
        let mut context = self.templates.context();
        context.insert_value("still", Tera::safe_string(&shown));
        context.insert_value("url", Tera::normal_string(&motion.route.href()));
        context.insert_value("alt", Tera::normal_string(alt));
        context.insert_value("width", Tera::from(u64::from(motion.width)));
        context.insert_value("height", Tera::from(u64::from(motion.height)));
        context.insert_value("mark", Tera::normal_string(&format!("image-{link}")));
        match self.templates.fill(&template, &context, self.diagnostics) {
            Some(html) => out.push_str(html.trim_matches('\n')),
            None => out.push_str(&shown),
        }
    }
}

/// The sides that its author did not say: those of the file, or in proportion to
/// the one that was said. Nothing where a style or a percentage rules.
fn sides(image: &RawImage, (width, height): (u32, u32)) -> String {
    let said = |name| image.attribute(name).map(|it| it.trim().parse::<u32>().ok().filter(|it| *it > 0));
    let scaled = |side: u32, of: u32, to: u32| {
        (u64::from(side) * u64::from(to) / u64::from(of.max(1))).clamp(1, u64::from(u32::MAX))
    };
    match (said("width"), said("height"), image.attribute("style")) {
        (None, None, None) => format!(" width=\"{width}\" height=\"{height}\""),
        (Some(Some(side)), None, None) => format!(" height=\"{}\"", scaled(side, width, height)),
        (None, Some(Some(side)), None) => format!(" width=\"{}\"", scaled(side, height, width)),
        _ => String::new(),
    }
}
