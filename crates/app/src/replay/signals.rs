//! From people and cases to the lines of the output.

use std::borrow::Cow;
use std::io::{self, Write};

use epi_rules::{Batch, Fact, Picture, Rulebook, ScopeKind, SeriesKey};

use super::cases::Cases;
use super::people::People;
use xd_analyst::days::Calendar;
use xd_analyst::hash::FastMap;

const HEADER: &str = "day,rule_id,scope_kind,scope_id,count,window_days,threshold,first\n";

/// A day on which a rule holds in a scope; the scope by its number, from [`rank_scopes`] on by its rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signal {
    day: i32,
    rule: u32,
    kind: ScopeKind,
    scope: u32,
    count: u32,
    first: bool,
}

/// Every signal, in no particular order.
pub(super) fn evaluate(book: &Rulebook, people: &People<'_>, cases: &Cases<'_>) -> Vec<Signal> {
    let Some(span) = cases.span() else { return Vec::new() };
    let mut batch = Batch::new(book);
    let mut pictures = Pictures::default();
    let mut scopes = Vec::new();
    for case in cases.iter() {
        let picture = pictures.get(&mut batch, &case.syndrome, &case.disease);
        people.scopes_of(case.person, &mut scopes);
        batch.push(&Fact { person: case.person, onset: case.onset, picture, scopes: &scopes });
    }
    let mut gathering = Gathering::default();
    batch.seal().visit(&span, |key, segment, _| {
        gathering.turn_to(key);
        gathering.days.extend((segment.first_day..=segment.last_day).map(|day| (day, segment.count)));
    });
    gathering.finish();
    gathering.signals
}

/// Pictures by the cells they were made from.
#[derive(Default)]
struct Pictures<'c> {
    known: FastMap<(&'c str, &'c str), Picture>,
    last: Option<((&'c str, &'c str), Picture)>,
}

impl<'c> Pictures<'c> {
    fn get(&mut self, batch: &mut Batch<'_, u32>, syndrome: &'c str, disease: &'c str) -> Picture {
        let cells = (syndrome, disease);
        if let Some((_, picture)) = self.last.filter(|(last, _)| *last == cells) {
            return picture;
        }
        let picture = *self.known.entry(cells).or_insert_with(|| {
            let groups: Vec<_> = syndrome.split(['|', ';']).collect();
            batch.picture(&groups, &[disease])
        });
        self.last = Some((cells, picture));
        picture
    }
}

/// Joins the groups of one rule in one scope: a day counts for the largest.
#[derive(Default)]
struct Gathering {
    key: Option<SeriesKey<u32>>,
    groups: u32,
    days: Vec<(i32, u32)>,
    signals: Vec<Signal>,
}

impl Gathering {
    fn turn_to(&mut self, key: SeriesKey<u32>) {
        match self.key {
            Some(held) if held == key => return,
            Some(held) if (held.rule, held.kind, held.scope) == (key.rule, key.kind, key.scope) => {
                self.groups += 1
            }
            _ => {
                self.finish();
                self.groups = 1;
            }
        }
        self.key = Some(key);
    }

    fn finish(&mut self) {
        let Some(key) = self.key.take() else { return };
        if self.groups > 1 {
            self.days.sort_unstable_by_key(|(day, count)| (*day, std::cmp::Reverse(*count)));
            self.days.dedup_by_key(|(day, _)| *day);
        }
        let rule = u32::try_from(key.rule).unwrap_or(u32::MAX);
        let mut before = None;
        for (day, count) in self.days.drain(..) {
            let first = before.is_none_or(|before: i32| before.checked_add(1) != Some(day));
            before = Some(day);
            self.signals.push(Signal { day, rule, kind: key.kind, scope: key.scope, count, first });
        }
    }
}

/// Writes the signals, sorted by day, rule and scope. Rules must stand in the book in the order of their ids.
pub(super) fn write(
    mut signals: Vec<Signal>,
    (book, people): (&Rulebook, &People<'_>),
    calendar: Calendar,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = rank_scopes(&mut signals, people);
    signals.sort_unstable_by_key(|signal| (signal.day, signal.rule, signal.scope));
    out.write_all(HEADER.as_bytes())?;
    for of_day in signals.chunk_by(|a, b| a.day == b.day) {
        let day = calendar.text(of_day[0].day);
        for Signal { rule, kind, scope, count, first, .. } in of_day {
            let rule = &book.rules()[*rule as usize];
            let (id, scope) = (quote(Cow::Borrowed(&rule.id)), &names[*scope as usize]);
            writeln!(
                out,
                "{day},{id},{kind},{scope},{count},{},{},{first}",
                rule.window_days, rule.min_cases
            )?;
        }
    }
    Ok(())
}

/// Puts in place of each scope its rank among those that occur, by kind and then by name, and returns how the scope of
/// each rank is written.
fn rank_scopes<'p>(signals: &mut [Signal], people: &'p People<'_>) -> Vec<Cow<'p, str>> {
    let mut scopes: Vec<_> = signals.iter().map(|signal| (signal.kind, signal.scope)).collect();
    scopes.sort_unstable();
    scopes.dedup();
    let mut named: Vec<_> =
        scopes.into_iter().map(|(kind, scope)| (kind, people.scope_name(kind, scope), scope)).collect();
    named.sort_unstable();
    let ranks: FastMap<_, u32> =
        named.iter().zip(0..).map(|((kind, _, scope), rank)| ((*kind, *scope), rank)).collect();
    for signal in signals {
        signal.scope = ranks[&(signal.kind, signal.scope)];
    }
    named.into_iter().map(|(_, name, _)| quote(name)).collect()
}

/// Quotes a field that a reader of CSV would misread without.
fn quote(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        text
    }
}
