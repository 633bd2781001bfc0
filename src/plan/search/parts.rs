//! Stems by their first letters, in files light enough to be asked for one by one.
use std::collections::BTreeMap;

use crate::model::search::Postings;

/// Bytes of one file, about; what comes over the network is some third of it.
const PART: usize = 24_000;

pub type Stems = Vec<(Box<str>, Postings)>;

/// All that pages say, by stem.
#[derive(Default)]
pub struct Words {
    stems: BTreeMap<Box<str>, Postings>,
    pages: u32,
}

impl Words {
    /// The weights of the next page.
    pub fn add(&mut self, weights: BTreeMap<Box<str>, u8>) {
        for (stem, weight) in weights {
            self.stems.entry(stem).or_default().push((self.pages, weight));
        }
        self.pages += 1;
    }

    /// Each beginning, and the stems of that part.
    pub fn parts(self) -> Vec<(String, Stems)> {
        let mut parts = Vec::new();
        split(self.stems.into_iter().collect(), String::new(), &mut parts);
        parts
    }
}

/// All stems begin with `start`; the one that is nothing else comes first.
fn split(mut stems: Stems, start: String, parts: &mut Vec<(String, Stems)>) {
    let weight = |(stem, postings): &(Box<str>, Postings)| stem.len() + 2 + postings.len() * 2;
    if stems.is_empty() {
        return;
    }
    if stems.len() == 1 || stems.iter().map(weight).sum::<usize>() <= PART {
        parts.push((start, stems));
        return;
    }
    if *stems[0].0 == *start {
        let rest = stems.split_off(1);
        parts.push((start.clone(), std::mem::replace(&mut stems, rest)));
    }
    let mut groups: BTreeMap<char, Stems> = BTreeMap::new();
    for (stem, postings) in stems {
        let next =
            stem[start.len()..].chars().next().expect("only the first stem can be the beginning itself");
        groups.entry(next).or_default().push((stem, postings));
    }
    for (next, group) in groups {
        split(group, format!("{start}{next}"), parts);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::plan::search::parts::Words;

    #[test]
    fn every_stem_is_in_the_part_of_the_longest_beginning_that_it_has() {
        let page = |n: usize| {
            let words = (0..3000).map(|word| (format!("mot{}", word * (n + 1)).into_boxed_str(), 1));
            words.chain([("mot".into(), 9), ("é".into(), 2)]).collect::<BTreeMap<Box<str>, u8>>()
        };
        let mut words = Words::default();
        (0..8).for_each(|n| words.add(page(n)));
        let parts = words.parts();
        assert!(parts.len() > 5, "{}", parts.len());
        for (start, stems) in &parts {
            for (stem, postings) in stems {
                let longest = parts.iter().map(|(start, _)| start).filter(|it| stem.starts_with(it.as_str()));
                assert_eq!(longest.max_by_key(|it| it.len()), Some(start), "{stem}");
                assert!(postings.is_sorted_by(|a, b| a.0 < b.0));
            }
        }
    }
}
