//! Words as a search compares them: folded, and cut to what their forms share.
//!
//! The rules are data: a site's search file carries them, so that the script
//! of a theme applies the very same ones and knows no language.
use unicode_normalization::char::decompose_compatible;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut: nobody types them.
pub const LONGEST: usize = 32;

/// How the words of one language are compared.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Words that say nothing of a page, folded, in order.
    pub silent: &'static [&'static str],
    /// In each step, the first rule that applies does.
    pub steps: &'static [&'static [Rule]],
}

/// A word that ends so, with at least `left` letters before, ends otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub ending: &'static str,
    pub left: usize,
    pub gives: &'static str,
}

const fn rule(ending: &'static str, left: usize, gives: &'static str) -> Rule {
    Rule { ending, left, gives }
}

/// By its BCP 47 tag; a language that is not known has no rules.
pub fn language(tag: &str) -> Language {
    match tag.split('-').next() {
        Some("fr") => Language { silent: SILENT, steps: STEPS },
        _ => Language { silent: &[], steps: &[] },
    }
}

impl Language {
    pub fn is_silent(&self, word: &str) -> bool {
        self.silent.binary_search(&word).is_ok()
    }

    /// What the forms of a folded word share.
    pub fn stem(&self, word: &str) -> String {
        let mut stem = word.to_owned();
        for step in self.steps {
            let applies = |rule: &&Rule| {
                let before = stem.strip_suffix(rule.ending);
                before.is_some_and(|before| before.chars().count() >= rule.left)
            };
            if let Some(rule) = step.iter().find(applies) {
                stem.truncate(stem.len() - rule.ending.len());
                stem.push_str(rule.gives);
            }
        }
        stem
    }

    /// The stems of a text, in its order; what says nothing is left out.
    pub fn stems(&self, text: &str) -> Vec<String> {
        let folded = fold(text);
        let told = words(&folded).filter(|word| !self.is_silent(word));
        told.map(|word| self.stem(word)).collect()
    }
}

/// Lower case without accents; ligatures are two letters.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            // Marks go: their order does not matter, and a letter is read alone.
            c => decompose_compatible(c, |c| c.to_lowercase().for_each(|c| letter(c, &mut out))),
        }
    }
    out
}

fn letter(c: char, out: &mut String) {
    match c {
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        'ß' => out.push_str("ss"),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'ς' => out.push('σ'),
        c if is_unseen(c) => {}
        c => out.push(c),
    }
}

/// Marks, and what only tells where a word may break.
fn is_unseen(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The words of a folded text. An apostrophe parts: one letter before it says
/// nothing, but a digit does.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    let pieces = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let pieces = pieces.map(|word| word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end]));
    pieces.filter(|word| word.chars().nth(1).is_some() || word.bytes().all(|byte| byte.is_ascii_digit()))
}

const SILENT: &[&str] = &[
    "afin", "ai", "ainsi", "alors", "apres", "au", "aucun", "aucune", "aussi", "autre", "autres", "aux",
    "avant", "avec", "avez", "avoir", "avons", "car", "ce", "ceci", "cela", "celle", "celles", "celui",
    "ces", "cet", "cette", "ceux", "chaque", "chez", "comme", "dans", "de", "depuis", "des", "donc", "dont",
    "du", "elle", "elles", "en", "encore", "entre", "es", "est", "et", "etaient", "etait", "etc", "etre",
    "eux", "fait", "font", "hui", "ici", "il", "ils", "je", "jusqu", "jusque", "la", "le", "les", "leur",
    "leurs", "lors", "lorsqu", "lorsque", "lui", "ma", "mais", "me", "meme", "mes", "moi", "moins", "mon",
    "ne", "ni", "non", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "peu", "peut", "plus",
    "pour", "puis", "puisqu", "puisque", "qu", "quand", "que", "quel", "quelle", "quelles", "quels", "qui",
    "quoi", "sa", "sans", "se", "ses", "si", "soit", "son", "sont", "sous", "sur", "ta", "te", "tes", "toi",
    "ton", "tous", "tout", "toute", "toutes", "tres", "tu", "un", "une", "vers", "vos", "votre", "vous",
];

/// Plurals; then families of words; then the last vowels. Whole words that
/// the rules would confuse with others stand first.
const STEPS: &[&[Rule]] = &[
    &[
        rule("travaux", 0, "travail"),
        rule("eaux", 2, "eau"),
        rule("aux", 3, "al"),
        rule("ss", 0, "ss"),
        rule("us", 2, "us"),
        rule("s", 3, ""),
        rule("x", 3, ""),
    ],
    &[
        rule("departement", 0, "departement"),
        rule("nouveau", 0, "nouvel"),
        rule("issement", 3, "ir"),
        rule("issant", 4, "ir"),
        rule("ivement", 4, "if"),
        rule("ement", 6, ""),
        rule("isatrice", 3, "is"),
        rule("isateur", 3, "is"),
        rule("isation", 3, "is"),
        rule("ication", 4, "i"),
        rule("icateur", 4, "i"),
        rule("icatrice", 4, "i"),
        rule("ateur", 5, ""),
        rule("atrice", 5, ""),
        rule("ation", 5, ""),
        rule("ution", 5, "u"),
        rule("uteur", 5, "u"),
        rule("utrice", 5, "u"),
        rule("ction", 3, "ct"),
        rule("cteur", 3, "ct"),
        rule("ctrice", 3, "ct"),
        rule("eur", 4, "eu"),
        rule("euse", 3, "eu"),
        rule("abilite", 2, "abl"),
        rule("ibilite", 2, "ibl"),
        rule("phique", 2, "phi"),
        rule("ique", 3, "ic"),
        rule("ive", 2, "if"),
        rule("enne", 3, "en"),
        rule("elle", 3, "el"),
    ],
    &[
        rule("iere", 3, "i"),
        rule("ier", 3, "i"),
        rule("iee", 3, "i"),
        rule("ie", 3, "i"),
        rule("uer", 4, "u"),
        rule("uee", 4, "u"),
        rule("ue", 4, "u"),
        rule("ees", 4, ""),
        rule("ee", 4, ""),
        rule("er", 4, ""),
        rule("e", 4, ""),
    ],
];

#[cfg(test)]
mod tests {
    use crate::base::stem::fold;
    use crate::base::stem::language;
    use crate::base::stem::words;

    #[test]
    fn silent_words_are_in_order() {
        let silent = language("fr").silent;
        assert!(silent.is_sorted(), "{silent:?}");
    }

    #[test]
    fn accents_ligatures_and_elisions_are_forgiven() {
        let folded = fold("L’Œuvre d'ÉTÉ, qu’aujourd’hui : infor\u{ad}mation n° 5");
        let found: Vec<&str> = words(&folded).collect();
        assert_eq!(found, ["oeuvre", "ete", "qu", "aujourd", "hui", "information", "5"]);
    }
}
