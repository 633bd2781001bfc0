//! Reads drawings back: well formed, and nothing outside of its frame.
use kiosque::chart::Picture;
use kiosque::chart::Sheet;
use kiosque::chart::backend::Detail;
use kiosque::chart::picture;
use kiosque::chart::text::Type;
use kiosque::chart::text::Weight;
use kiosque::model::figure::Figure;

/// The two layouts of a page and that of the file.
pub const SHEETS: [Sheet; 3] = [
    Sheet { width: 800.0, letters: Type { stretch: 1.04 }, detail: Detail::Titled },
    Sheet { width: 360.0, letters: Type { stretch: 1.04 }, detail: Detail::Joined },
    Sheet { width: 428.0, letters: Type { stretch: 1.2 }, detail: Detail::Titled },
];

/// Tags with their attributes and the text that follows, after a check that
/// the markup is well formed.
pub fn tags(svg: &str) -> Vec<(String, String)> {
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    for part in svg.trim().strip_prefix('<').unwrap().split('<') {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>') || tag == "style", "{part}");
        for entity in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|known| entity.starts_with(known)), "{part}");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else {
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
        }
        seen.push((tag.to_owned(), text.to_owned()));
    }
    assert!(open.is_empty(), "{open:?} is left open");
    assert!(!svg.chars().any(|c| c.is_control() && c != '\n'), "{svg:?}");
    seen
}

pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).unwrap_or("0").parse().unwrap()
}

fn within(value: f64, low: f64, high: f64, what: &str) {
    assert!(value >= low - 0.11 && value <= high + 0.11, "{value} is not between {low} and {high}: {what}");
}

/// Corners of path data, which our pen writes with `M m l h v z` only.
pub fn corners(data: &str) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    let mut start = (0.0, 0.0);
    let mut rest = data;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_alphabetic()).map_or(rest.len(), |n| n + 1);
        let values = numbers(&rest[1..end]);
        match command {
            'h' => x += values[0],
            'v' => y += values[0],
            'z' => (x, y) = start,
            'M' | 'm' | 'l' => {
                for (n, pair) in values.chunks(2).enumerate() {
                    let origin = if command == 'M' && n == 0 { (0.0, 0.0) } else { (x, y) };
                    (x, y) = (origin.0 + pair[0], origin.1 + pair[1]);
                    if n == 0 && command != 'l' {
                        start = (x, y);
                    }
                    out.push((x, y));
                }
            }
            other => panic!("{other} in {data}"),
        }
        out.push((x, y));
        rest = &rest[end..];
    }
    out
}

/// `12-3.5.5` is three numbers.
fn numbers(text: &str) -> Vec<f64> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let word = words.last_mut().unwrap();
        let next = (c == '-' && !word.is_empty()) || (c == '.' && word.contains('.'));
        match c {
            ' ' => words.push(String::new()),
            _ if next => words.push(c.to_string()),
            _ => word.push(c),
        }
    }
    words.iter().filter(|word| !word.is_empty()).map(|word| word.parse().unwrap()).collect()
}

/// Every mark and every text is inside the frame, and no two texts overlap.
pub fn inside(picture: &Picture, sheet: &Sheet) {
    if picture.marks.is_empty() {
        return;
    }
    let (width, height) = (sheet.width, picture.height);
    let (mut anchor, mut y, mut bold) = ("start", 0.0, false);
    let mut boxes: Vec<(f64, f64, f64, f64, String)> = Vec::new();
    for (tag, text) in tags(&format!("<svg>{}</svg>", picture.marks)) {
        let name = tag.split([' ', '/']).next().unwrap();
        match name {
            "" if tag == "/g" => anchor = "start",
            "g" if tag.contains("anchor=\"end") => anchor = "end",
            "g" if tag.contains("anchor=\"middle") => anchor = "middle",
            "g" => anchor = "start",
            "text" | "tspan" => {
                let x = number(&tag, "x");
                bold = if name == "text" { tag.contains("valeur") || tag.contains("nom") } else { bold };
                y = if name == "text" { number(&tag, "y") } else { y + number(&tag, "dy") };
                let text = text
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"");
                let weight = if bold { Weight::Bold } else { Weight::Regular };
                let long = Type { stretch: 1.0 }.width(&text, weight);
                let left = match anchor {
                    "end" => x - long,
                    "middle" => x - long / 2.0,
                    _ => x,
                };
                within(left, 0.0, width - long, &format!("{tag} {text} {sheet:?}"));
                within(y, 9.0, height, &format!("{tag} {text} {sheet:?}"));
                boxes.push((left, y - 10.0, left + long, y + 2.0, text));
            }
            "rect" => {
                within(number(&tag, "x"), 0.0, width - number(&tag, "width"), &tag);
                within(number(&tag, "y"), 0.0, height - number(&tag, "height"), &tag);
            }
            "circle" => {
                within(number(&tag, "cx"), 0.0, width, &tag);
                within(number(&tag, "cy"), 0.0, height, &tag);
            }
            "path" => {
                for (x, y) in corners(attribute(&tag, "d").unwrap()) {
                    within(x, 0.0, width, &tag);
                    within(y, 0.0, height, &tag);
                }
            }
            _ => {}
        }
    }
    for (n, a) in boxes.iter().enumerate() {
        for b in &boxes[n + 1..] {
            let over = a.0 + 1.0 < b.2 && b.0 + 1.0 < a.2 && a.1 + 1.0 < b.3 && b.1 + 1.0 < a.3;
            let told = a.4.trim().is_empty() || b.4.trim().is_empty();
            assert!(!over || told, "« {} » covers « {} » on {sheet:?}", a.4, b.4);
        }
    }
}

/// All layouts of a figure, checked.
pub fn whole(figure: &Figure) -> Vec<String> {
    let mut drawn = Vec::new();
    for sheet in &SHEETS {
        let picture = picture(figure, sheet);
        assert!(picture.height.is_finite() && picture.height > 0.0);
        inside(&picture, sheet);
        drawn.push(picture.marks);
    }
    let inline = kiosque::chart::inline(figure);
    let tags = tags(&inline);
    for word in ["#", "style", "fill=", "stroke=", "rgb", "NaN", "inf"] {
        assert!(tags.iter().all(|(tag, _)| !tag.contains(word)), "{word} in {inline}");
    }
    assert_eq!(inline.matches("role=\"img\"").count(), 1);
    let file = kiosque::chart::standalone(figure);
    self::tags(&file);
    assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    drawn
}
