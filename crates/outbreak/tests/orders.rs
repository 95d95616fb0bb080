//! In whatever order facts come, are traced, corrected and taken back: the same signals in the end.

use proptest::prelude::*;
use proptest::sample::Index;
use xd_observe::facts::CaseFact;
use xd_outbreak::{Settled, Signal, SignalState};

use crate::world::{World, case, class, day, holds};

const TODAY: i32 = 200;

/// What happens to one case before it stands as it stands in the end.
#[derive(Debug, Clone)]
struct Story {
    number: u128,
    class: u128,
    seen_on: i32,
    onset: i32,
    symptoms: usize,
    diagnosis: usize,
    taken_back: bool,
}

const SYMPTOMS: &[&[&str]] =
    &[&[], &["vomiting"], &["fever", "cough"], &["rash"], &["vomiting", "fever", "rash"]];
const DIAGNOSES: &[Option<&str>] = &[None, None, Some("hfmd"), Some("varicella"), Some("tuberculosis")];

impl Story {
    fn seen(&self) -> CaseFact {
        CaseFact {
            class: Some(class(self.class)),
            ..case(self.number, self.seen_on, SYMPTOMS[self.symptoms])
        }
    }

    fn traced(&self) -> CaseFact {
        let seen = self.seen();
        let diagnosis = DIAGNOSES[self.diagnosis].map(str::to_owned);
        CaseFact { onset: day(self.onset), onset_assumed: false, diagnosis, ..seen }
    }
}

fn stories() -> impl Strategy<Value = Vec<Story>> {
    let one =
        (1..4_u128, 0..20_i32, 0..4_i32, 0..SYMPTOMS.len(), 0..DIAGNOSES.len(), prop::bool::weighted(0.2));
    prop::collection::vec(one, 1..40).prop_map(|cases| {
        let story = |(number, (class, seen, before, symptoms, diagnosis, taken_back))| {
            let seen_on = TODAY - 20 + seen;
            let number: usize = number;
            let number = number as u128;
            Story { number, class, seen_on, onset: seen_on - before, symptoms, diagnosis, taken_back }
        };
        cases.into_iter().enumerate().map(story).collect()
    })
}

/// One thing that becomes known: a case as seen, as traced, or that it was none.
#[derive(Debug, Clone)]
enum News {
    Is(CaseFact),
    IsNot(CaseFact),
}

fn news(stories: &[Story]) -> Vec<News> {
    let of = |story: &Story| {
        let end = if story.taken_back { News::IsNot(story.seen()) } else { News::Is(story.traced()) };
        [News::Is(story.seen()), end]
    };
    stories.iter().flat_map(of).collect()
}

/// Facts as they stand after each piece of news. What was said last of a case counts, so each case's own news keep
/// their order; only their interleaving differs.
fn tell(facts: &mut Vec<CaseFact>, news: &News) {
    let (News::Is(fact) | News::IsNot(fact)) = news;
    facts.retain(|known| known.absence != fact.absence);
    if let News::Is(fact) = news {
        facts.push(fact.clone());
    }
}

fn interleaved(news: &[News], picks: &[Index]) -> Vec<News> {
    let mut queues: Vec<Vec<News>> = news.chunks(2).map(<[News]>::to_vec).collect();
    let mut order = Vec::new();
    for pick in picks.iter().cycle() {
        queues.retain(|queue| !queue.is_empty());
        if queues.is_empty() {
            break;
        }
        let at = pick.index(queues.len());
        order.push(queues[at].remove(0));
    }
    order
}

fn play(order: &[News], batch: usize) -> (World, Vec<CaseFact>) {
    let (mut world, mut facts) = (World::default(), Vec::new());
    for chunk in order.chunks(batch) {
        for news in chunk {
            tell(&mut facts, news);
        }
        let before = world.signals.len();
        world.look(&facts, TODAY);
        assert!(world.signals.len() >= before, "a signal never vanishes");
        assert!(world.look(&facts, TODAY).is_empty(), "looking again changes nothing");
        assert_eq!(world.live(), holds(&facts, TODAY));
    }
    (world, facts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_ends_with_the_same_signals(
        stories in stories(),
        first in prop::collection::vec(any::<Index>(), 1..80),
        second in prop::collection::vec(any::<Index>(), 1..80),
        batch in 1..6_usize,
    ) {
        let news = news(&stories);
        let (one, facts) = play(&interleaved(&news, &first), 1);
        let (other, _) = play(&interleaved(&news, &second), batch);
        prop_assert_eq!(one.live(), other.live());
        prop_assert_eq!(one.live(), holds(&facts, TODAY));
    }

    #[test]
    fn people_closing_signals_in_between_changes_states_but_not_runs(
        stories in stories(),
        picks in prop::collection::vec(any::<Index>(), 1..80),
        closing in prop::collection::vec(any::<Index>(), 1..20),
    ) {
        let (mut world, mut facts) = (World::default(), Vec::new());
        for (at, news) in interleaved(&news(&stories), &picks).iter().enumerate() {
            tell(&mut facts, news);
            world.look(&facts, TODAY);
            prop_assert_eq!(world.live(), holds(&facts, TODAY));
            if let Some(pick) = closing.get(at % 7).filter(|_| !world.signals.is_empty()) {
                let at = pick.index(world.signals.len());
                close(&mut world.signals[at]);
            }
        }
        for signal in &world.signals {
            // What is closed has not gone further than when it was closed, or it would be open.
            let covered = |settled: Settled| {
                signal.extent.peak_count <= settled.peak_count && signal.extent.holds_through <= settled.through
            };
            prop_assert_eq!(signal.state == SignalState::Closed, signal.state == SignalState::Closed && signal.settled.is_some_and(covered));
            prop_assert!(!signal.state.is_active() || signal.settled.is_none());
        }
    }
}

fn close(signal: &mut Signal) {
    if signal.state.is_active() {
        signal.state = SignalState::Closed;
        let extent = signal.extent;
        signal.settled = Some(Settled { peak_count: extent.peak_count, through: extent.holds_through });
        signal.version += 1;
    }
}

/// The properties above would hold of rules that never do.
#[test]
fn a_usual_story_has_signals() {
    let cases: Vec<CaseFact> = (1..=6).map(|n| case(n, TODAY, &["vomiting"])).collect();
    assert!(holds(&cases, TODAY).len() >= 2);
}
