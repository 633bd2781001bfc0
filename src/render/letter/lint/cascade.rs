//! The rules that a mail keeps for dark displays, laid over what stands in its elements.
use crate::render::letter::lint::colour::Colour;
use crate::render::letter::lint::pieces::Piece;
use crate::render::letter::lint::pieces::declarations;

/// One selector with the colours that it gives.
pub struct Rule {
    /// From the outermost element to the one that it colours.
    steps: Vec<Step>,
    weight: (usize, usize),
    pub colour: Option<Colour>,
    pub background: Option<Colour>,
}

/// A part of a selector: `td.k-head`.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    name: Option<String>,
    classes: Vec<String>,
}

/// An element that is open, as selectors see it.
pub struct Open<'a> {
    pub name: &'a str,
    pub classes: Vec<&'a str>,
}

/// Rules for dark displays among the style sheets of a mail; the order is theirs.
pub fn dark(pieces: &[Piece]) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut inside = false;
    for piece in pieces {
        match piece {
            Piece::Open(tag) => inside = tag.name == "style",
            Piece::Close(_) => inside = false,
            Piece::Text(sheet) if inside && sheet.contains("prefers-color-scheme: dark") => {
                let body = sheet.split_once('{').map_or("", |(_, body)| body);
                read(body, &mut rules);
            }
            Piece::Text(_) => {}
        }
    }
    rules
}

fn read(body: &str, rules: &mut Vec<Rule>) {
    for block in body.split('}') {
        let Some((selectors, inside)) = block.split_once('{') else { continue };
        // Only so does a rule win over what stands in an element.
        let strong: String =
            inside.split(';').filter(|it| it.contains("!important")).map(|it| format!("{it};")).collect();
        let find = |wanted: [&str; 2]| {
            let found = declarations(&strong).filter(|(name, _)| wanted.contains(&name.as_str()));
            found.filter_map(|(_, value)| Colour::parse(value)).last()
        };
        let (colour, background) = (find(["color", "color"]), find(["background-color", "background"]));
        if colour.is_none() && background.is_none() {
            continue;
        }
        for selector in selectors.split(',') {
            let steps: Vec<Step> = selector.split_ascii_whitespace().map(step).collect();
            let classes = steps.iter().map(|step| step.classes.len()).sum();
            let names = steps.iter().filter(|step| step.name.is_some()).count();
            rules.push(Rule { steps, weight: (classes, names), colour, background });
        }
    }
}

fn step(text: &str) -> Step {
    let mut parts = text.split('.');
    let name = parts.next().filter(|name| !name.is_empty() && *name != "*").map(str::to_ascii_lowercase);
    Step { name, classes: parts.map(str::to_owned).collect() }
}

impl Step {
    fn fits(&self, element: &Open<'_>) -> bool {
        self.name.as_deref().is_none_or(|name| name == element.name)
            && self.classes.iter().all(|class| element.classes.contains(&class.as_str()))
    }
}

impl Rule {
    /// Whether it colours the last of the open elements.
    fn fits(&self, open: &[Open<'_>]) -> bool {
        let Some((last, above)) = self.steps.split_last() else { return false };
        let Some((element, around)) = open.split_last() else { return false };
        if !last.fits(element) {
            return false;
        }
        let mut around = around.iter().rev();
        above.iter().rev().all(|step| around.any(|element| step.fits(element)))
    }
}

/// What the rules say of the last of the open elements: colour and background.
pub fn of(rules: &[Rule], open: &[Open<'_>]) -> (Option<Colour>, Option<Colour>) {
    let mut fit: Vec<&Rule> = rules.iter().filter(|rule| rule.fits(open)).collect();
    fit.sort_by_key(|rule| rule.weight);
    let colour = fit.iter().rev().find_map(|rule| rule.colour);
    (colour, fit.iter().rev().find_map(|rule| rule.background))
}
