//! Who may belong where, and when.

use xd_kernel::{SchoolDay, UnitId, UnitKind};

use crate::Span;
use crate::error::PeopleError;

/// Whether a unit of a kind has members of its own; a school's pupils are those of its classes.
pub(crate) const fn has_members(kind: UnitKind) -> bool {
    kind.is_checked_group() || kind.is_party()
}

/// Whether a person belongs to one unit of the kind at a time.
const fn one_at_a_time(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Class | UnitKind::DormitoryRoom)
}

/// A membership as far as it bears on another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Belonging {
    pub unit: UnitId,
    pub kind: UnitKind,
    pub days: Span,
}

impl Belonging {
    fn excludes(self, other: Self) -> bool {
        let same = self.unit == other.unit || (self.kind == other.kind && one_at_a_time(self.kind));
        same && self.days.overlaps(other.days)
    }
}

/// Whether a person with these memberships may have one more, in a unit that exists on `open`.
pub(crate) fn may_belong(has: &[Belonging], new: Belonging, open: Span) -> Result<(), PeopleError> {
    if !has_members(new.kind) {
        return Err(PeopleError::NoMembers { kind: new.kind });
    }
    let outlives = match (open.to, new.days.to) {
        (None, _) => false,
        (Some(closed), Some(last)) => last > closed,
        (Some(_), None) => true,
    };
    if new.days.from < open.from || outlives {
        return Err(PeopleError::UnitClosed);
    }
    if has.iter().any(|held| held.excludes(new)) {
        return Err(PeopleError::Overlaps { kind: new.kind });
    }
    Ok(())
}

/// The last day that something which lasts for `days` may be given; the day before its first makes it hold no day.
pub(crate) fn may_end(days: Span, last: SchoolDay) -> Result<(), TooSoon> {
    if last < days.from - 1 {
        Err(TooSoon::BeforeStart)
    } else if days.to.is_some_and(|to| to < last) {
        Err(TooSoon::Ended)
    } else {
        Ok(())
    }
}

/// Why something cannot end on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooSoon {
    /// It had not begun by then.
    BeforeStart,
    /// It had ended before; ending may be brought forward, not put off.
    Ended,
}

impl From<TooSoon> for PeopleError {
    fn from(why: TooSoon) -> Self {
        match why {
            TooSoon::BeforeStart => Self::BeforeStart,
            TooSoon::Ended => Self::Ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use UnitKind::*;

    use super::*;

    fn days(from: i32, to: i32) -> Span {
        Span::between(SchoolDay(from), SchoolDay(to))
    }

    #[test]
    fn one_class_at_a_time() {
        let (here, there) = (UnitId::mint(), UnitId::mint());
        let open = Span::since(SchoolDay(0));
        let at = |unit, kind, days| Belonging { unit, kind, days };
        for (has, new, code) in [
            (at(here, Class, days(1, 10)), at(there, Class, days(11, 20)), None),
            (at(here, Class, days(1, 10)), at(there, Class, days(10, 20)), Some("membership.overlaps")),
            (at(here, Class, days(1, 0)), at(here, Class, days(1, 20)), None),
            (at(here, Class, days(1, 10)), at(there, DormitoryRoom, days(1, 20)), None),
            (at(here, StaffTeam, days(1, 10)), at(there, StaffTeam, days(1, 20)), None),
            (at(here, StaffTeam, days(1, 10)), at(here, StaffTeam, days(5, 20)), Some("membership.overlaps")),
            (at(here, Class, days(1, 10)), at(there, Grade, days(1, 20)), Some("unit.no_members")),
        ] {
            let found = may_belong(&[has], new, open).err().map(|error| error.code());
            assert_eq!(found, code, "{has:?} and {new:?}");
        }
    }

    #[test]
    fn within_the_days_of_the_unit() {
        let new = |days| Belonging { unit: UnitId::mint(), kind: Class, days };
        for (span, fits) in [
            (days(10, 20), true),
            (days(9, 20), false),
            (days(10, 21), false),
            (Span::since(SchoolDay(12)), false),
        ] {
            assert_eq!(may_belong(&[], new(span), days(10, 20)).is_ok(), fits, "{span:?}");
        }
        assert!(may_belong(&[], new(Span::since(SchoolDay(12))), Span::since(SchoolDay(10))).is_ok());
    }

    #[test]
    fn endings() {
        let open = Span::since(SchoolDay(10));
        for (span, last, expected) in [
            (open, 9, Ok(())),
            (open, 8, Err(TooSoon::BeforeStart)),
            (open, 400, Ok(())),
            (days(10, 20), 15, Ok(())),
            (days(10, 20), 20, Ok(())),
            (days(10, 20), 21, Err(TooSoon::Ended)),
        ] {
            assert_eq!(may_end(span, SchoolDay(last)), expected, "{span:?} ends {last}");
        }
    }
}
