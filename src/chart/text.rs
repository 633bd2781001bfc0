//! Words inside charts: how wide they are, where they break, how they are escaped.
use crate::chart::widths;

/// Type size of every text, in units; the theme's style sheet says the same.
pub const SIZE: f64 = 14.0;
/// From one line of text to the next, in units.
pub const LINE: f64 = 18.0;
/// From the middle of a line to its baseline, in units.
pub const DROP: f64 = 5.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// How letters will be shown: `stretch` is 1 for the State's typeface, more
/// where another one may take its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    pub stretch: f64,
}

impl Type {
    /// In units.
    pub fn width(self, text: &str, weight: Weight) -> f64 {
        let thousandths: f64 = text.chars().map(|c| advance(c, weight)).sum();
        thousandths * SIZE / 1000.0 * self.stretch
    }

    pub fn widest<'a>(self, texts: impl IntoIterator<Item = &'a str>, weight: Weight) -> f64 {
        texts.into_iter().map(|text| self.width(text, weight)).fold(0.0, f64::max)
    }

    /// Lines no wider than `room`, broken at spaces, inside a word only when it
    /// is wider than a whole line; at most `most`, the last one then ends with `…`.
    pub fn wrap(self, text: &str, (room, most): (f64, usize), weight: Weight) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
            let line = lines.last_mut().expect("there is always a line");
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, weight) <= room {
                *line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(String::new());
            }
            if lines.len() > most {
                break;
            }
            self.pour(word, room, &mut lines);
        }
        if lines.len() > most {
            lines.truncate(most);
            let last = lines.last_mut().expect("at least one line is kept");
            while !last.is_empty() && self.width(&format!("{last}…"), weight) > room {
                last.pop();
            }
            *last = format!("{}…", last.trim_end());
        }
        lines
    }

    /// One word, over as many lines as it needs; between syllables where it has
    /// some, with a hyphen.
    fn pour(self, word: &str, room: f64, lines: &mut Vec<String>) {
        let letters: Vec<char> = word.chars().take(400).collect();
        let wide = |letters: &[char]| self.width(&letters.iter().collect::<String>(), Weight::Bold);
        let mut rest = &letters[..];
        while wide(rest) > room {
            let hyphen = self.width("-", Weight::Bold);
            let most = (1..rest.len()).take_while(|n| wide(&rest[..*n]) <= room).last().unwrap_or(1);
            let syllable = (3..=most).rev().find(|n| breaks(rest, *n) && wide(&rest[..*n]) + hyphen <= room);
            let cut = syllable.unwrap_or(most);
            let line = lines.last_mut().expect("there is always a line");
            line.extend(&rest[..cut]);
            line.push_str(if syllable.is_some() { "-" } else { "" });
            lines.push(String::new());
            rest = &rest[cut..];
        }
        lines.last_mut().expect("there is always a line").extend(rest);
    }
}

/// Whether a word may be cut before its nth letter: between a vowel and a
/// consonant that another vowel follows.
fn breaks(word: &[char], n: usize) -> bool {
    let vowel = |n: usize| word.get(n).is_some_and(|c| "aeiouyàâéèêëîïôùûü".contains(*c));
    let consonant = word.get(n).is_some_and(|c| c.is_lowercase()) && !vowel(n);
    n + 2 < word.len() && vowel(n - 1) && consonant && vowel(n + 1)
}

fn advance(c: char, weight: Weight) -> f64 {
    let table = match weight {
        Weight::Regular => &widths::REGULAR,
        Weight::Bold => &widths::BOLD,
    };
    let width = match c as u32 {
        code @ 0..256 => table[code as usize],
        0x300..0x370 | 0x200B..0x2010 => 0,
        0x202F | 0x2009 => 135,
        0x2018..0x201A => 270,
        0x2E80.. => 1000,
        0x2026 => 810,
        0x152 | 0x153 => 1000,
        _ => 640,
    };
    f64::from(width)
}

/// Text for XML 1.0: markup is escaped; control characters, marks that turn
/// the direction of writing and what XML forbids are dropped.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
