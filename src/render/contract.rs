//! A block held against what its component takes, with a word for each slip.
use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::nearest;
use crate::model::document::Attribute;
use crate::model::document::Component;
use crate::model::document::Piece;
use crate::model::theme::AttributeRule;
use crate::model::theme::Contract;
use crate::model::theme::Part;
use crate::model::theme::Presence;
use crate::model::theme::TemplateName;
use crate::render::prose::Printer;

/// Attributes that any block takes.
const ANY: [&str; 2] = ["id", "class"];

impl Printer<'_> {
    /// Tells what the block lacks and what it has too much of.
    pub fn check(&mut self, component: &Component, known: &str) {
        let Some(contract) = self.contract(known).cloned() else { return };
        self.check_place(component, &contract);
        let written = &component.name;
        if let Some(part) = missing(contract.label.as_ref(), &component.label) {
            let help = format!("écrivez {} entre crochets, après le nom du bloc", part.means);
            self.lacks(component, format!("le bloc « {written} » n'a pas de titre"), help);
        }
        if let Some(part) = missing(contract.body.as_ref(), &component.inner) {
            let help = format!("écrivez {}, puis fermez le bloc", part.means);
            self.lacks(component, format!("le bloc « {written} » est vide"), help);
        }
        for (name, rule) in &contract.attributes {
            let wanted = rule.part.presence == Presence::Required
                || contract
                    .attributes
                    .iter()
                    .any(|(other, it)| it.needs.contains(name) && given(component, other, it).is_some());
            match given(component, name, rule) {
                None if wanted => {
                    let help = format!("ajoutez {name}=\"…\" : {}", rule.part.means);
                    self.lacks(component, format!("« {name} » manque au bloc « {written} »"), help);
                }
                Some((given, Attribute::Text(value))) => self.check_value(component, (given, value), rule),
                _ => {}
            }
        }
        for (given, _) in &component.attributes {
            if !ANY.contains(&&**given)
                && !contract.attributes.iter().any(|(name, rule)| is(name, rule, given))
            {
                self.check_name(component, given, &contract);
            }
        }
    }

    fn check_place(&mut self, component: &Component, contract: &Contract) {
        let outer = self.open.last().map(|open| open.name.as_str());
        let Some(wanted) = contract.inside.first() else { return };
        if contract.inside.iter().any(|inside| Some(self.known(inside).as_str()) == outer) {
            return;
        }
        let message = format!("le bloc « {} » n'est pas dans un bloc « {wanted} »", component.name);
        let fault = Diagnostic::error(Code::DirectiveMisplaced, component.span.clone(), message);
        let help = format!("placez-le entre une ligne « ::::{wanted} » et une ligne « :::: »");
        self.diagnostics.push(fault.with_help(help));
    }

    fn check_value(&mut self, component: &Component, (name, value): (&str, &str), rule: &AttributeRule) {
        if rule.part.presence == Presence::Required && value.trim().is_empty() {
            let message = format!("« {name} » est vide dans le bloc « {} »", component.name);
            return self.lacks(component, message, format!("donnez {}", rule.part.means));
        }
        if rule.words.is_empty() || rule.words.iter().any(|word| word == value) {
            return;
        }
        let message =
            format!("« {value} » n'est pas possible pour « {name} » du bloc « {} »", component.name);
        // Any digit is near any other.
        let near = nearest(value, rule.words.iter().map(String::as_str)).filter(|near| near.len() > 2);
        let help = match near {
            Some(near) => format!("vouliez-vous « {near} » ?"),
            None => format!("valeurs possibles : {}", rule.words.join(", ")),
        };
        let fault = Diagnostic::error(Code::DirectiveAttributes, component.span.clone(), message);
        self.diagnostics.push(fault.with_help(help));
    }

    fn check_name(&mut self, component: &Component, given: &str, contract: &Contract) {
        let names = contract.attributes.iter();
        let all: Vec<&str> =
            names.flat_map(|(name, rule)| [name].into_iter().chain(&rule.also)).map(String::as_str).collect();
        let help = match nearest(given, all.iter().copied()) {
            Some(near) => format!("vouliez-vous « {near} » ?"),
            None if all.is_empty() => "ôtez-le : ce bloc ne prend aucun attribut".into(),
            None => {
                let own: Vec<&str> = contract.attributes.keys().map(String::as_str).collect();
                format!("attributs possibles : {}", own.join(", "))
            }
        };
        let message = format!("le bloc « {} » n'a pas d'attribut « {given} »", component.name);
        let fault = Diagnostic::error(Code::DirectiveAttributes, component.span.clone(), message);
        self.diagnostics.push(fault.with_help(help));
    }

    fn lacks(&mut self, component: &Component, message: String, help: String) {
        let fault = Diagnostic::error(Code::DirectiveLacks, component.span.clone(), message);
        self.diagnostics.push(fault.with_help(help));
    }

    /// The name under which the component declares an attribute.
    pub fn proper(&self, component: &Component, written: &str) -> String {
        let contract = self.contract(&self.known(&component.name));
        let own = contract.and_then(|it| it.attributes.iter().find(|(name, rule)| is(name, rule, written)));
        own.map_or(written, |(name, _)| name).to_owned()
    }

    fn contract(&self, known: &str) -> Option<&Contract> {
        let name = TemplateName(format!("components/{known}.html"));
        self.templates.theme().templates.get(&name)?.contract.as_deref()
    }

    pub fn unknown(&mut self, component: &Component) {
        let theme = self.templates.theme();
        let file = |name: &'_ TemplateName| {
            Some(name.0.strip_prefix("components/")?.strip_suffix(".html")?.to_owned())
        };
        let mut known: Vec<String> = theme.templates.keys().filter_map(file).collect();
        known.extend(theme.settings.aliases.keys().cloned());
        let message = format!("le bloc « {} » n'existe pas dans le thème", component.name);
        let fault = Diagnostic::error(Code::DirectiveUnknown, component.span.clone(), message);
        self.diagnostics.push(match nearest(&component.name, known.iter().map(String::as_str)) {
            Some(near) => fault.with_help(format!("vouliez-vous « {near} » ?")),
            None => fault.with_help(format!("blocs connus : {}", known.join(", "))),
        });
    }
}

/// The part that has to be there and is not.
fn missing<'p>(part: Option<&'p Part>, written: &[Piece]) -> Option<&'p Part> {
    part.filter(|part| written.is_empty() && part.presence == Presence::Required)
}

/// The attribute as it was written.
fn given<'c>(
    component: &'c Component,
    name: &str,
    rule: &AttributeRule,
) -> Option<&'c (Box<str>, Attribute)> {
    component.attributes.iter().find(|(given, _)| is(name, rule, given))
}

/// True when `given` is that attribute, under any of its names.
fn is(name: &str, rule: &AttributeRule, given: &str) -> bool {
    name == given || rule.also.iter().any(|also| also == given)
}
