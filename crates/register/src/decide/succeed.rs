//! Who follows whom in a post.

use xd_kernel::HoldingId;

use crate::Span;
use crate::error::PostError;

/// A holding as far as it bears on another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Term {
    pub id: HoldingId,
    pub days: Span,
    pub substitute: bool,
}

/// What becomes of earlier holdings when somebody is appointed for `days`: the one to be ended on the day before, if
/// any. A holder without a last day gives way to a successor who begins later; everybody else keeps their days, and
/// an appointment that would cut into them is refused. Substitutes stand beside the holder, one at a time.
pub(crate) fn succeed(held: &[Term], days: Span, substitute: bool) -> Result<Option<HoldingId>, PostError> {
    if substitute && days.to.is_none() {
        return Err(PostError::SubstituteWithoutEnd);
    }
    let mut gives_way = None;
    for term in held.iter().filter(|term| term.substitute == substitute && term.days.overlaps(days)) {
        let open_ended = term.days.to.is_none() && days.to.is_none();
        if substitute || !open_ended || term.days.from >= days.from {
            return Err(PostError::Held);
        }
        gives_way = Some(term.id);
    }
    Ok(gives_way)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xd_kernel::SchoolDay;

    use super::*;

    fn since(from: i32) -> Span {
        Span::since(SchoolDay(from))
    }

    fn between(from: i32, to: i32) -> Span {
        Span::between(SchoolDay(from), SchoolDay(to))
    }

    #[test]
    fn successors_and_substitutes() {
        let term = |days, substitute| Term { id: HoldingId::mint(), days, substitute };
        let (first, stand_in) = (term(since(1), false), term(between(50, 54), true));
        for (held, days, substitute, expected) in [
            (vec![], since(1), false, Ok(None)),
            (vec![first], since(100), false, Ok(Some(first.id))),
            (vec![first], since(1), false, Err("post.held")),
            (vec![first], between(5, 9), false, Err("post.held")),
            (vec![first], between(50, 54), true, Ok(None)),
            (vec![first, stand_in], between(54, 60), true, Err("post.held")),
            (vec![first, stand_in], between(55, 60), true, Ok(None)),
            (vec![first], since(50), true, Err("post.substitute_without_end")),
            (vec![first, stand_in], since(52), false, Ok(Some(first.id))),
        ] {
            let found = succeed(&held, days, substitute).map_err(|error| error.code());
            assert_eq!(found, expected, "{held:?} then {days:?}");
        }
    }

    proptest! {
        /// Whatever is appointed in whatever order: on no day two holders, on no day two substitutes.
        #[test]
        fn one_at_a_time(wishes in proptest::collection::vec(
            (0..60_i32, proptest::option::of(0..20_i32), any::<bool>()), 0..25,
        )) {
            let mut held: Vec<Term> = Vec::new();
            for (from, length, substitute) in wishes {
                let days = Span { from: SchoolDay(from), to: length.map(|n| SchoolDay(from + n)) };
                let Ok(gives_way) = succeed(&held, days, substitute) else { continue };
                for term in held.iter_mut().filter(|term| Some(term.id) == gives_way) {
                    term.days.to = Some(days.from - 1);
                }
                held.push(Term { id: HoldingId::mint(), days, substitute });
            }
            for day in (-1..100).map(SchoolDay) {
                for substitute in [false, true] {
                    let on = |term: &&Term| term.substitute == substitute && term.days.holds(day);
                    prop_assert!(held.iter().filter(on).count() <= 1, "{}", day);
                }
            }
        }
    }
}
