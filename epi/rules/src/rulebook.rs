//! Rules made ready for evaluation: every word looked up once, rules that count the same cases put together.

use crate::lexicon::Lexicon;
use crate::rule::{Rule, ScopeKind, Target};

/// Rules and the meaning of their words.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    rules: Vec<Rule>,
    lexicon: Lexicon,
    pub(crate) matchers: Vec<Matcher>,
    pub(crate) plans: Vec<Plan>,
}

/// What to evaluate in scopes of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) kind: ScopeKind,
    /// A scope with fewer cases than this cannot meet any rule.
    pub(crate) min_cases: u32,
    pub(crate) tasks: Vec<Task>,
}

/// The rules of one scope kind that count the same cases.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) matcher: usize,
    pub(crate) min_cases: u32,
    pub(crate) rules: Vec<usize>,
}

/// Which cases a rule counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Matcher {
    /// Everybody, each syndrome group apart.
    pub(crate) by_group: bool,
    pub(crate) notifiable: bool,
    pub(crate) groups: Vec<u32>,
    pub(crate) diseases: Vec<u32>,
    /// The rule's own label, where it is no word of the lexicon; in lower case.
    pub(crate) label: Option<String>,
}

/// A rule names what the lexicon does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule `{rule}` names `{word}`, which is neither a disease nor a syndrome group")]
pub struct UnknownTarget {
    /// Id of the rule.
    pub rule: String,
    /// The word.
    pub word: String,
}

impl Rulebook {
    /// Makes rules ready.
    ///
    /// # Errors
    /// The first target that is neither a disease nor a syndrome group of the lexicon.
    pub fn new(rules: Vec<Rule>, lexicon: Lexicon) -> Result<Self, UnknownTarget> {
        let mut book = Self { rules, lexicon, ..Self::default() };
        for at in 0..book.rules.len() {
            let matcher = book.matcher(&book.rules[at])?;
            let matcher = position_or_push(&mut book.matchers, matcher);
            for kind in book.rules[at].scopes.clone() {
                book.plan(kind, matcher, at);
            }
        }
        Ok(book)
    }

    /// The rules, in the order given; their positions are what [`crate::SeriesKey::rule`] means.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The meaning of words.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The longest window of any rule, in days: a case can change nothing further away than this.
    #[must_use]
    pub fn longest_window(&self) -> u16 {
        self.rules.iter().map(|rule| rule.window_days).max().unwrap_or(0)
    }

    fn matcher(&self, rule: &Rule) -> Result<Matcher, UnknownTarget> {
        let mut matcher = Matcher::default();
        for target in &rule.targets {
            self.add_target(&mut matcher, target)
                .map_err(|word| UnknownTarget { rule: rule.id.clone(), word })?;
        }
        if !matcher.by_group && !matcher.notifiable {
            match self.lexicon.disease_id(&rule.label) {
                Some(id) => drop(position_or_push(&mut matcher.diseases, id)),
                None => matcher.label = Some(rule.label.to_lowercase()),
            }
        }
        Ok(matcher)
    }

    fn add_target(&self, matcher: &mut Matcher, target: &Target) -> Result<(), String> {
        match target {
            Target::AnySyndrome => matcher.by_group = true,
            Target::AnyNotifiable => matcher.notifiable = true,
            Target::Group(code) => matcher.groups.push(self.lexicon.group_id(code).ok_or(code)?),
            Target::Disease(slug) => matcher.diseases.push(self.lexicon.disease_id(slug).ok_or(slug)?),
        }
        Ok(())
    }

    fn plan(&mut self, kind: ScopeKind, matcher: usize, rule: usize) {
        let min_cases = self.rules[rule].min_cases;
        let empty = Plan { kind, min_cases, tasks: Vec::new() };
        let plan = find_or_push(&mut self.plans, |plan| plan.kind == kind, empty);
        plan.min_cases = plan.min_cases.min(min_cases);
        let empty = Task { matcher, min_cases, rules: Vec::new() };
        let task = find_or_push(&mut plan.tasks, |task| task.matcher == matcher, empty);
        task.min_cases = task.min_cases.min(min_cases);
        task.rules.push(rule);
    }
}

fn position_or_push<T: PartialEq>(list: &mut Vec<T>, value: T) -> usize {
    list.iter().position(|held| *held == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    })
}

fn find_or_push<T>(list: &mut Vec<T>, found: impl Fn(&T) -> bool, value: T) -> &mut T {
    let at = list.iter().position(found).unwrap_or(list.len());
    if at == list.len() {
        list.push(value);
    }
    &mut list[at]
}
