//! `data/etat/adresses.txt`: addresses that were published once.
//!
//! `/blog/un/ content/blog/un.md`: an address as links write it, and after the
//! first blank the text that it was made of. People may add lines, in any
//! order; git may leave its marks.
use std::sync::Arc;

use crate::base::diagnostic::Code;
use crate::base::diagnostic::Diagnostic;
use crate::base::diagnostic::Diagnostics;
use crate::base::french;
use crate::base::path::Route;
use crate::base::path::SitePath;
use crate::base::path::decode;
use crate::base::span::Span;
use crate::model::memory::Memory;
use crate::model::memory::Remembered;
use crate::model::table::excerpt;

/// Marks of a merge that is not finished.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
/// Lines that are no addresses and are told one by one.
const TOLD: usize = 5;

/// `None` when some line is none: half a memory would let the rest be forgotten.
pub fn read(path: &SitePath, text: &str, diagnostics: &mut Diagnostics) -> Option<Memory> {
    let mut memory = Memory::default();
    let (mut at, mut odd, mut marked) = (0, Vec::new(), false);
    for line in text.split_inclusive('\n') {
        let (start, bare) = (at, line.trim_start_matches('\u{feff}').trim());
        at += line.len();
        let span = |text: &str| {
            let from = start + line.find(text).unwrap_or(0);
            Span::new(path, from..from + text.len())
        };
        if MARKS.iter().any(|mark| bare.starts_with(mark)) {
            if !std::mem::replace(&mut marked, true) {
                diagnostics.push(unmerged(span(bare)));
            }
        } else if !bare.is_empty() && !bare.starts_with('#') {
            let (address, source) = bare.split_once([' ', '\t']).unwrap_or((bare, ""));
            match Route::new(&decode(address)).filter(|_| address.starts_with('/')) {
                Some(route) => {
                    let source = Some(source.trim()).filter(|source| !source.is_empty()).map(Arc::from);
                    memory.lines.push(Remembered { route, source, span: span(address) });
                }
                None => odd.push((address, span(address))),
            }
        }
    }
    let whole = !marked && odd.is_empty();
    tell(path, &odd, diagnostics);
    whole.then_some(memory)
}

fn unmerged(span: Span) -> Diagnostic {
    let message = "une fusion de git n'est pas terminée dans ce fichier";
    Diagnostic::error(Code::AddressesUnreadable, span, message).with_help(
        "gardez les lignes des deux côtés, et retirez celles qui commencent par « <<< », « === » ou « >>> »",
    )
}

fn tell(path: &SitePath, odd: &[(&str, Span)], diagnostics: &mut Diagnostics) {
    for (address, span) in odd.iter().take(TOLD) {
        let message = format!("« {} » n'est pas une adresse", excerpt(address));
        let help = "une ligne est une adresse qui commence par « / », puis le texte dont elle était faite";
        let fault = Diagnostic::error(Code::AddressesUnreadable, span.clone(), message);
        diagnostics.push(fault.with_help(help));
    }
    let Some((_, next)) = odd.get(TOLD) else { return };
    let message = match odd.len() - TOLD {
        1 => "une autre ligne n'est pas une adresse".to_owned(),
        more => format!("{} autres lignes ne sont pas des adresses", french::number(more as f64, 0)),
    };
    let help = format!("reprenez une version plus ancienne de ce fichier : git log -- {path}");
    diagnostics.push(Diagnostic::error(Code::AddressesUnreadable, next.clone(), message).with_help(help));
}
