//! A threshold rule: so many cases of this, in such a place, within so many days.

use std::fmt;
use std::str::FromStr;

use crate::date::{first_day, last_day};
use crate::table::{self, Row, TableError};
use crate::words::words;

words! {
    /// The kind of place within which cases are counted together. Ordered as their words are.
    ScopeKind {
        /// One campus of a school.
        Campus = "campus",
        /// The diners of one canteen.
        Canteen = "canteen",
        /// One class.
        Class = "class",
        /// One county.
        County = "county",
        /// One dormitory room.
        Dormitory = "dormitory",
        /// One person alone.
        Person = "person",
        /// One school.
        School = "school",
    }
}

words! {
    /// What a rule announces when it holds.
    Level {
        /// Unusual clustering to be looked into.
        EarlyWarning = "early_warning",
        /// A single case that is to be reported.
        Case = "case",
        /// A public health event to be reported.
        Event = "event",
        /// Linked cases (聚集性疫情).
        Cluster = "cluster",
        /// An outbreak below the reporting grade of [`Level::Outbreak`].
        OutbreakLower = "outbreak_lower",
        /// An outbreak (暴发疫情).
        Outbreak = "outbreak",
        /// Public health emergency information (突发公共卫生事件相关信息).
        PheInfo = "phe_info",
    }
}

words! {
    /// How well a rule's wording is known.
    Status {
        /// An excerpt that states it was read.
        Verified = "V",
        /// From a local source or one of low authority.
        Local = "L",
        /// General knowledge, not verified.
        General = "G",
    }
}

/// What a rule counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// `any-syndrome`: everybody ill, each syndrome group apart from the others.
    AnySyndrome,
    /// `any-notifiable`: every disease that the list of diseases calls notifiable.
    AnyNotifiable,
    /// `group:<code>`: everybody in this syndrome group.
    Group(String),
    /// A disease by its slug, and every disease that is part of it.
    Disease(String),
}

impl Target {
    fn parse(text: &str) -> Self {
        match (text, text.strip_prefix("group:")) {
            ("any-syndrome", _) => Self::AnySyndrome,
            ("any-notifiable", _) => Self::AnyNotifiable,
            (_, Some(code)) => Self::Group(code.to_owned()),
            (slug, None) => Self::Disease(slug.to_owned()),
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Reads `<stem>_zh` and `<stem>_en`; one without the other is an error.
    pub(crate) fn read(row: &Row<'_>, stem: &str) -> Result<Self, TableError> {
        let [zh, en] = ["zh", "en"].map(|language| format!("{stem}_{language}"));
        let text = Self { zh: row.text(&zh).to_owned(), en: row.text(&en).to_owned() };
        match (text.zh.is_empty(), text.en.is_empty()) {
            (true, false) => Err(row.wrong(&zh, "is empty, its English is not")),
            (false, true) => Err(row.wrong(&en, "is empty, its Chinese is not")),
            _ => Ok(text),
        }
    }
}

/// The days on which a rule is in force, both inclusive, in days since 1970-01-01; open where `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// First day in force.
    pub from: Option<i32>,
    /// Last day in force.
    pub to: Option<i32>,
}

impl Validity {
    /// In force on every day.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// Is the rule in force on `day`?
    #[must_use]
    pub fn contains(self, day: i32) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A threshold rule. It holds in a scope on day *d* when at least `min_cases` persons have their onset
/// in the `window_days` days that end on *d*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable id, such as `EW-01`.
    pub id: String,
    /// What the source calls the disease.
    pub label: String,
    /// What is counted; a case that meets any of them counts.
    pub targets: Vec<Target>,
    /// What it announces.
    pub level: Level,
    /// Where cases are counted together; each scope kind is evaluated by itself.
    pub scopes: Vec<ScopeKind>,
    /// Length of the window in days, 1 or more.
    pub window_days: u16,
    /// Persons needed, 1 or more.
    pub min_cases: u32,
    /// Case definition, or a condition of the source that the count alone does not decide.
    pub extra: Text,
    /// To whom it is reported.
    pub report_to: Text,
    /// Hours until the report is due; 0 is at once.
    pub report_within_h: u16,
    /// Where the rule applies: `CN`, a place such as `Zhejiang-Huzhou`, or `local`.
    pub jurisdiction: String,
    /// When it is in force.
    pub validity: Validity,
    /// How well it is known.
    pub status: Status,
    /// Codes of the sources, with remarks.
    pub source: String,
}

const COLUMNS: &[&str] = &[
    "rule_id",
    "label",
    "targets",
    "level",
    "scopes",
    "window_days",
    "min_cases",
    "extra_en",
    "extra_zh",
    "report_to_en",
    "report_to_zh",
    "report_within_h",
    "jurisdiction",
    "valid_from",
    "valid_to",
    "status",
    "source",
];

impl Rule {
    /// Reads a table of rules from CSV text.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line and column: a missing column, an empty field, an unknown word,
    /// a number out of range, a date that does not exist, a text in one language only, an id that was there before.
    pub fn parse_table(text: &str) -> Result<Vec<Self>, TableError> {
        let mut ids = std::collections::BTreeSet::new();
        table::read(text, COLUMNS, |row| {
            let rule = Self::read(row)?;
            match ids.insert(rule.id.clone()) {
                true => Ok(rule),
                false => Err(row.wrong("rule_id", format!("`{}` was there before", rule.id))),
            }
        })
    }

    fn read(row: &Row<'_>) -> Result<Self, TableError> {
        Ok(Self {
            id: row.required("rule_id")?.to_owned(),
            label: row.required("label")?.to_owned(),
            targets: non_empty(row, "targets")?.into_iter().map(Target::parse).collect(),
            level: row.parsed("level")?,
            scopes: scopes(row)?,
            window_days: at_least_one(row, "window_days")?,
            min_cases: at_least_one(row, "min_cases")?,
            extra: Text::read(row, "extra")?,
            report_to: Text::read(row, "report_to")?,
            report_within_h: row.parsed("report_within_h")?,
            jurisdiction: row.required("jurisdiction")?.to_owned(),
            validity: validity(row)?,
            status: row.parsed("status")?,
            source: row.required("source")?.to_owned(),
        })
    }
}

fn non_empty<'r>(row: &'r Row<'_>, column: &str) -> Result<Vec<&'r str>, TableError> {
    row.required(column)?;
    match row.list(column) {
        list if list.is_empty() => Err(row.wrong(column, "must not be empty")),
        list => Ok(list),
    }
}

fn scopes(row: &Row<'_>) -> Result<Vec<ScopeKind>, TableError> {
    let mut kinds: Vec<ScopeKind> = Vec::new();
    for word in non_empty(row, "scopes")? {
        let kind = word.parse().map_err(|reason: String| row.wrong("scopes", reason))?;
        if kinds.contains(&kind) {
            return Err(row.wrong("scopes", format!("`{kind}` stands there twice")));
        }
        kinds.push(kind);
    }
    Ok(kinds)
}

fn at_least_one<T>(row: &Row<'_>, column: &str) -> Result<T, TableError>
where
    T: FromStr + PartialEq + Default,
    T::Err: fmt::Display,
{
    let number: T = row.parsed(column)?;
    if number == T::default() { Err(row.wrong(column, "must be 1 or more")) } else { Ok(number) }
}

fn validity(row: &Row<'_>) -> Result<Validity, TableError> {
    type Reading = fn(&str) -> Result<i32, String>;
    let day = |column: &str, read: Reading| match row.text(column) {
        "" => Ok(None),
        text => read(text).map(Some).map_err(|reason| row.wrong(column, reason)),
    };
    let validity = Validity { from: day("valid_from", first_day)?, to: day("valid_to", last_day)? };
    match (validity.from, validity.to) {
        (Some(from), Some(to)) if to < from => Err(row.wrong("valid_to", "lies before valid_from")),
        _ => Ok(validity),
    }
}
