//! A job becomes bytes. It sees the job and the theme's templates, nothing else.
pub mod absolute;
pub mod contract;
pub mod convert;
pub mod fault;
pub mod feed;
pub mod figure;
pub mod frames;
pub mod hosts;
pub mod images;
pub mod inline;
pub mod json;
pub mod kinship;
pub mod letter;
pub mod markup;
pub mod minify;
pub mod opendata;
pub mod picture;
pub mod prose;
pub mod scope;
pub mod scripts;
pub mod search;
pub mod served;
pub mod shape;
pub mod squash;
pub mod still;
pub mod style;
pub mod stylesheet;
pub mod templates;
pub mod tiles;
pub mod wording;

use std::io;
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::diagnostic::Diagnostics;
use crate::base::path::SitePath;
use crate::chart;
use crate::model::figure::Figure;
use crate::model::headers::Host;
use crate::model::letter::Target;
use crate::model::mailing::Medium;
use crate::model::output::Artifact;
use crate::model::plan::DataForm;
use crate::model::plan::View;
use crate::model::plan::Work;
use crate::model::redirects::Rules;
use crate::model::site::Prose;
use crate::model::theme::TemplateName;
use crate::render::images::Progress;
use crate::render::prose::Addresses;
use crate::render::prose::Printer;
use crate::render::templates::Templates;

/// Bytes of the sources that a job names.
pub type Read<'a> = &'a (dyn Fn(&SitePath) -> io::Result<Vec<u8>> + Sync);

/// `None` when a template failed; the diagnostics say where.
pub fn render(work: &Work, templates: &Templates, read: Read<'_>) -> Checked<Option<Artifact>> {
    let mut diagnostics = Diagnostics::default();
    let artifact = match work {
        Work::Copy(asset) => Some(Artifact::Copy { path: asset.path.clone(), size: asset.weight }),
        Work::Derived(of) => picture::derived(of, read, &mut diagnostics),
        Work::Clean(asset) => picture::clean(asset, read, &mut diagnostics),
        Work::Page { template, view } => page(template, view, templates, &mut diagnostics).map(bytes),
        Work::Feed(view) => Some(bytes(feed::atom(view, templates, &mut diagnostics))),
        Work::Sitemap(base_url, pages) => Some(bytes(feed::sitemap(base_url, pages))),
        Work::Style(style) => Some(bytes(stylesheet::make(style, templates, read, &mut diagnostics))),
        Work::Data(figure, form) => Some(bytes(data(figure, *form))),
        // One of the two is judged, with the other.
        Work::Letter(view, Medium::Html) => {
            let letter = diagnostics.take(letter::letter(view, Target::Neutral, templates));
            letter.map(|letter| bytes(letter.html))
        }
        Work::Letter(view, Medium::Text) => {
            letter::body((view, Medium::Text), Target::Neutral, templates, &mut diagnostics).map(bytes)
        }
        Work::Still(figure) => Some(Artifact::Bytes(Arc::from(still::png(figure)))),
        Work::OpenData(data, file) => Some(bytes(opendata::file(data, *file))),
        Work::Collection(of, file) => Some(bytes(opendata::collection::file(of, *file))),
        Work::Shape(view) => shape::shape(view, templates, read, &mut diagnostics).map(bytes),
        Work::Package(package) => Some(bytes(opendata::package(package))),
        Work::Search(file) => Some(bytes(search::file(&file.value))),
        Work::Script(sources) => Some(bytes(scripts::join(sources, read, &mut diagnostics))),
        Work::Headers(headers) => Some(bytes(hosts::headers::text(headers, Host::Netlify))),
        Work::Redirects(redirects) => Some(bytes(hosts::redirects::text(redirects, Rules::Netlify))),
        Work::Text(text) => Some(Artifact::Bytes(Arc::from(text.as_bytes()))),
    };
    Checked::new(artifact, diagnostics)
}

fn bytes(text: String) -> Artifact {
    Artifact::Bytes(Arc::from(text.into_bytes()))
}

fn data(figure: &Figure, form: DataForm) -> String {
    match form {
        DataForm::Csv => chart::table_csv(figure),
        DataForm::SpreadsheetCsv => chart::spreadsheet_csv(figure),
        DataForm::Svg => chart::standalone(figure),
    }
}

fn page(
    name: &TemplateName,
    view: &View,
    templates: &Templates,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let mut context = templates.context();
    let page = convert::page(&view.page.value, &view.own);
    context.insert_value("page", page.clone());
    let mut print = |prose: &Arc<Prose>| {
        let addresses = Addresses::Site;
        let (route, open) = (&view.route, Vec::new());
        Printer {
            templates,
            prose,
            page: &page,
            addresses,
            diagnostics,
            route,
            open,
            progress: Progress::default(),
        }
        .body()
    };
    let content = view.prose.as_ref().map(&mut print).unwrap_or_default();
    context.insert_value("content", tera::Value::safe_string(&content));
    let mut shown = |prose: &Arc<Prose>| scope::scoped(&print(prose), prose.document.path.stem());
    for (name, value) in &view.extra {
        context.insert_value(*name, convert::with_prose(value, &mut shown));
    }
    let filled = served::place(templates.fill(name, &context, diagnostics)?, templates);
    Some(if name.0.ends_with(".html") { minify::page(filled) } else { filled })
}
