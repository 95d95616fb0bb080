//! Tables of results, as CSV and as Parquet.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use xd_analyst::output;
use xd_analyst::sheet::{Cell, Format, Sheet};

use crate::error::SimulateError;

/// The values of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers; NaN is not defined (an empty field, a null).
    Number(Vec<f64>),
    /// Texts.
    Text(Vec<String>),
}

impl Values {
    /// As numbers; texts have none.
    #[must_use]
    pub fn numbers(&self) -> Option<Vec<f64>> {
        match self {
            Self::Whole(values) => Some(values.iter().map(|value| *value as f64).collect()),
            Self::Number(values) => Some(values.clone()),
            Self::Text(_) => None,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Whole(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Whole(values) => Cell::Whole(values[row]),
            Self::Number(values) => Cell::Number(values[row]),
            Self::Text(values) => Cell::Text(&values[row]),
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    /// Columns of one length, by name.
    pub columns: Vec<(String, Values)>,
}

impl Frame {
    /// Adds whole numbers.
    pub fn whole(&mut self, name: &str, values: impl IntoIterator<Item = u64>) {
        let values = values.into_iter().map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect();
        self.columns.push((name.to_owned(), Values::Whole(values)));
    }

    /// Adds numbers.
    pub fn number(&mut self, name: &str, values: impl IntoIterator<Item = f64>) {
        self.columns.push((name.to_owned(), Values::Number(values.into_iter().collect())));
    }

    /// Adds texts.
    pub fn text<T: Into<String>>(&mut self, name: &str, values: impl IntoIterator<Item = T>) {
        self.columns.push((name.to_owned(), Values::Text(values.into_iter().map(Into::into).collect())));
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }

    /// A column as numbers.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Vec<f64>> {
        self.columns.iter().find(|(known, _)| known == name)?.1.numbers()
    }

    /// Writes `name.csv` and `name.parquet` into a folder, each whole or not at all.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, folder: &Path, name: &str) -> Result<(), SimulateError> {
        output::write(&folder.join(format!("{name}.csv")), |out| self.csv(out))?;
        let bytes = self.parquet().map_err(|error| io::Error::other(error.to_string()))?;
        output::write(&folder.join(format!("{name}.parquet")), |out| Ok(out.write_all(&bytes)?))
    }

    fn csv(&self, out: &mut dyn Write) -> Result<(), SimulateError> {
        let names = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let mut sheet = Sheet::begin(out, Format::Csv, names)?;
        for row in 0..self.rows() {
            let cells: Vec<Cell<'_>> = self.columns.iter().map(|(_, values)| values.cell(row)).collect();
            sheet.row(&cells)?;
        }
        Ok(sheet.end()?)
    }

    /// The table as a file of Apache Parquet, one row group.
    fn parquet(&self) -> Result<Vec<u8>, ParquetError> {
        let schema = self.schema()?;
        let properties = Arc::new(WriterProperties::builder().build());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
        let mut group = writer.next_row_group()?;
        for (_, values) in &self.columns {
            if let Some(column) = group.next_column()? {
                put(column, values)?;
            }
        }
        group.close()?;
        writer.into_inner()
    }

    fn schema(&self) -> Result<TypePtr, ParquetError> {
        let field = |(name, values): &(String, Values)| {
            let (physical, logical, repetition) = match values {
                Values::Whole(_) => (Physical::INT64, None, Repetition::REQUIRED),
                Values::Number(_) => (Physical::DOUBLE, None, Repetition::OPTIONAL),
                Values::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED),
            };
            let builder = Type::primitive_type_builder(name, physical);
            builder.with_repetition(repetition).with_logical_type(logical).build().map(Arc::new)
        };
        let fields = self.columns.iter().map(field).collect::<Result<_, _>>()?;
        Ok(Arc::new(Type::group_type_builder("table").with_fields(fields).build()?))
    }
}

fn put(mut column: SerializedColumnWriter<'_>, values: &Values) -> Result<(), ParquetError> {
    match values {
        Values::Whole(values) => {
            column.typed::<Int64Type>().write_batch(values, None, None)?;
        }
        Values::Number(values) => {
            let levels: Vec<i16> = values.iter().map(|value| i16::from(!value.is_nan())).collect();
            let defined: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            column.typed::<DoubleType>().write_batch(&defined, Some(&levels), None)?;
        }
        Values::Text(values) => {
            let values: Vec<ByteArray> = values.iter().map(|value| value.as_str().into()).collect();
            column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
        }
    }
    column.close()
}
