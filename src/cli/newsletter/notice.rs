//! What whoever takes an export away has to do with it.
use crate::model::letter::Letter;
use crate::model::letter::Target;
use crate::model::mailing::Issue;
use crate::model::mailing::Standing;

pub fn text(issue: &Issue, letter: &Letter, target: Target) -> String {
    let mut parts = vec![format!("{}\n{}", letter.subject, "=".repeat(letter.subject.chars().count()))];
    parts.push(facts(letter));
    parts.push(format!("À faire\n-------\n\n{}", steps(issue, letter, target)));
    let images = images(letter);
    if !images.is_empty() {
        let lead = "Images\n------\n\nElles sont lues en ligne : vérifiez que ces adresses répondent avant d'envoyer.\n\n";
        parts.push(format!("{lead}{}", images.join("\n")));
    }
    parts.join("\n\n") + "\n"
}

/// How the message is called that a mail program opens.
pub fn draft(letter: &Letter, target: Target) -> String {
    match target {
        Target::Eml => format!("{}.eml", letter.slug),
        _ => format!("{}.{}.eml", letter.slug, target.name()),
    }
}

fn facts(letter: &Letter) -> String {
    let sender = match (&letter.from.name, &letter.from.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.clone().or_else(|| address.clone()).unwrap_or_else(|| "à choisir".to_owned()),
    };
    let mut lines = vec![format!("Expéditeur : {sender}")];
    lines.extend(letter.reply_to.as_ref().map(|address| format!("Réponses à : {address}")));
    lines.push(format!("Objet : {}", letter.subject));
    lines.extend(letter.preheader.as_ref().map(|text| format!("Accroche (déjà dans le courriel) : {text}")));
    lines.push(format!("Page : {}", letter.page));
    lines.join("\n")
}

fn steps(issue: &Issue, letter: &Letter, target: Target) -> String {
    let mut steps = Vec::new();
    if !matches!(issue.standing, Standing::Published(_)) {
        steps.push("Publiez le site : la page de cette lettre et ses images n'y sont pas encore.".to_owned());
    }
    let name = target.name();
    match target {
        Target::Eml => {
            steps.push(format!(
                "Ouvrez « {} » dans votre messagerie. Dans Thunderbird : « Modifier comme nouveau message ».",
                draft(letter, target)
            ));
            steps.push(
                "Mettez les destinataires en copie cachée : aucun ne doit voir l'adresse des autres."
                    .to_owned(),
            );
        }
        Target::Sympa => {
            steps.push(format!(
                "Ouvrez « {} » dans votre messagerie et adressez-le à la liste, depuis une adresse qui a le droit d'y \
                 écrire.",
                draft(letter, target)
            ));
            steps.push("Sympa ajoute lui-même ses en-têtes de désabonnement.".to_owned());
        }
        _ => {
            steps.push(format!(
                "Créez une campagne en HTML, et collez-y tout le texte de « email.{name}.html »."
            ));
            steps
                .push(format!("Donnez « email.{name}.txt » comme version texte, si l'outil en demande une."));
            steps.push(
                "Désactivez le suivi des ouvertures et des clics : sans consentement préalable, il n'est pas permis, et \
                 la lettre dit à ses lecteurs qu'elle ne le fait pas."
                    .to_owned(),
            );
            steps.push(format!(
                "Le lien de désabonnement est « {} » : l'outil y met l'adresse propre à chaque destinataire. Ne le changez \
                 pas.",
                target.unsubscribe().unwrap_or_default()
            ));
        }
    }
    steps.push("Envoyez-vous un essai, et lisez-le sur un téléphone et sur un ordinateur.".to_owned());
    let numbered = steps.iter().enumerate().map(|(n, step)| format!("{}. {step}", n + 1));
    numbered.collect::<Vec<_>>().join("\n")
}

/// Each once, in the order of the letter.
fn images(letter: &Letter) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for tag in letter.html.split("<img ").skip(1) {
        let source = tag.split('>').next().and_then(|tag| tag.split("src=\"").nth(1)?.split('"').next());
        found.extend(source.filter(|source| !found.contains(source)));
    }
    found
}
