//! The elements that show an image: the one place that writes them.
use tera::Kwargs;
use tera::TeraResult;
use tera::Value;

use crate::model::picture::Form;
use crate::model::picture::ImageRules;
use crate::model::picture::Picture;

/// When a browser loads an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loading {
    /// As it comes near.
    #[default]
    Late,
    /// With the page.
    Soon,
    /// Before all others: what is largest on the first screen.
    First,
}

impl Loading {
    fn attributes(self) -> &'static str {
        match self {
            Self::Late => " loading=\"lazy\" decoding=\"async\"",
            Self::Soon => " decoding=\"async\"",
            Self::First => " fetchpriority=\"high\"",
        }
    }
}

/// An image and its copies. Addresses are escaped by whoever gives them.
#[derive(Default)]
pub struct Shown<'a> {
    pub src: &'a str,
    /// In WebP; empty when there are none.
    pub srcset: &'a str,
    pub sizes: &'a str,
    pub alt: &'a str,
    pub title: Option<&'a str>,
    pub class: Option<&'a str>,
    pub size: Option<(u32, u32)>,
    pub loading: Loading,
}

impl Shown<'_> {
    pub fn print(&self, out: &mut String) {
        let mut tag = String::from("<img");
        if let Some(class) = self.class {
            tag.push_str(" class=\"");
            attribute(&mut tag, class);
            tag.push('"');
        }
        tag.push_str(&format!(" src=\"{}\" alt=\"", self.src));
        attribute(&mut tag, self.alt);
        tag.push('"');
        if let Some(title) = self.title {
            tag.push_str(" title=\"");
            attribute(&mut tag, title);
            tag.push('"');
        }
        if let Some((width, height)) = self.size {
            tag.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        tag.push_str(self.loading.attributes());
        tag.push('>');
        around(self.srcset, self.sizes, &tag, out);
    }
}

/// An `<img>` with its copies around it. A `<picture>`, since `srcset` alone
/// would hand WebP to browsers that do not know it.
pub fn around(srcset: &str, sizes: &str, tag: &str, out: &mut String) {
    if srcset.is_empty() {
        return out.push_str(tag);
    }
    out.push_str("<picture><source type=\"image/webp\" srcset=\"");
    attribute(out, srcset);
    out.push_str(&format!("\" sizes=\"{sizes}\">{tag}</picture>"));
}

/// Escapes for a double-quoted attribute.
pub fn attribute(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// What a block knows of an image that it shows: what `picture` takes.
pub fn told(address: &str, size: Option<(u32, u32)>, picture: Option<&Picture>) -> Value {
    let mut map = tera::Map::new();
    let mut put = |name: &'static str, value: Value| _ = map.insert(tera::value::Key::Str(name), value);
    let plain = picture.filter(|picture| picture.plain.form != Form::Source);
    let src = plain.map_or_else(|| address.to_owned(), |picture| picture.plain.route.href());
    put("src", Value::normal_string(&src));
    put("srcset", Value::normal_string(&picture.map(Picture::srcset).unwrap_or_default()));
    if let Some((width, height)) = size {
        put("width", Value::from(u64::from(width)));
        put("height", Value::from(u64::from(height)));
    }
    if let Some(motion) = picture.and_then(|picture| picture.motion.as_ref()) {
        let address = ("url", Value::normal_string(&motion.route.href()));
        let sides = [("width", motion.width), ("height", motion.height)];
        let sides = sides.map(|(name, side)| (name, Value::from(u64::from(side))));
        let motion = [address].into_iter().chain(sides);
        let motion = motion.map(|(name, value)| (tera::value::Key::Str(name), value));
        put("motion", Value::from(motion.collect::<tera::Map>()));
    }
    Value::from(map)
}

/// `picture(of=…, alt=…, class=…, column=…, loading=…)`: `of` is an image of the
/// front matter, the `…_picture` of a block's attribute, or an address; `column`
/// is the room it has, in CSS pixels.
pub fn picture(named: &Kwargs, rules: &ImageRules) -> TeraResult<Value> {
    let of: Value = named.must_get("of")?;
    let text =
        |name: &'static str| of.get_from_path(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let side = |name: &'static str| {
        of.get_from_path(name).and_then(Value::as_u64).and_then(|it| u32::try_from(it).ok())
    };
    let address = of.as_str().or_else(|| text("src")).or_else(|| text("url"));
    let Some(address) = address else { return Ok(Value::safe_string("")) };
    let mut src = String::new();
    attribute(&mut src, address);
    let size = side("width").zip(side("height"));
    let column: Option<u32> = named.get("column")?;
    let sizes = size.map(|(width, _)| rules.sizes(width, column.unwrap_or(rules.column))).unwrap_or_default();
    let (alt, class): (Option<String>, Option<String>) = (named.get("alt")?, named.get("class")?);
    let loading: Option<String> = named.get("loading")?;
    let loading = match loading.as_deref() {
        None | Some("lazy") => Loading::Late,
        Some("eager") => Loading::Soon,
        Some("first") => Loading::First,
        Some(other) => {
            return Err(tera::Error::message(format!(
                "« {other} » ne dit pas quand charger une image : « lazy », « eager » ou « first »"
            )));
        }
    };
    let mut out = String::new();
    Shown {
        src: &src,
        srcset: text("srcset").unwrap_or_default(),
        sizes: &sizes,
        alt: alt.as_deref().unwrap_or_default(),
        title: None,
        class: class.as_deref(),
        size,
        loading,
    }
    .print(&mut out);
    Ok(Value::safe_string(&out))
}
