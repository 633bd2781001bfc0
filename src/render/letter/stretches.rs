//! Blocks and figures in plain text.
use crate::model::figure::Figure;
use crate::model::marks::Mark;
use crate::model::theme::Shape;
use crate::render::letter::figures;
use crate::render::letter::grid;
use crate::render::letter::source::Block;
use crate::render::letter::text::Text;
use crate::render::letter::wrap::WIDTH;
use crate::render::letter::wrap::wrap;

impl Text<'_> {
    /// Of an address among those that are listed at the end.
    pub fn number(&mut self, address: String) -> usize {
        let known = self.links.iter().position(|it| *it == address);
        known.unwrap_or_else(|| {
            self.links.push(address);
            self.links.len() - 1
        }) + 1
    }

    pub fn shaped(&mut self, block: &Block<'_>) {
        if block.form.shape == Shape::Nothing {
            return;
        }
        let label = match &block.title {
            Some(title) => title.clone(),
            None => self.inner(&block.component.label).replace('\n', " "),
        };
        let silent = matches!(block.form.shape, Shape::Button | Shape::Words | Shape::Online);
        let body = if silent { String::new() } else { self.inner(&block.component.inner) };
        let link = match block.form.shape {
            Shape::Online => Some(self.source.page()),
            _ => block.link.clone(),
        };
        let linked = match link {
            Some(link) if !label.is_empty() => format!("{label} [{}]", self.number(link)),
            _ => label,
        };
        let quoted = block.form.shape == Shape::Quote;
        let told =
            |texts: &[String]| texts.iter().flat_map(|it| wrap(it, WIDTH)).collect::<Vec<_>>().join("\n");
        let head = wrap(&linked, WIDTH).join("\n");
        let (first, last) = if quoted { (String::new(), head) } else { (head, String::new()) };
        let image = block.picture.as_ref().map(|image| self.inner(&[Mark::Image(Box::new(image.clone()))]));
        let parts = [first, told(&block.before), image.unwrap_or_default(), body, last, told(&block.after)];
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        self.stand(&parts.join("\n\n"));
    }

    pub fn inline(&mut self, block: &Block<'_>) {
        if block.form.shape == Shape::Nothing {
            return;
        }
        let label = self.inner(&block.component.label).replace('\n', " ");
        self.sentence.push_str(&label);
        if let Some(link) = block.link.clone() {
            let number = self.number(link);
            self.sentence.push_str(&format!(" [{number}]"));
        }
    }

    pub fn told(&mut self, number: u32, figure: &Figure) {
        let told = figures::told(self.source, number, figure);
        let link = self.number(told.link.clone());
        let mut parts = vec![told.title.clone(), told.sentence.clone()];
        let table: Vec<Vec<String>> = [told.header.clone()].into_iter().chain(told.rows.clone()).collect();
        if !told.rows.is_empty() {
            parts.push(grid::lines(&table, WIDTH).join("\n"));
        }
        parts.extend(told.notes.iter().cloned());
        parts.push(format!("{} [{link}]", told.more));
        let wrapped = |part: &String| match part.contains('\n') {
            true => part.clone(),
            false => wrap(part, WIDTH).join("\n"),
        };
        let parts: Vec<String> = parts.iter().filter(|it| !it.is_empty()).map(wrapped).collect();
        self.stand(&parts.join("\n\n"));
    }
}
