//! French micro-typography: the spaces that must not break, the apostrophe and
//! the ellipsis (Lexique des règles typographiques en usage à l'Imprimerie nationale).
//!
//! The law: applied twice it changes nothing more; a no-break space that the
//! author wrote stays as it is; nothing but spaces, apostrophes and dots moves.
//! Each mark looks at a bounded stretch of text, so that the time is linear.
pub mod words;

use std::borrow::Cow;

use crate::base::french::NARROW;
use crate::base::french::NBSP;
use crate::base::typography::words::is_bound;
use crate::base::typography::words::is_code;

/// Bytes at which something may have to be done; all others are passed over.
const TRIGGERS: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b";!?:'.M0123456789\xc2";
    let mut n = 0;
    while n < bytes.len() {
        table[bytes[n] as usize] = true;
        n += 1;
    }
    table
};

/// What stays on the line of its number.
const UNITS: [&str; 16] =
    ["%", "‰", "€", "k€", "K€", "M€", "Md€", "°C", "km", "kg", "ko", "Ko", "Mo", "Go", "To", "h"];

/// Sets the text of one node. `before` is the character that stands before it
/// on the page, in the same paragraph, if there is one: `<b>x</b> !` is the
/// text ` !` after `x`. Neighbouring texts must have been joined.
pub fn french(text: &str, before: Option<char>) -> Cow<'_, str> {
    let mut setter = Setter { text, before, out: String::new(), done: 0 };
    setter.opening();
    let (bytes, mut at) = (text.as_bytes(), 0);
    while let Some(found) = bytes[at..].iter().position(|byte| TRIGGERS[*byte as usize]) {
        at = setter.trigger(at + found);
    }
    setter.finish()
}

struct Setter<'a> {
    text: &'a str,
    before: Option<char>,
    out: String,
    /// What is before it has gone into `out`.
    done: usize,
}

impl<'a> Setter<'a> {
    /// What the end of the node before asks of the beginning of this one.
    fn opening(&mut self) {
        match self.before {
            Some('«') => self.after_guillemet(0),
            Some(c) if c.is_ascii_digit() => self.unit(0),
            _ => {}
        }
    }

    /// Does what the byte at `at` asks for; gives where to go on.
    fn trigger(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        match bytes[at] {
            b'0'..=b'9' => return self.number(at),
            b'.' => return self.dots(at),
            b'\'' => self.apostrophe(at),
            b'M' => self.civility(at),
            b':' => self.colon(at),
            b'!' | b'?' | b';' => self.mark(at),
            _ => match bytes.get(at + 1) {
                Some(0xab) => self.after_guillemet(at + 2),
                Some(0xbb) => self.before_guillemet(at),
                Some(0xb0) => self.ordinal(at),
                _ => {}
            },
        }
        at + if bytes[at] < 0x80 { 1 } else { 2 }
    }

    fn finish(self) -> Cow<'a, str> {
        if self.done == 0 && self.out.is_empty() {
            return Cow::Borrowed(self.text);
        }
        let mut out = self.out;
        out.push_str(&self.text[self.done..]);
        Cow::Owned(out)
    }

    /// Replaces a range; the first to claim a place has it.
    fn replace(&mut self, start: usize, end: usize, by: &str) {
        let bound = start == end && start == self.done && self.out.ends_with(is_bound);
        if start < self.done || bound {
            return;
        }
        self.out.push_str(&self.text[self.done..start]);
        self.out.push_str(by);
        self.done = end;
    }

    /// Puts `space` in the place of the plain spaces of a range, or where an
    /// empty range is; one no-break space beside it is enough.
    fn bind(&mut self, start: usize, end: usize, space: char) {
        let kept = self.previous(start).is_some_and(is_bound) || self.next(end).is_some_and(is_bound);
        let mut buffer = [0; 4];
        self.replace(start, end, if kept { "" } else { space.encode_utf8(&mut buffer) });
    }

    fn previous(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back().or(if at == 0 { self.before } else { None })
    }

    fn next(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Where the plain spaces before `at` begin.
    fn spaces_before(&self, at: usize) -> usize {
        self.text[self.done.min(at)..at].trim_end_matches(' ').len() + self.done.min(at)
    }

    fn spaces_after(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start_matches(' ').len()
    }

    /// `;`, `!` or `?`: a narrow space, unless it is part of a smiley, of an
    /// operator or of an address.
    fn mark(&mut self, at: usize) {
        let start = self.spaces_before(at);
        let next = self.next(at + 1);
        if start < at {
            let lone = next.is_none_or(words::ends_text);
            let followed =
                next.is_some_and(|c| matches!(c, ')' | ']' | '.' | ',' | '…' | '!' | '?' | '”' | ';'));
            if lone || (followed && self.text.as_bytes()[at] != b';') {
                self.bind(start, at, NARROW);
            }
        } else if words::ends_at(self.text, at, self.before)
            && words::only_closed_from(self.text, at + 1)
            && !words::before(self.text, at).is_none_or(is_code)
        {
            self.bind(at, at, NARROW);
        }
    }

    fn colon(&mut self, at: usize) {
        let start = self.spaces_before(at);
        let next = self.next(at + 1);
        if start < at {
            if next.is_none_or(words::ends_text) {
                self.bind(start, at, NBSP);
            }
        } else if next.is_none_or(|c| c.is_whitespace() || c == '»')
            && words::ends_at(self.text, at, self.before)
        {
            let code = |word: &str| is_code(word) || word.contains(':');
            if !words::before(self.text, at).is_none_or(code) {
                self.bind(at, at, NBSP);
            }
        }
    }

    fn before_guillemet(&mut self, at: usize) {
        let start = self.spaces_before(at);
        let glued = self.previous(at).is_some_and(|c| !c.is_whitespace() && c != '«');
        if start < at || glued {
            self.bind(start, at, NBSP);
        }
    }

    /// `at` is past the guillemet.
    fn after_guillemet(&mut self, at: usize) {
        let end = self.spaces_after(at);
        let glued = self.next(at).is_some_and(|c| !c.is_whitespace() && c != '»');
        if end > at || glued {
            self.bind(at, end, NBSP);
        }
    }

    /// `n° 5`.
    fn ordinal(&mut self, at: usize) {
        let (start, end) = (at + '°'.len_utf8(), self.spaces_after(at + '°'.len_utf8()));
        let named = matches!(self.previous(at), Some('n' | 'N'));
        if named && end > start && self.next(end).is_some_and(|c| c.is_ascii_digit()) {
            self.bind(start, end, NBSP);
        }
    }

    /// `M. Dupont`, `Mme Durand`.
    fn civility(&mut self, at: usize) {
        let rest = &self.text[at..];
        let Some(title) = ["M.", "MM.", "Mme", "Mmes", "Mlle"]
            .iter()
            .find(|title| rest.strip_prefix(**title).is_some_and(|name| name.starts_with(' ')))
        else {
            return;
        };
        let (start, end) = (at + title.len(), self.spaces_after(at + title.len()));
        let alone = !self.previous(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '…'));
        if alone && self.next(end).is_some_and(char::is_uppercase) {
            self.bind(start, end, NBSP);
        }
    }

    fn apostrophe(&mut self, at: usize) {
        if !self.previous(at).is_some_and(char::is_alphabetic) {
            return;
        }
        let elides = match self.next(at + 1) {
            Some(c) if c.is_alphabetic() => true,
            Some(c) => {
                (c.is_ascii_digit() || c == '«') && words::before(self.text, at).is_some_and(words::is_elided)
            }
            None => words::before(self.text, at).is_some_and(words::is_elided),
        };
        if elides {
            self.replace(at, at + 1, "’");
        }
    }

    /// Three dots, no more and no less, are one character; not in a path.
    fn dots(&mut self, at: usize) -> usize {
        let end = self.text.len() - self.text[at..].trim_start_matches('.').len();
        let path = |c: Option<char>| matches!(c, Some('/' | '\\' | '.'));
        if end - at == 3 && !path(self.previous(at)) && !path(self.next(end)) {
            self.replace(at, end, "…");
        }
        end
    }

    /// A number from its first digit: its groups of three, then its unit.
    fn number(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let alone = !self.previous(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '…'));
        // `05 100` is a month and a count, `0 800 …` a telephone.
        let led = digits(at) > 1 && bytes[at] == b'0';
        let (mut grouped, mut end) = ((1..=3).contains(&digits(at)) && !led, at + digits(at));
        let mut plain = Vec::new();
        while let Some(gap) = self.next(end).filter(|c| *c == ' ' || is_bound(*c)) {
            let group = end + gap.len_utf8();
            match digits(group) {
                0 => break,
                length => grouped &= length == 3,
            }
            plain.push((end, gap));
            end = group + digits(group);
        }
        if alone && grouped {
            plain
                .iter()
                .filter(|(_, gap)| *gap == ' ')
                .for_each(|(start, _)| self.replace(*start, start + 1, "\u{202f}"));
        }
        self.unit(end);
        end
    }

    /// What follows a number: `%`, `€`, `km`, with a space before or not.
    fn unit(&mut self, at: usize) {
        let end = self.spaces_after(at);
        let rest = &self.text[end..];
        let follows = |unit: &&&str| {
            rest.strip_prefix(**unit)
                .is_some_and(|next| !next.starts_with(|c: char| c.is_alphanumeric() || c == '²'))
        };
        let Some(unit) = UNITS.iter().find(follows) else {
            return;
        };
        let sign = unit.ends_with(['%', '‰', '€']);
        if end > at || (sign && !words::before(self.text, at).is_none_or(is_code)) {
            self.bind(at, end, NBSP);
        }
    }
}
