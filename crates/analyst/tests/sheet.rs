//! Results as text.

use proptest::prelude::*;
use xd_analyst::sheet::{Cell, Format, Sheet, plain};

fn written(format: Format, rows: &[&[Cell<'_>]]) -> String {
    let mut out = Vec::new();
    let mut sheet = Sheet::begin(&mut out, format, vec!["a", "b"]).unwrap();
    rows.iter().for_each(|row| sheet.row(row).unwrap());
    sheet.end().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn rows_as_csv_and_as_json() {
    let rows: [&[Cell<'_>]; 3] = [
        &[Cell::Text("一,\"x\""), Cell::Number(0.1)],
        &[Cell::Whole(-3), Cell::Number(f64::NAN)],
        &[Cell::Flag(true), Cell::Number(f64::INFINITY)],
    ];
    assert_eq!(written(Format::Csv, &rows), "a,b\n\"一,\"\"x\"\"\",0.1\n-3,\ntrue,Inf\n");
    let json = written(Format::Json, &rows);
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        read,
        serde_json::json!([{"a": "一,\"x\"", "b": 0.1}, {"a": -3, "b": null}, {"a": true, "b": null}])
    );
    assert_eq!(written(Format::Json, &[]), "[\n]\n");
}

proptest! {
    #[test]
    fn a_number_reads_back_as_itself(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(!number.is_nan());
        prop_assert_eq!(plain(number).parse::<f64>().unwrap().to_bits(), bits);
    }
}
