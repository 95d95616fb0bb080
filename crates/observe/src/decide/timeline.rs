//! A person's days: signs of illness and moments of health, folded into spells of illness.

use xd_kernel::{CheckId, Instant, SchoolDay};

use crate::{CheckType, Symptoms};

/// A moment that evidence speaks of, by day and time of day, whenever it was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

const A_DAY: i64 = 8;
const END_OF_DAY: i64 = 7;

impl Moment {
    /// The moment a check speaks of.
    pub fn of(day: SchoolDay, check_type: CheckType) -> Self {
        Self(i64::from(day.0) * A_DAY + Self::rank(check_type))
    }

    /// The beginning of a day, before all its checks.
    pub fn start_of(day: SchoolDay) -> Self {
        Self(i64::from(day.0) * A_DAY)
    }

    /// The end of a day: whoever was let back on it has been ill until then.
    pub fn end_of(day: SchoolDay) -> Self {
        Self(i64::from(day.0) * A_DAY + END_OF_DAY)
    }

    const fn rank(check_type: CheckType) -> i64 {
        match check_type {
            CheckType::Morning => 1,
            CheckType::Noon => 2,
            CheckType::Evening => 3,
        }
    }

    pub fn day(self) -> SchoolDay {
        SchoolDay(i32::try_from(self.0.div_euclid(A_DAY)).unwrap_or(i32::MAX))
    }

    /// The check type it was made of; the end of a day counts as evening.
    pub fn check_type(self) -> CheckType {
        match self.0.rem_euclid(A_DAY) {
            1 => CheckType::Morning,
            2 => CheckType::Noon,
            _ => CheckType::Evening,
        }
    }
}

/// A check saw that the person was ill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign {
    pub at: Moment,
    pub check: CheckId,
    pub received_at: Instant,
    pub symptoms: Symptoms,
    pub absent: bool,
}

/// All that current checks and the health officer say of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Seen ill, by any group.
    pub ill: Vec<Sign>,
    /// Seen well by the home group, or let back.
    pub well: Vec<Moment>,
}

/// A spell of illness: signs with no moment of health between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spell {
    /// In order; never empty.
    pub signs: Vec<Sign>,
    pub first: Sign,
    /// The first moment of health after it.
    pub ended: Option<Moment>,
}

impl Spell {
    fn opened_by(sign: Sign) -> Self {
        Self { signs: vec![sign], first: sign, ended: None }
    }

    pub fn days(&self) -> (SchoolDay, SchoolDay) {
        (self.first.at.day(), self.ended.map_or(SchoolDay(i32::MAX), Moment::day))
    }

    pub fn last_ill(&self) -> SchoolDay {
        self.signs.last().map_or(self.first.at.day(), |sign| sign.at.day())
    }

    pub fn symptoms(&self) -> Symptoms {
        self.signs.iter().fold(Symptoms::NONE, |all, sign| all.or(sign.symptoms))
    }

    pub fn absent(&self) -> bool {
        self.signs.iter().any(|sign| sign.absent)
    }

    /// When the first report of the illness came in, and when the one came in by which its first day and its symptoms
    /// were as they are now.
    pub fn known(&self) -> (Instant, Instant) {
        let mut signs = self.signs.clone();
        signs.sort_by_key(|sign| (sign.received_at, sign.check));
        let mut known = (None, None::<Instant>, Symptoms::NONE, None);
        for sign in signs {
            let onset = known.3.map_or(sign.at.day(), |day: SchoolDay| day.min(sign.at.day()));
            let symptoms = known.2.or(sign.symptoms);
            let new = known.3 != Some(onset) || known.2 != symptoms;
            let known_at = if new { Some(sign.received_at) } else { known.1 };
            known = (known.0.or(Some(sign.received_at)), known_at, symptoms, Some(onset));
        }
        let first = known.0.unwrap_or(self.first.received_at);
        (first, known.1.unwrap_or(first))
    }
}

/// Folds evidence into spells. At one moment illness outweighs health: the class saw the place filled, the room saw
/// the child.
pub(crate) fn spells(evidence: &Evidence) -> Vec<Spell> {
    let mut ill = evidence.ill.clone();
    ill.sort_by_key(|sign| (sign.at, sign.check));
    let mut well = evidence.well.clone();
    well.sort_unstable();
    let mut well = well.into_iter().peekable();
    let mut spells: Vec<Spell> = Vec::new();
    for sign in ill {
        while let Some(moment) = well.next_if(|moment| *moment <= sign.at) {
            end(&mut spells, moment);
        }
        match spells.last_mut() {
            Some(spell) if spell.ended.is_none() => spell.signs.push(sign),
            _ => spells.push(Spell::opened_by(sign)),
        }
    }
    for moment in well {
        end(&mut spells, moment);
    }
    spells
}

fn end(spells: &mut [Spell], at: Moment) {
    if let Some(spell) = spells.last_mut()
        && spell.ended.is_none()
    {
        spell.ended = Some(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CheckType::{Evening, Morning, Noon};

    fn at(day: i32, check_type: CheckType) -> Moment {
        Moment::of(SchoolDay(day), check_type)
    }

    fn sign(at: Moment) -> Sign {
        Sign { at, check: CheckId::mint(), received_at: Instant(0), symptoms: Symptoms::NONE, absent: true }
    }

    #[track_caller]
    fn check(ill: &[Moment], well: &[Moment], expected: &[(Moment, Option<Moment>, usize)]) {
        let evidence = Evidence { ill: ill.iter().copied().map(sign).collect(), well: well.to_vec() };
        let found: Vec<_> =
            spells(&evidence).iter().map(|spell| (spell.first.at, spell.ended, spell.signs.len())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn spells_run_from_the_first_sign_to_the_first_moment_of_health() {
        check(&[], &[at(1, Morning)], &[]);
        check(&[at(1, Morning)], &[], &[(at(1, Morning), None, 1)]);
        check(&[at(2, Morning), at(1, Morning)], &[at(0, Noon)], &[(at(1, Morning), None, 2)]);
        check(&[at(1, Morning)], &[at(1, Noon), at(2, Morning)], &[(at(1, Morning), Some(at(1, Noon)), 1)]);
        check(
            &[at(1, Morning), at(3, Morning)],
            &[at(2, Morning)],
            &[(at(1, Morning), Some(at(2, Morning)), 1), (at(3, Morning), None, 1)],
        );
    }

    #[test]
    fn at_one_moment_illness_outweighs_health() {
        check(&[at(1, Evening)], &[at(1, Evening)], &[(at(1, Evening), None, 1)]);
        check(
            &[at(1, Morning), at(1, Evening)],
            &[at(1, Evening)],
            &[(at(1, Morning), Some(at(1, Evening)), 1), (at(1, Evening), None, 1)],
        );
    }

    #[test]
    fn let_back_counts_from_the_end_of_the_day() {
        let monday = SchoolDay(1);
        check(
            &[at(1, Morning), at(1, Evening)],
            &[Moment::end_of(monday)],
            &[(at(1, Morning), Some(Moment::end_of(monday)), 2)],
        );
        assert_eq!(Moment::end_of(monday).day(), monday);
        assert_eq!(at(-3, Noon).day(), SchoolDay(-3));
        assert_eq!(at(-3, Noon).check_type(), Noon);
    }

    #[test]
    fn a_fact_is_known_from_the_report_that_gave_it_its_present_form() {
        let fever = Symptoms::of(["fever"]).unwrap();
        let sign = |day, received, symptoms| Sign {
            received_at: Instant(received),
            symptoms,
            ..sign(at(day, Morning))
        };
        let known = |signs: &[Sign]| spells(&Evidence { ill: signs.to_vec(), well: vec![] })[0].known();
        assert_eq!(known(&[sign(1, 10, fever), sign(2, 20, fever)]), (Instant(10), Instant(10)));
        assert_eq!(known(&[sign(1, 10, Symptoms::NONE), sign(2, 20, fever)]), (Instant(10), Instant(20)));
        assert_eq!(known(&[sign(1, 30, fever), sign(2, 20, fever)]), (Instant(20), Instant(30)));
    }
}
