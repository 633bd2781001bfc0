//! The template engine's English sentences, for an author who reads French.
use crate::base::diagnostic::nearest;

/// What is wrong, and how to mend it.
pub struct Said {
    pub message: String,
    pub help: String,
}

/// Names listed in a message, at most.
const LISTED: usize = 12;

const ABSENT: &str = "entourez-la de « {% if … %} », ou donnez une valeur de repli : « {{ a or \"\" }} »";
const UNREAD: &str = "vérifiez les accolades, les guillemets et les parenthèses de cette ligne";
const TYPES: &str = "vérifiez que la valeur est bien celle que vous croyez";

/// Beginnings of sentences that go on with a name between backquotes.
const NAMED: [(&str, &str, &str); 6] = [
    (
        "Unknown filter `",
        "le filtre « {} » n'existe pas",
        "aux filtres de Tera s'ajoutent : absolute, json, slug, weight, french_number",
    ),
    (
        "Unknown test `",
        "le test « {} » n'existe pas",
        "les tests sont ceux de Tera : defined, odd, containing…",
    ),
    ("Unknown function `", "la fonction « {} » n'existe pas", "aux fonctions de Tera s'ajoute : asset"),
    (
        "Unknown template `",
        "le gabarit « {} » n'existe pas",
        "le nom se donne à partir de « templates/ » : « partials/entete.html »",
    ),
    ("Missing keyword argument `", "l'argument « {} » manque", "ajoutez-le entre les parenthèses"),
    (
        "Template already contains a block named `",
        "le bloc « {} » est écrit deux fois",
        "donnez à l'un des deux un autre nom",
    ),
];

/// Beginnings of sentences that are told whole.
const WHOLE: [(&str, &str, &str); 15] = [
    (
        "Unknown tag",
        "cette balise n'existe pas, ou n'a pas sa place ici",
        "un « {% endif %} » ou un « {% endfor %} » manque peut-être au-dessus",
    ),
    (
        "Unexpected end of input",
        "il finit trop tôt",
        "fermez chaque balise : « {% endif %} », « {% endfor %} », « {% endblock %} »",
    ),
    ("Tried to render a variable", "cette valeur n'existe pas", ABSENT),
    ("Cannot index into an undefined", "cette valeur n'existe pas", ABSENT),
    ("cette valeur n'existe pas", "cette valeur n'existe pas", ABSENT),
    ("aucun fichier", "", "vérifiez le nom, et les dossiers de « assets: » dans theme.yaml"),
    ("Unexpected character", "ce caractère n'a pas sa place ici", UNREAD),
    ("String opened with", "le guillemet ouvert ici n'est jamais fermé", UNREAD),
    ("Closing comment tag", "le commentaire ouvert ici n'est jamais fermé", "fermez-le par « #} »"),
    (
        "`extends` needs to be",
        "« extends » n'est pas la première balise",
        "mettez-la sur la première ligne du gabarit",
    ),
    (
        "This content would be ignored",
        "ce texte serait perdu",
        "un gabarit qui en étend un autre ne contient que des blocs : mettez-le dans l'un d'eux",
    ),
    ("Iteration not possible", "cette valeur n'est pas une liste", TYPES),
    ("Key/value iteration", "cette valeur n'est pas un groupe de clés", TYPES),
    ("Math operations", "ce calcul demande des nombres", TYPES),
    ("Found ", "cette balise ne peut pas être lue à partir d'ici", UNREAD),
];

/// Types as the engine names them.
const NAMES: [(&str, &[&str]); 5] = [
    ("un texte", &["&str", "str", "String", "string"]),
    ("vrai ou faux", &["bool"]),
    ("une liste", &["array", "Vec"]),
    ("un groupe de clés", &["map", "Map"]),
    ("absente", &["none", "undefined"]),
];

pub fn french(message: &str) -> Said {
    if let Some(said) = undefined(message).or_else(|| mistyped(message)) {
        return said;
    }
    for (start, told, help) in NAMED {
        if let Some((name, _)) = message.strip_prefix(start).and_then(|rest| rest.split_once('`')) {
            return Said { message: told.replace("{}", name), help: help.into() };
        }
    }
    for (start, told, help) in WHOLE {
        if message.starts_with(start) {
            let told = if told.is_empty() { message } else { told };
            return Said { message: told.into(), help: help.into() };
        }
    }
    let line = message.lines().next().unwrap_or_default();
    Said { message: format!("le moteur de gabarits le refuse (« {line} »)"), help: UNREAD.into() }
}

/// ``Field `a` is not defined. Available fields: b, c``
fn undefined(message: &str) -> Option<Said> {
    let (what, rest) = message.split_once(" `")?;
    let (name, rest) = rest.split_once('`')?;
    let (what, known) = match what {
        "Field" => ("le champ", "champs connus"),
        "Variable" => ("la variable", "variables connues"),
        _ => return None,
    };
    let absent = rest.starts_with(" is not defined") || rest.starts_with(" exists but");
    let told = absent.then(|| format!("{what} « {name} » n'existe pas"))?;
    let listed = rest.split_once(": ").map_or("", |(_, names)| names.trim());
    let names: Vec<&str> = listed.split(", ").filter(|name| !name.is_empty()).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("vouliez-vous « {near} » ?"),
        None if names.is_empty() => "ce qui est écrit avant le point est absent : testez-le d'abord".into(),
        None if names.len() > LISTED => format!("{known} : {}…", names[..LISTED].join(", ")),
        None => format!("{known} : {}", names.join(", ")),
    };
    Some(Said { message: told, help })
}

/// ``Invalid type for the value, expected `A` but got `B` ``
fn mistyped(message: &str) -> Option<Said> {
    let rest = message.strip_prefix("Invalid type for the value, expected `")?;
    let (expected, rest) = rest.split_once('`')?;
    let found = rest.split('`').nth(1)?;
    let french = |name: &str| {
        let known = NAMES.iter().find(|(_, names)| names.contains(&name));
        known.map_or("un nombre", |(french, _)| french)
    };
    let message = format!("il faut ici {}, et la valeur est {}", french(expected), french(found));
    Some(Said { message, help: TYPES.into() })
}
