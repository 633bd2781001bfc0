//! A data set as it is given: one type for each column, one state for each cell.
use crate::base::period::Step;
use crate::model::opendata::OpenData;
use crate::model::table::Cell;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::DataSet;
use crate::model::value::Number;

/// What a cell gives. Nothing and a secret are two states, and neither is zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    Nothing,
    Secret,
    Number(Number),
    Text(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Of periods, by their length, as ISO 8601 writes them.
    Period(Step),
    Integer,
    Number,
    Text,
}

pub struct Sheet<'a> {
    pub set: &'a DataSet,
    pub names: Vec<String>,
    pub types: Vec<Type>,
}

impl<'a> Sheet<'a> {
    pub fn of(data: &'a OpenData) -> Self {
        let set = &*data.set;
        let names = set.columns.iter().enumerate().map(|(n, column)| name(n, column)).collect();
        let types = (0..set.columns.len()).map(|column| holds(set, column)).collect();
        Self { set, names, types }
    }

    pub fn cell(&self, row: usize, column: usize) -> Given {
        let written = || match self.set.table.cell(row, column).trim() {
            "" => Given::Nothing,
            text => Given::Text(text.to_owned()),
        };
        match &self.set.columns[column].cells {
            Cells::Texts => written(),
            Cells::Periods(periods) => match (self.types[column], periods[row]) {
                (Type::Period(_), Some(period)) => Given::Text(period.key()),
                _ => written(),
            },
            Cells::Numbers(cells) => match cells[row] {
                Cell::Number(figures) => Given::Number(figures.value),
                Cell::Missing | Cell::Fault => Given::Nothing,
                Cell::Secret => Given::Secret,
                Cell::OtherUnit | Cell::Words => written(),
            },
        }
    }

    /// Whether some cell of a column is one of two states.
    pub fn lacks(&self, column: usize) -> bool {
        let rows = 0..self.set.table.rows();
        rows.into_iter().any(|row| matches!(self.cell(row, column), Given::Nothing | Given::Secret))
    }

    pub fn is_secret(&self) -> bool {
        self.set.columns.iter().any(|column| match &column.cells {
            Cells::Numbers(cells) => cells.contains(&Cell::Secret),
            Cells::Texts | Cells::Periods(_) => false,
        })
    }

    /// Columns that say which row is which.
    pub fn keys(&self) -> Vec<usize> {
        let says = |n: &usize| matches!(self.types[*n], Type::Period(_) | Type::Text);
        (0..self.types.len()).filter(says).collect()
    }
}

/// The declared name, which does not change with the language of an export.
fn name(n: usize, column: &Column) -> String {
    let declared = column.declared.as_ref().map(|declared| declared.name.trim());
    match declared.unwrap_or(column.name.trim()) {
        "" => format!("colonne_{}", n + 1),
        name => name.to_owned(),
    }
}

fn holds(set: &DataSet, column: usize) -> Type {
    match &set.columns[column].cells {
        Cells::Texts => Type::Text,
        Cells::Periods(periods) => {
            // An hour is more than the day that it is counted in.
            let sound = |(row, period): (usize, &Option<_>)| {
                let text = set.table.cell(row, column).trim();
                if period.is_some() { !text.contains(':') } else { text.is_empty() }
            };
            let steps = periods.iter().flatten().map(|period| period.step);
            let even = steps.clone().zip(steps.clone().skip(1)).all(|(a, b)| a == b);
            let whole = even && periods.iter().enumerate().all(sound);
            steps.into_iter().next().filter(|_| whole).map_or(Type::Text, Type::Period)
        }
        Cells::Numbers(cells) => {
            let whole = |cell: &Cell| match cell {
                Cell::Number(figures) => figures.value.get().fract() == 0.0 && figures.decimals == 0,
                _ => true,
            };
            let other = cells.iter().any(|cell| matches!(cell, Cell::OtherUnit | Cell::Words));
            match other {
                true => Type::Text,
                false if cells.iter().all(whole) => Type::Integer,
                false => Type::Number,
            }
        }
    }
}
