//! Whom a letter may be sent to: a test is for a few known people, and nobody types a list by mistake.
use crate::edge::mail::server::variable;
use crate::pipeline::letters::Allowed;

/// Addresses of one trial.
const MOST: usize = 5;

/// More of those who may receive a trial, whose addresses need not be published.
const MORE: &str = "KIOSQUE_DESTINATAIRES";

/// Each once, in the order given; what to say when one may not be written to.
pub fn trial(asked: &[String], allowed: &Allowed) -> Result<Vec<String>, String> {
    let mut to: Vec<String> = Vec::new();
    for address in asked.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
        if !to.iter().any(|known| known.eq_ignore_ascii_case(address)) {
            to.push(address.to_owned());
        }
    }
    if to.is_empty() {
        return Err(
            "kiosque : personne ne recevrait cet essai\n  aide : ajoutez --to moi@exemple.gouv.fr".to_owned()
        );
    }
    if to.len() > MOST {
        let told = format!("kiosque : un essai va à {MOST} adresses au plus, {} sont données", to.len());
        return Err(format!(
            "{told}\n  aide : pour écrire à tous vos abonnés, exportez la lettre pour votre outil d'envoi"
        ));
    }
    let more = variable(MORE).unwrap_or_default().to_lowercase();
    let known: Vec<&str> = allowed
        .tests
        .iter()
        .map(String::as_str)
        .chain(more.split([',', ' ']).filter(|it| !it.is_empty()))
        .collect();
    match to.iter().find(|address| !known.iter().any(|rule| fits(address, rule))) {
        Some(odd) => Err(format!(
            "kiosque : « {odd} » ne peut pas recevoir d'essai\n  aide : ajoutez cette adresse ou son domaine, \
             « tests: [\"{}\"] », sous « email: » de kiosque.yaml, ou dans la variable {MORE}",
            odd.rfind('@').map_or(odd.as_str(), |at| &odd[at..])
        )),
        None => Ok(to),
    }
}

/// The address of a list manager that the site names.
pub fn list(asked: &str, allowed: &Allowed) -> Result<String, String> {
    let known = allowed.lists.iter().any(|list| list.eq_ignore_ascii_case(asked));
    known.then(|| asked.to_owned()).ok_or_else(|| {
        format!(
            "kiosque : « {asked} » n'est pas une liste de ce site\n  aide : ajoutez « lists: [\"{asked}\"] » sous « email: » \
             de kiosque.yaml"
        )
    })
}

/// `@domain` is all of one; never a part of a name.
fn fits(address: &str, rule: &str) -> bool {
    let address = address.to_lowercase();
    match rule.starts_with('@') {
        true => address.rfind('@').is_some_and(|at| address[at..] == *rule),
        false => address == rule,
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::newsletter::recipients::fits;

    #[test]
    fn a_domain_is_all_of_it_and_nothing_around() {
        for (address, rule, expected) in [
            ("a@exemple.fr", "@exemple.fr", true),
            ("A@Exemple.fr", "@exemple.fr", true),
            ("a@autre-exemple.fr", "@exemple.fr", false),
            ("a@sous.exemple.fr", "@exemple.fr", false),
            ("a@exemple.fr@autre.fr", "@exemple.fr", false),
            ("a@exemple.fr", "a@exemple.fr", true),
            ("ba@exemple.fr", "a@exemple.fr", false),
        ] {
            assert_eq!(fits(address, rule), expected, "{address} {rule}");
        }
    }
}
