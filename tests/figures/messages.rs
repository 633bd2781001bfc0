//! The slips of editors, and the words that each of them gets.
use crate::support::*;
use kiosque::model::declaration::Answers;
use kiosque::model::declaration::Declaration;
use kiosque::model::declaration::Declared;
use kiosque::model::figure::Drawing;
use kiosque::model::figure::Form;

const TYPES: &str = "types : lignes, barres, empile, podium, points, carte, calendrier, tableau";

/// `message|help` of each fault of a block.
fn slips(yaml: &str) -> Vec<String> {
    let (_, diagnostics) = resolve("graphique", yaml, &[("umap", UMAP), ("enquete", SURVEY)]);
    let line = |d: &kiosque::base::diagnostic::Diagnostic| {
        format!("{}|{}", d.message, d.help.as_deref().unwrap_or_default())
    };
    diagnostics.iter().map(line).collect()
}

/// What is wrong, and `message|help`; `GOOD` stands for a block that is sound.
const SLIPS: &[(&str, &str)] = &[
    ("{type: ligne, GOOD}", "type « ligne » inconnu|vouliez-vous « lignes » ? TYPES"),
    ("{type: lignes, GOOD, donnée: x}", "clé « donnée » inconnue|vouliez-vous « donnees » ?"),
    (
        "{type: lignes, titre: T, donnees: umpa, x: mois, y: cartes}",
        "jeu « umpa » introuvable dans data/|vouliez-vous « umap » ?",
    ),
    (
        "{type: lignes, titre: T, donnees: umap, x: mois, y: carte}",
        "data/umap.csv n'a pas de colonne « carte »|vouliez-vous « cartes » ? colonnes : mois, cartes, utilisateurs, taux",
    ),
    (
        "{type: lignes, donnees: umap, x: mois, y: cartes}",
        "« titre » est obligatoire|il sert d'alternative textuelle au graphique (RGAA 1.1)",
    ),
    (
        "{type: lignes, titre: T, donnees: umap, x: mois, y: [cartes, taux, utilisateurs, cartes, taux]}",
        "5 séries, 4 au plus|utilisez « petits_multiples: series », ou gardez les colonnes qui comptent",
    ),
    (
        "{type: lignes, titre: T, donnees: umap, x: mois, y: [cartes, taux], base: b}",
        "ces colonnes n'ont pas la même unité : elles ne partagent pas un axe|faites un graphique pour chaque unité",
    ),
    (
        "{type: barres, GOOD, filtre: {mois: 2024-05}}",
        "aucune ligne de data/umap.csv n'a mois = « 2024-05 »|vouliez-vous « 2024-01 » ?",
    ),
    ("{type: barres, GOOD, tri: prix}", "tri « prix » inconnu|tris : valeur, -valeur, x, -x, fichier"),
    (
        "{type: camembert, GOOD}",
        "un « camembert » se lit mal : des barres sont dessinées à sa place|écrivez « type: barres », ou « type: empile » pour les parts d'un tout",
    ),
    ("{type: lignes, titre: T, donnees: casse, x: mois, y: cartes}", ""),
    (
        "{type: lignes, GOOD, cumul: vrai}",
        "« cumul » n'additionne que des flux : « cartes » n'a pas de nature déclarée|déclarez « nature: flux » pour la colonne « cartes » dans data/umap.yaml, si elle compte des faits au cours de chaque période",
    ),
    (
        "{type: lignes, GOOD, pas: trimestre}",
        "rien ne dit si « cartes » s'additionne d'une période à l'autre|déclarez « nature: flux » pour la colonne « cartes » dans data/umap.yaml, si elle compte des faits au cours de chaque période",
    ),
    (
        "{type: lignes, GOOD, pas: semestre}",
        "« semestre » n'est pas une valeur de « pas »|valeurs : annee, trimestre, mois, semaine, jour",
    ),
    (
        "{type: barres, GOOD, axe: libre}",
        "des barres partent de zéro : leur longueur est le nombre|retirez « axe: libre », ou choisissez « type: lignes » ou « type: points »",
    ),
    (
        "{type: lignes, titre: T, donnees: umap, x: mois, y: taux}",
        "« taux » est un pourcentage, mais rien ne dit de quoi|ajoutez « base: … » au bloc, par exemple « base: 336 collectivités », ou à la colonne dans data/umap.yaml",
    ),
    (
        "{type: lignes, GOOD, manquant: zero}",
        "les valeurs absentes sont comptées comme des zéros : la figure le dit|retirez « manquant: zero » si une absence peut vouloir dire que l'on ne sait pas",
    ),
    (
        "{type: lignes, GOOD, depart: 12}",
        "« depart » n'a de sens qu'avec un cumul|ajoutez « cumul: vrai », ou retirez « depart »",
    ),
    (
        "{type: barres, GOOD, petits_multiples: mois}",
        "« petits_multiples » ne va qu'avec « type: lignes »|choisissez « type: lignes », ou faites un graphique pour chaque valeur",
    ),
    (
        "{type: lignes, GOOD, colonnes: [mois]}",
        "« colonnes » est la liste des colonnes d'un tableau|écrivez « x » et « y », ou faites un bloc « tableau »",
    ),
    (
        "{type: lignes, GOOD, mettre_en_avant: Carte}",
        "« Carte » n'est pas une série de cette figure|vouliez-vous « Cartes » ?",
    ),
    (
        "{type: lignes, GOOD, evenements: [{date: 12 mars}]}",
        "un événement a une date et un texte|écrivez « evenements: [{date: 2024-03-12, texte: Webinaire de lancement}] »",
    ),
    (
        "{type: lignes, titre: T, donnees: enquete, x: reponse, y: part, base: b, depuis: 2024}",
        "« depuis » demande une colonne de dates en « x »|donnez en « x » une colonne de jours, de semaines, de mois, de trimestres ou d'années",
    ),
    (
        "{type: barres, titre: T, donnees: enquete, x: reponse, y: part, base: b, serie: question, garder: [Outil]}",
        "« Outil » n'est pas une valeur de la colonne « question »|vouliez-vous « Outils » ?",
    ),
    (
        "{type: carte, titre: T, donnees: enquete, filtre: {question: Lieu}, x: reponse, y: part, base: b}",
        "colonne « reponse » : « Bureau » n'est pas un département|écrivez le code INSEE ou le nom d'un département ; utilisé par content/stats/index.md",
    ),
    (
        "{type: calendrier, GOOD}",
        "un calendrier demande une valeur par jour|choisissez « type: barres » ou « type: lignes »",
    ),
];

#[test]
fn every_slip_of_a_block_has_its_message() {
    for (yaml, expected) in SLIPS {
        let yaml = yaml.replace("GOOD", "titre: T, donnees: umap, x: mois, y: cartes");
        let expected = expected.replace("TYPES", TYPES);
        let expected: Vec<String> = if expected.is_empty() { Vec::new() } else { vec![expected] };
        assert_eq!(slips(&yaml), expected, "{yaml}");
    }
}

#[test]
fn all_slips_of_a_block_are_told_at_once() {
    let yaml = "{type: lignes, donnees: umap, x: moi, y: [carte, taux], pas: an, tri: z, axe: courbe, classes: 3, dernier: 0, couleur: rouge}";
    let told: Vec<String> =
        slips(yaml).into_iter().map(|it| it.split('|').next().unwrap().to_owned()).collect();
    assert_eq!(
        told,
        [
            "clé « couleur » inconnue",
            "« titre » est obligatoire",
            "tri « z » inconnu",
            "« an » n'est pas une valeur de « pas »",
            "« dernier » doit être un nombre entier de 1 à 100000",
            "« courbe » n'est pas une valeur de « axe »",
            "« classes » donne d'un à 4 seuils, du plus petit au plus grand",
        ]
    );
}

#[test]
fn shares_that_make_no_whole_are_refused() {
    let stack = |csv: &str, declared: Declared, keys: &str| {
        let data = holding(declare("d", csv, columns(vec![declared])));
        let yaml = format!("{{type: empile, titre: T, donnees: d, x: r, y: v, base: b{keys}}}");
        let (drawing, diagnostics) = drawn("graphique", &yaml, (&data, "2026-01-01"));
        (drawing, told(&diagnostics))
    };
    let ratio = || declared("v", "ratio");
    let whole = "r,v\nOui,60 %\nNon,39.6 %\nAutre,0.4 %\n";
    assert!(matches!(stack(whole, ratio(), "").0, Drawing::Figure(figure) if figure.form == Form::Stacked));
    assert_eq!(
        stack("r,v\nA,99 %\nB,46 %\n", ratio(), "").1,
        ["reponses-multiples les parts de « V » font 145\u{a0}% : elles ne forment pas un tout"]
    );
    let several = Declared { answers: Answers::Several, ..ratio() };
    let message = [
        "reponses-multiples « v » vient d'une question à plusieurs réponses : ses parts ne forment pas un tout",
    ];
    assert_eq!(stack(whole, several, "").1, message);
    assert_eq!(stack(whole, ratio(), ", reponses: plusieurs").1, message);
    assert_eq!(
        stack("r,v\nA,1\nB,2\nC,3\nD,4\nE,5\n", declared("v", "flux"), "").1,
        ["graphique-valeur 5 parts, 4 au plus"]
    );
    assert_eq!(
        stack("r,v\nA,1\nB,-2\n", declared("v", "flux"), "").1,
        ["calcul-trompeur « V » a une part négative : un empilement n'en montre pas"]
    );
}

#[test]
fn a_place_that_is_unknown_is_told_with_the_nearest() {
    let map = |csv: &str| {
        let data = holding(declare("d", csv, Declaration::default()));
        let yaml = "{type: carte, titre: T, donnees: d, x: lieu, y: v}";
        let (_, diagnostics) = drawn("graphique", yaml, (&data, "2026-01-01"));
        diagnostics
            .iter()
            .map(|d| format!("{}|{}", d.message, d.help.as_deref().unwrap()))
            .collect::<Vec<_>>()
    };
    let used = "utilisé par content/stats/index.md";
    assert_eq!(
        map("lieu,v\nGirond,1\nNord,2\n1,3\n20,3\n"),
        [
            format!(
                "colonne « lieu » : « Girond » n'est pas un département|vouliez-vous « Gironde » ? ; {used}"
            ),
            format!("colonne « lieu » : « 1 » n'est pas un département|vouliez-vous « 01 » ? ; {used}"),
            format!("colonne « lieu » : « 20 » n'est pas un département|écrivez « 2A » ou « 2B » ; {used}"),
        ]
    );
    assert_eq!(
        map("lieu,v\n33,1\nGironde,2\n"),
        [format!("colonne « lieu » : « 33 » et « Gironde » sont le même territoire|{used}")]
    );
}
