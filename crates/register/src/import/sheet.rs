//! The first sheet of an XLSX workbook.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use csv::StringRecord;
use zip::ZipArchive;

use super::ImportError;

/// What a workbook may be when unpacked: a small file can be packed from a very large one.
const MOST_UNPACKED: u64 = 128 << 20;

type Rows = Vec<(u64, StringRecord)>;

/// Whether a file is packed as workbooks are.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The header and the rows with something in them, each with its number as the sheet shows it.
pub(super) fn read(bytes: &[u8]) -> Result<(StringRecord, Rows), ImportError> {
    let wrong = |detail: String| ImportError::NotASheet { detail };
    if unpacked(bytes).map_err(wrong)? > MOST_UNPACKED {
        return Err(wrong("unpacked it is larger than 128 MB".to_owned()));
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| wrong(error.to_string()))?;
    let first = book.worksheet_range_at(0).ok_or_else(|| wrong("it has no sheet".to_owned()))?;
    let range = first.map_err(|error| wrong(error.to_string()))?;
    let above = range.start().map_or(0, |(row, _)| u64::from(row));
    let line = |index: usize| above + u64::try_from(index).unwrap_or(u64::MAX) + 1;
    let mut rows = range.rows().enumerate().map(|(index, cells)| (line(index), record(cells)));
    let header = rows.next().map(|(_, header)| header).unwrap_or_default();
    Ok((header, rows.filter(|(_, record)| !record.iter().all(str::is_empty)).collect()))
}

fn unpacked(bytes: &[u8]) -> Result<u64, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut sum = 0_u64;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(|error| error.to_string())?;
        sum = sum.saturating_add(file.size());
    }
    Ok(sum)
}

fn record(cells: &[Data]) -> StringRecord {
    let cells: Vec<String> = cells.iter().map(|cell| text(cell).trim().to_owned()).collect();
    StringRecord::from(cells)
}

/// A cell as somebody would have typed it: days as 2026-09-01.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(at) => at.split('T').next().unwrap_or_default().to_owned(),
        other => other.to_string(),
    }
}
