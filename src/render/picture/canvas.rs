//! The images of a GIF, each laid over those before: most say little more than
//! what has changed, and cost no more than that here.
use std::io::Cursor;
use std::ops::Range;

use gif::ColorOutput;
use gif::DecodeOptions;
use gif::Decoder;
use gif::DisposalMethod;
use gif::Frame;
use gif::MemoryLimit;
use image::RgbaImage;

use crate::render::picture::Unfit;
use crate::render::picture::pixels;

/// What happened to the whole image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Changed,
    /// It is as it was.
    Same,
}

pub struct Canvas<'b> {
    decoder: Decoder<Cursor<&'b [u8]>>,
    pub image: RgbaImage,
    /// What becomes of the last one before the next is laid.
    after: After,
}

enum After {
    Stays,
    Cleared(Part),
    Restored(RgbaImage),
}

/// Columns and rows, inside the canvas.
#[derive(Clone)]
struct Part {
    columns: Range<u32>,
    rows: Range<u32>,
}

impl<'b> Canvas<'b> {
    pub fn of(bytes: &'b [u8]) -> Result<Self, Unfit> {
        let mut options = DecodeOptions::new();
        options.set_color_output(ColorOutput::RGBA);
        let most = pixels::limits().max_alloc.and_then(|most| most.try_into().ok()).ok_or(Unfit)?;
        options.set_memory_limit(MemoryLimit::Bytes(most));
        let decoder = options.read_info(Cursor::new(bytes)).map_err(|_| Unfit)?;
        let image = RgbaImage::new(decoder.width().into(), decoder.height().into());
        Ok(Self { decoder, image, after: After::Stays })
    }

    /// Lays the next image; gives how long it is shown, in milliseconds.
    pub fn lay_next(&mut self) -> Result<Option<(Step, u32)>, Unfit> {
        let Some(frame) = self.decoder.read_next_frame().map_err(|_| Unfit)? else { return Ok(None) };
        let mut step = Step::Same;
        match std::mem::replace(&mut self.after, After::Stays) {
            After::Stays => {}
            After::Cleared(part) => {
                clear(&mut self.image, &part);
                step = Step::Changed;
            }
            After::Restored(before) => {
                self.image = before;
                step = Step::Changed;
            }
        }
        self.after = match frame.dispose {
            DisposalMethod::Any | DisposalMethod::Keep => After::Stays,
            DisposalMethod::Background => After::Cleared(part(&self.image, frame)),
            DisposalMethod::Previous => After::Restored(self.image.clone()),
        };
        if lay(&mut self.image, frame) == Step::Changed {
            step = Step::Changed;
        }
        Ok(Some((step, u32::from(frame.delay) * 10)))
    }
}

/// Where an image lies, as far as it lies on the canvas.
fn part(canvas: &RgbaImage, frame: &Frame<'_>) -> Part {
    let (left, top) = (u32::from(frame.left), u32::from(frame.top));
    let right = (left + u32::from(frame.width)).min(canvas.width());
    let bottom = (top + u32::from(frame.height)).min(canvas.height());
    Part { columns: left.min(right)..right, rows: top.min(bottom)..bottom }
}

/// Bytes of the columns of one row.
fn stretch(width: u32, row: u32, columns: &Range<u32>) -> Range<usize> {
    let start = row as usize * width as usize;
    (start + columns.start as usize) * 4..(start + columns.end as usize) * 4
}

fn clear(canvas: &mut RgbaImage, part: &Part) {
    let width = canvas.width();
    for row in part.rows.clone() {
        let range = stretch(width, row, &part.columns);
        canvas.as_flat_samples_mut().samples[range].fill(0);
    }
}

fn lay(canvas: &mut RgbaImage, frame: &Frame<'_>) -> Step {
    let (width, part) = (canvas.width(), part(canvas, frame));
    let own = 0..part.columns.end - part.columns.start;
    let mut step = Step::Same;
    for (n, row) in (0..).zip(part.rows.clone()) {
        let source = frame.buffer.get(stretch(frame.width.into(), n, &own)).unwrap_or_default();
        let target = &mut canvas.as_flat_samples_mut().samples[stretch(width, row, &part.columns)];
        if source == target {
            continue;
        }
        for (from, to) in source.chunks_exact(4).zip(target.chunks_exact_mut(4)) {
            if from[3] != 0 && from != to {
                to.copy_from_slice(from);
                step = Step::Changed;
            }
        }
    }
    step
}
