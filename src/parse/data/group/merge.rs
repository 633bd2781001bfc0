//! What two readers have read, put together, and the groups in their order.
use crate::base::period::Period;
use crate::parse::data::group::scan::END;
use crate::parse::data::group::scan::Kept;
use crate::parse::data::group::scan::Scan;
use crate::parse::data::group::scan::put;
use crate::parse::data::group::trouble::Kind;

impl Scan<'_> {
    /// Adds what another has read.
    pub fn merge(&mut self, other: Self) {
        let values = self.terms.order.values.len();
        for (ordinal, texts) in other.index {
            for (key, from) in texts {
                self.key = key;
                let Some(group) = self.group(ordinal, other.periods[from].start.days()) else { break };
                for n in 0..values {
                    match (&mut self.kept[group * values + n], &other.kept[from * values + n]) {
                        (Kept::Sum(sum), Kept::Sum(more)) => sum.merge(more),
                        (Kept::Last(last), Kept::Last(Some(more))) => put(last, *more),
                        _ => {}
                    }
                }
            }
        }
        for n in 0..values {
            self.customs[n] = self.customs[n].and(other.customs[n]);
            if self.units[n].is_empty() {
                self.units[n] = other.units[n];
            } else if !other.units[n].is_empty() && other.units[n] != self.units[n] {
                self.troubles.add((0, 0), self.terms.order.values[n].0 + 1, Kind::Unit);
            }
        }
        for (style, at) in other.styles {
            self.styles.entry(style).and_modify(|first| *first = at.min(*first)).or_insert(at);
        }
        self.lines.extend(other.lines);
        self.troubles.merge(other.troubles);
    }

    /// Groups in the order of time, then of their texts.
    pub fn groups(&self) -> impl Iterator<Item = (Period, Vec<&str>, &[Kept])> {
        let values = self.terms.order.values.len();
        let by = self.terms.order.by.len();
        self.index.values().flatten().map(move |(key, group)| {
            let texts =
                key.split(|b| *b == END).take(by).map(|text| std::str::from_utf8(text).unwrap_or_default());
            (self.periods[*group], texts.collect(), &self.kept[group * values..(group + 1) * values])
        })
    }
}
