//! Rules as data: every CSV below `content/` can be read by a stranger's program.

use crate::Finding;
use crate::tree::Tree;

/// All CSV files below `content/`.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let tables = tree.bytes().filter(|(path, _)| path.starts_with("content/") && path.ends_with(".csv"));
    tables.filter_map(|(path, bytes)| judge(path, bytes).err()).collect()
}

fn judge(path: &str, bytes: &[u8]) -> Result<(), Finding> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        Finding::new(path, line, "not UTF-8")
    })?;
    if text.starts_with('\u{feff}') {
        return Err(Finding::new(path, 1, "starts with a byte order mark"));
    }
    if text.contains('\r') {
        return Err(Finding::new(path, 0, "has carriage returns: lines end with a line feed alone"));
    }
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers().map_err(|error| unreadable(path, &error))?.len();
    if columns < 2 {
        return Err(Finding::new(path, 1, "a table has a header of two columns or more"));
    }
    reader.records().try_for_each(|row| row.map(drop).map_err(|error| unreadable(path, &error)))
}

fn unreadable(path: &str, error: &csv::Error) -> Finding {
    let line = error.position().and_then(|position| usize::try_from(position.line()).ok()).unwrap_or(0);
    Finding::new(path, line, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], line: Option<usize>) {
        assert_eq!(judge("content/a.csv", bytes).err().map(|found| found.line), line);
    }

    #[test]
    fn tables_are_well_formed() {
        check("code,zh\nfever,发热\n\"a,b\",\"c\"\n".as_bytes(), None);
        check(b"code,zh\nfever,\xff\n", Some(2));
        check("\u{feff}code,zh\n".as_bytes(), Some(1));
        check(b"code,zh\r\nfever,x\r\n", Some(0));
        check(b"code,zh\nfever\n", Some(2));
        check(b"", Some(1));
    }
}
