//! Colours as mails write them, and how well two of them are told apart (WCAG 2.2).

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colour(pub [u8; 3]);

pub const WHITE: Colour = Colour([255; 3]);
pub const BLACK: Colour = Colour([0; 3]);
/// Of links that nobody styled.
pub const LINK: Colour = Colour([0, 0, 238]);

impl Colour {
    /// `#161616`, `#fff`, `white`; `None` for what mails should not write.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        match text.as_str() {
            "white" => return Some(WHITE),
            "black" => return Some(BLACK),
            _ => {}
        }
        let digits = text.strip_prefix('#').filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let one = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok().map(|value| value * 17);
        match digits.len() {
            3 => Some(Self([one(0)?, one(1)?, one(2)?])),
            6 => Some(Self([pair(0)?, pair(2)?, pair(4)?])),
            _ => None,
        }
    }

    fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// From 1, the same, to 21, black on white.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use crate::render::letter::lint::colour::BLACK;
    use crate::render::letter::lint::colour::Colour;
    use crate::render::letter::lint::colour::WHITE;

    #[test]
    fn contrasts_are_those_of_the_norm() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        let grey = Colour::parse("#767676").unwrap();
        assert!((grey.contrast(WHITE) - 4.54).abs() < 0.01);
        assert_eq!(Colour::parse("#ABC"), Some(Colour([0xaa, 0xbb, 0xcc])));
        for odd in ["", "#12", "rgb(0, 0, 0)", "#gggggg", "rouge"] {
            assert_eq!(Colour::parse(odd), None, "{odd}");
        }
    }
}
