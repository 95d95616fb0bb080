//! Threshold rules of infectious disease surveillance: parse them, evaluate them, explain them.
//!
//! # Model
//! A [`Rule`] counts persons: on day *d*, in a scope (a class, a dormitory room, a school, …), the number of distinct
//! persons whose onset lies in the `window_days` days that end on *d*, that day included. The rule *holds* on *d* when
//! the count is at least `min_cases`. A rule for any syndrome counts each syndrome group apart; a rule that names
//! diseases counts everybody who has one of them, or a form of it.
//!
//! # Arguments
//! * onset: day number (`i32`), any origin; rules with dates of validity need days since 1970-01-01;
//! * `window_days`: 1 to 65535 days; `min_cases`: 1 to 2³² − 1 persons;
//! * keys of persons and scopes: any `Copy + Ord` type, one type for both.
//!
//! # Assumptions
//! Cases are known by their onset, not by the day on which they were reported. A window is a span of calendar days,
//! also where the source speaks of a semester. Conditions beyond the count (laboratory confirmation, hospital
//! admissions, deaths, links between cases) are not decided here; they stand in [`Rule::extra`] for people to judge.
//!
//! # Cost
//! Sorting *n* facts once, *O*(*n* log *n*), and one linear sweep for each rule over the cases it counts; a scope with
//! fewer cases than any rule needs is passed over. Nothing is allocated per day or per scope.
//!
//! # Example
//! ```
//! use epi_rules::{Batch, Fact, Lexicon, Rule, Rulebook, ScopeKind};
//!
//! let rules = Rule::parse_table(
//!     "rule_id,label,targets,level,scopes,window_days,min_cases,extra_en,extra_zh,report_to_en,report_to_zh,\
//!      report_within_h,jurisdiction,valid_from,valid_to,status,source\n\
//!      EW-02,any-syndrome,any-syndrome,early_warning,class,3,5,,,county CDC,县级疾控,24,CN,,,V,S01\n",
//! )?;
//! let book = Rulebook::new(rules, Lexicon::default())?;
//! let mut batch = Batch::new(&book);
//! let picture = batch.picture(&[], &[]);
//! for (person, onset) in [(1, 10), (2, 10), (3, 11), (4, 12), (5, 12)] {
//!     batch.push(&Fact { person, onset, picture, scopes: &[(ScopeKind::Class, 31)] });
//! }
//! let evaluation = batch.seal();
//! let runs = evaluation.runs(i32::MIN..=i32::MAX);
//! assert_eq!((runs[0].first_day, runs[0].last_day, runs[0].peak_count), (12, 12, 5));
//! assert_eq!(evaluation.person(runs[0].deciding_fact), 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Errors
//! Tables are read with errors that name line and column ([`TableError`]); words that mean nothing are refused when a
//! [`Lexicon`] or a [`Rulebook`] is made, so that evaluation itself cannot fail.

pub mod date;
mod evaluate;
pub mod exclusion;
pub mod expr;
mod lexicon;
mod picture;
mod rule;
mod rulebook;
mod sources;
mod sweep;
mod syndrome;
mod table;
pub mod window;
mod words;

pub use evaluate::{Batch, Counted, Evaluation, Fact, Run, SeriesKey};
pub use lexicon::{Disease, Lexicon, LexiconError};
pub use picture::{Group, GroupId, Picture};
pub use rule::{Level, Rule, ScopeKind, Status, Target, Text, Validity};
pub use rulebook::{Rulebook, UnknownTarget};
pub use sources::Sources;
pub use syndrome::{Syndrome, Syndromes};
pub use table::TableError;
