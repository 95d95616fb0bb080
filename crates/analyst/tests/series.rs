//! Series as files write them.

use xd_analyst::days::Calendar;
use xd_analyst::series::{Gaps, KEYS, Kind, SeriesFile, Wanted};
use xd_analyst::spacing::Spacing;
use xd_analyst::table::{Layout, Source};

static WANTED: Wanted = Wanted {
    layout: &Layout { columns: &[KEYS[0], KEYS[1], KEYS[2], "count", "population", "local"], required: 0 },
    kinds: &[Kind::Count, Kind::Amount, Kind::Whole],
    one_of: &[&[0], &[2]],
};

fn read(text: &str, gaps: Gaps) -> Result<SeriesFile, String> {
    let source = Source::new("x.csv", text.as_bytes().to_vec()).map_err(|error| error.to_string())?;
    SeriesFile::read(&source, &WANTED, gaps).map_err(|error| error.to_string())
}

#[track_caller]
fn wrong(text: &str, told: &str) {
    assert_eq!(read(text, Gaps::Refuse).unwrap_err(), format!("x.csv: {told}"));
}

#[test]
fn rows_of_several_series_may_be_mixed() {
    let text = "\u{feff}series,count,index,population\r\nb,1,5,10\r\n\"a, 甲\",2,1,10.5\r\nb,NA,6,11\r\n\"a, 甲\",3.0,2,1\r\n";
    let file = read(text, Gaps::Refuse).unwrap();
    assert_eq!((file.calendar, file.named), (Calendar::Numbers, true));
    let names: Vec<&str> = file.series.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names, ["b", "a, 甲"]);
    let (b, a) = (&file.series[0], &file.series[1]);
    assert_eq!((b.steps.as_slice(), b.values[0][0], b.values[0][1].is_nan()), ([5, 6].as_slice(), 1.0, true));
    assert_eq!(
        (a.values[0].as_slice(), a.values[1].as_slice()),
        ([2.0, 3.0].as_slice(), [10.5, 1.0].as_slice())
    );
    assert!(a.values[2].is_empty());
}

#[test]
fn wrong_columns_are_told() {
    wrong(
        "",
        "line 1, column 1: the header is missing: the first line names columns of date,index,series,count,population,local",
    );
    wrong("count\n1\n", "line 1, column 1 (date): the header lacks this column (or index)");
    wrong("date\n2024-01-01\n", "line 1, column 1 (count): the header must name count, or local");
    wrong(
        "date,index,count\n",
        "line 1, column 6 (index): the header names date and index: one of them is enough",
    );
    wrong("date,count,count\n", "line 1, column 12 (count): the header names this column twice");
    wrong("date,count,local\n", "line 1, column 12 (local): this column says the same as count: keep one");
    wrong(
        "day,count\n",
        "line 1, column 1 (day): unknown column `day`; known are date, index, series, count, population, local",
    );
    wrong("date,count\n", "line 2, column 1: there is no row below the header");
}

#[test]
fn wrong_values_are_told() {
    let count = |text: &str, told: &str| {
        wrong(
            &format!("date,count\n2024-01-01,0\n2024-01-02,{text}\n"),
            &format!("line 3, column 12 (count): {told}"),
        );
    };
    count("-1", "`-1` is negative: a count is a whole number from 0");
    count("1.5", "`1.5` is not a whole number from 0 (NA where the count is missing)");
    count("many", "`many` is not a whole number from 0 (NA where the count is missing)");
    count(" 1", "` 1` is not a whole number from 0 (NA where the count is missing)");
    count("", "must not be empty; write NA where the count is missing");
    count("4294967296", "`4294967296` is above 4294967295");
    wrong("index,count\n1,2,3\n", "line 2, column 5: the line has 3 fields, the header has 2");
    wrong("index,local\n1,NA\n", "line 2, column 3 (local): `NA` is not a whole number from 0");
    wrong("index,count,population\n1,2,-4\n", "line 2, column 5 (population): `-4` is not a number from 0");
    wrong("index,count,series\n1,2,\n", "line 2, column 5 (series): must not be empty");
}

#[test]
fn wrong_steps_are_told() {
    wrong("date,count\n7,1\n", "line 2, column 1 (date): `7` is not a date (YYYY-MM-DD)");
    wrong("index,count\n2024-01-01,1\n", "line 2, column 1 (index): `2024-01-01` is not a whole number");
    wrong("date,count\n2023-02-29,1\n", "line 2, column 1 (date): `2023-02-29` is no day of the calendar");
    wrong("index,count\n1,1\n2,1\n2,1\n", "line 4, column 1 (index): `2` stands twice, first on line 3");
    wrong(
        "date,count\n2024-01-02,1\n2024-01-01,1\n",
        "line 3, column 1 (date): `2024-01-01` lies before line 2: rows of a series stand in order",
    );
    wrong(
        "date,count\n2024-01-01,1\n2024-01-02,1\n2024-01-04,1\n",
        "line 4, column 1 (date): 2024-01-04 follows 2024-01-02, but the steps are 1 step apart: fill the gap, or say \
         what it is with --gaps rows (the rows are consecutive steps), missing, or zero",
    );
}

#[test]
fn gaps_are_what_one_says_they_are() {
    let text = "date,count\n2024-01-01,1\n2024-01-02,2\n2024-01-05,3\n";
    let counts = |gaps: Gaps| {
        let file = read(text, gaps).unwrap();
        file.series[0].values[0].iter().map(|count| format!("{count}")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(counts(Gaps::Rows), "1 2 3");
    assert_eq!(counts(Gaps::Zero), "1 2 0 0 3");
    assert_eq!(counts(Gaps::Missing), "1 2 NaN NaN 3");
    let uneven = "index,count\n1,1\n3,1\n6,1\n";
    assert!(read(uneven, Gaps::Zero).unwrap_err().contains("6 follows 3"), "half a step cannot be filled");
}

#[test]
fn steps_are_days_weeks_or_months() {
    let spacing = |dates: &[&str]| {
        let rows: String = dates.iter().map(|date| format!("{date},0\n")).collect();
        read(&format!("date,count\n{rows}"), Gaps::Refuse).map(|file| file.series[0].spacing)
    };
    assert_eq!(spacing(&["2024-02-28", "2024-02-29", "2024-03-01"]), Ok(Spacing::Days(1)));
    assert_eq!(spacing(&["2024-01-01", "2024-01-08", "2024-01-15"]), Ok(Spacing::Days(7)));
    assert_eq!(spacing(&["2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01"]), Ok(Spacing::Months(1)));
    assert_eq!(spacing(&["2024-01-01", "2024-04-01", "2024-07-01"]), Ok(Spacing::Months(3)));
    assert_eq!(spacing(&["2024-01-01"]), Ok(Spacing::Days(1)));
    assert!(spacing(&["2024-01-01", "2024-02-01", "2024-04-01"]).unwrap_err().contains("1 month apart"));
    assert_eq!(
        [Spacing::Days(1), Spacing::Days(7), Spacing::Months(1)].map(Spacing::per_year),
        [365, 52, 12]
    );
}
