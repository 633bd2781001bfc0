//! The text of a letter without any markup: for those who read it so, and for filters that compare it with the HTML.
use crate::model::document::Component;
use crate::model::document::Image;
use crate::model::document::Standing;
use crate::model::figure::Drawing;
use crate::model::marks::Element;
use crate::model::marks::Mark;
use crate::render::letter::figures;
use crate::render::letter::grid;
use crate::render::letter::html;
use crate::render::letter::source::Source;
use crate::render::letter::walk::Pen;
use crate::render::letter::walk::walk;
use crate::render::letter::wrap::WIDTH;
use crate::render::letter::wrap::wrap;

/// What a letter says, and the addresses that it names by number.
pub struct Plain {
    pub content: String,
    /// In the order of their numbers, from 1.
    pub links: Vec<String>,
}

pub struct Text<'a> {
    pub source: Source<'a>,
    /// Finished lines, and blank ones between blocks.
    lines: Vec<String>,
    /// The sentence under way; `\n` where the author wants another line.
    pub sentence: String,
    /// What stands before each line: bullets, quotes.
    before: Vec<Margin>,
    pub links: &'a mut Vec<String>,
    /// Links under way: their number, and where their words begin.
    open: Vec<(u32, usize)>,
    rows: Vec<Vec<String>>,
    /// Numbers of the lists under way; none for bullets.
    counts: Vec<Option<u64>>,
}

/// What one element puts before its lines.
struct Margin {
    /// Before the first line; taken once.
    first: Option<String>,
    rest: String,
}

pub fn content(source: Source<'_>) -> Plain {
    let mut links = Vec::new();
    let content = part(source, &mut links, &source.view.prose.document.body.marks);
    Plain { content, links }
}

fn part<'a>(source: Source<'a>, links: &'a mut Vec<String>, marks: &[Mark]) -> String {
    let mut text = Text {
        source,
        lines: Vec::new(),
        sentence: String::new(),
        before: Vec::new(),
        links,
        open: Vec::new(),
        rows: Vec::new(),
        counts: Vec::new(),
    };
    walk(marks, &mut text);
    text.flush();
    text.lines.join("\n").trim_matches('\n').to_owned()
}

impl Text<'_> {
    pub fn inner(&mut self, marks: &[Mark]) -> String {
        part(self.source, self.links, marks)
    }

    /// A blank line, unless there is one.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// Ends the sentence under way.
    fn flush(&mut self) {
        let sentence = std::mem::take(&mut self.sentence);
        let lines: Vec<String> = sentence.lines().map(|line| line.trim().to_owned()).collect();
        let room = WIDTH.saturating_sub(self.before.iter().map(|it| it.rest.chars().count()).sum()).max(20);
        let lines: Vec<String> =
            lines.iter().filter(|it| !it.is_empty()).flat_map(|it| wrap(it, room)).collect();
        self.put(&lines);
    }

    fn put(&mut self, lines: &[String]) {
        for line in lines {
            let mut whole = String::new();
            for margin in &mut self.before {
                whole.push_str(&margin.first.take().unwrap_or_else(|| margin.rest.clone()));
            }
            whole.push_str(line);
            self.lines.push(whole.trim_end().to_owned());
        }
    }

    /// Lines of their own, with a blank line around them.
    pub fn stand(&mut self, text: &str) {
        self.flush();
        self.gap();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        self.put(&lines);
        self.gap();
    }

    fn margin(&mut self, first: &str, rest: &str) {
        self.before.push(Margin { first: Some(first.to_owned()), rest: rest.to_owned() });
    }

    fn heading(&mut self, level: u8) {
        let from = self.lines.len();
        self.flush();
        let widest = self.lines[from..].iter().map(|line| line.chars().count()).max().unwrap_or(0);
        if widest > 0 {
            let rule = if level <= 2 { "=" } else { "-" };
            self.lines.push(rule.repeat(widest.min(WIDTH)));
        }
        self.gap();
    }

    fn item(&mut self) {
        let mark = match self.counts.last_mut() {
            Some(Some(count)) => {
                *count += 1;
                format!("{}. ", *count - 1)
            }
            _ => "- ".to_owned(),
        };
        let rest = " ".repeat(mark.chars().count());
        self.margin(&mark, &rest);
    }
}

impl Pen for Text<'_> {
    fn open(&mut self, element: Element) {
        match element {
            Element::Link(link) => self.open.push((link, self.sentence.len())),
            Element::Paragraph => self.flush(),
            Element::Heading(_) => {
                self.flush();
                self.gap();
            }
            Element::Unordered | Element::Ordered(_) => {
                self.flush();
                if self.counts.is_empty() {
                    self.gap();
                }
                self.counts.push(match element {
                    Element::Ordered(first) => Some(first),
                    _ => None,
                });
            }
            Element::Item => {
                self.flush();
                self.item();
            }
            Element::Quote => {
                self.flush();
                self.gap();
                self.margin("> ", "> ");
            }
            Element::Table => {
                self.flush();
                self.rows.clear();
            }
            Element::Head | Element::Row => self.rows.push(Vec::new()),
            Element::Meaning => {
                self.flush();
                self.margin("  ", "  ");
            }
            _ => {}
        }
    }

    fn close(&mut self, element: Element) {
        match element {
            Element::Link(_) => {
                let Some((link, from)) = self.open.pop() else { return };
                let address = self.source.address(link);
                let words = self.sentence.get(from..).unwrap_or_default().trim();
                if !address.trim_start_matches("mailto:").eq(words) && !words.is_empty() {
                    let number = self.number(address);
                    // A blank that ends the link stands after its number.
                    let blank = if self.sentence.ends_with(' ') { " " } else { "" };
                    self.sentence.truncate(self.sentence.trim_end_matches(' ').len());
                    self.sentence.push_str(&format!(" [{number}]{blank}"));
                }
            }
            Element::Heading(level) => self.heading(level),
            Element::Paragraph => {
                self.flush();
                self.gap();
            }
            Element::Term => self.flush(),
            Element::Meaning | Element::Quote => {
                self.flush();
                self.before.pop();
                self.gap();
            }
            Element::Item => {
                self.flush();
                if self.before.last().is_some_and(|margin| margin.first.is_some()) {
                    self.put(&[String::new()]);
                }
                self.before.pop();
            }
            Element::Unordered | Element::Ordered(_) => {
                self.counts.pop();
                if self.counts.is_empty() {
                    self.gap();
                }
            }
            Element::Cell(_) | Element::Name(_) => {
                let cell =
                    std::mem::take(&mut self.sentence).split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            Element::Table => {
                let rows = std::mem::take(&mut self.rows);
                let room = WIDTH.saturating_sub(self.before.iter().map(|it| it.rest.chars().count()).sum());
                let lines = grid::lines(&rows, room);
                self.stand(&lines.join("\n"));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for (n, part) in text.split([' ', '\n', '\t', '\r']).enumerate() {
            if n > 0 && !self.sentence.ends_with([' ', '\n']) {
                self.sentence.push(' ');
            }
            self.sentence.push_str(part);
        }
    }

    fn code(&mut self, text: &str) {
        self.text(text);
    }

    fn line(&mut self) {
        self.sentence.push('\n');
    }

    fn image(&mut self, image: &Image) {
        if self.source.picture(image).is_none() {
            return self.text(&image.alt);
        }
        if !image.alt.trim().is_empty() {
            self.text(&format!("(image\u{a0}: {})", image.alt));
        }
    }

    fn listing(&mut self, text: &str) {
        let indented: Vec<String> = text.trim_end().lines().map(|line| format!("    {line}")).collect();
        self.stand(&indented.join("\n"));
    }

    fn rule(&mut self) {
        self.stand("* * *");
    }

    fn figure(&mut self, number: u32, _: Standing) {
        match self.source.drawing(number) {
            Drawing::Missing => {}
            Drawing::Value(text) => self.text(text),
            Drawing::Tiles(tiles) => {
                let parts: Vec<String> = tiles.iter().map(|tile| figures::lines(tile).join("\n")).collect();
                self.stand(&parts.join("\n\n"));
            }
            Drawing::Figure(figure) => self.told(number, figure),
        }
    }

    fn component(&mut self, component: &Component<Mark>) {
        let block = self.source.block(component);
        match component.standing {
            Standing::Inline => self.inline(&block),
            Standing::Block => self.shaped(&block),
        }
    }

    /// Told when the HTML was written.
    fn unfit(&mut self, _: &Mark) {}

    fn standing(&self, number: u32) -> Standing {
        html::standing(self.source.drawing(number))
    }
}
