//! Where new units stand: below which unit, under which number, in whose custody.

use std::collections::{HashMap, HashSet};

use xd_kernel::{OrgPath, UnitId, UnitKind};

use crate::Span;
use crate::error::{FieldFault, UnitError};
use crate::units::NewUnit;

/// What must be known of a unit to put others below it.
#[derive(Debug, Clone)]
pub(crate) struct Above {
    pub kind: UnitKind,
    pub path: OrgPath,
    pub institution: UnitId,
    pub days: Span,
}

/// What must be known to place new units: those that exist above them, which names are taken there, and the first free
/// number below each.
#[derive(Debug, Default)]
pub(crate) struct Ground {
    pub above: HashMap<UnitId, Above>,
    pub taken: HashSet<(UnitId, String)>,
    pub next: HashMap<UnitId, u32>,
}

/// A new unit in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub path: OrgPath,
    pub ordinal: u32,
    pub institution: UnitId,
}

/// The unit above a root, in place of none.
pub(crate) const NOBODY: UnitId = UnitId(uuid::Uuid::nil());

/// How many new units stand directly below each unit.
pub(crate) fn children(new: &[NewUnit]) -> HashMap<UnitId, u32> {
    let mut counts = HashMap::new();
    for unit in new {
        *counts.entry(unit.parent.unwrap_or(NOBODY)).or_insert(0) += 1;
    }
    counts
}

/// Places new units in the order given; a unit may stand below one named before it.
pub(crate) fn place(new: &[NewUnit], mut ground: Ground) -> Result<Vec<Placed>, UnitError> {
    let mut placed = Vec::with_capacity(new.len());
    for (index, unit) in new.iter().enumerate() {
        let parent = unit.parent.unwrap_or(NOBODY);
        if !ground.taken.insert((parent, unit.name.clone())) {
            return Err(UnitError::NameTaken { name: unit.name.clone() });
        }
        let ordinal = ground.next.entry(parent).or_default();
        let number = *ordinal;
        *ordinal += 1;
        let here = match unit.parent {
            None => Placed { path: OrgPath::root(number), ordinal: number, institution: unit.id },
            Some(parent) => {
                let fault = || FieldFault::new(format!("units.{index}.parent"), "unit.parent_unknown");
                let above =
                    ground.above.get(&parent).ok_or_else(|| UnitError::Invalid { faults: vec![fault()] })?;
                below(unit, above, number)?
            }
        };
        let above = Above {
            kind: unit.kind,
            path: here.path.clone(),
            institution: here.institution,
            days: Span::since(unit.opened),
        };
        ground.above.insert(unit.id, above);
        placed.push(here);
    }
    Ok(placed)
}

fn below(unit: &NewUnit, above: &Above, ordinal: u32) -> Result<Placed, UnitError> {
    if !unit.kind.may_stand_below(above.kind) {
        return Err(UnitError::Misplaced { child: unit.kind, parent: above.kind });
    }
    if above.days.to.is_some_and(|closed| closed < unit.opened) {
        return Err(UnitError::Closed);
    }
    let institution = if unit.kind.is_institution() { unit.id } else { above.institution };
    Ok(Placed { path: above.path.child(ordinal), ordinal, institution })
}

#[cfg(test)]
mod tests {
    use UnitKind::*;
    use xd_kernel::SchoolDay;

    use super::*;

    const TODAY: SchoolDay = SchoolDay(20_780);

    fn unit(parent: Option<UnitId>, kind: UnitKind, name: &str) -> NewUnit {
        NewUnit { parent, ..NewUnit::root(kind, name, TODAY) }
    }

    fn ground(numbers: &[UnitId]) -> Ground {
        Ground {
            next: numbers.iter().map(|unit| (*unit, 36)).chain([(NOBODY, 36)]).collect(),
            ..Ground::default()
        }
    }

    #[test]
    fn a_tree_in_one_go() {
        let county = unit(None, County, "示范县");
        let school = unit(Some(county.id), School, "示范小学");
        let class = unit(Some(school.id), Class, "一(1)班");
        let other = unit(Some(school.id), Class, "一(2)班");
        let all = [county, school, class, other];
        let placed = place(&all, ground(&all.each_ref().map(|unit| unit.id))).unwrap();
        let paths: Vec<_> = placed.iter().map(|at| at.path.as_str()).collect();
        assert_eq!(paths, ["10", "10.10", "10.10.10", "10.10.11"]);
        let custody: Vec<_> = placed.iter().map(|at| at.institution).collect();
        assert_eq!(custody, [all[0].id, all[1].id, all[1].id, all[1].id]);
    }

    #[test]
    fn what_cannot_stand() {
        let county = unit(None, County, "示范县");
        let at = |kind, name| unit(Some(county.id), kind, name);
        for (second, third, code) in [
            (at(Class, "一(1)班"), None, "unit.misplaced"),
            (at(School, "甲校"), Some(at(School, "甲校")), "unit.name_taken"),
            (unit(Some(UnitId::mint()), School, "甲校"), None, "request.invalid"),
        ] {
            let all: Vec<_> = [county.clone(), second].into_iter().chain(third).collect();
            let error = place(&all, ground(&[county.id])).unwrap_err();
            assert_eq!(error.code(), code);
        }
    }

    #[test]
    fn nothing_opens_below_what_is_closed() {
        let school = UnitId::mint();
        let above = |closed| Above {
            kind: School,
            path: OrgPath::root(1),
            institution: school,
            days: Span::between(TODAY - 400, closed),
        };
        for (closed, refused) in [(TODAY - 1, true), (TODAY, false)] {
            let ground = Ground { above: [(school, above(closed))].into(), ..ground(&[school]) };
            assert_eq!(
                place(&[unit(Some(school), Class, "班")], ground).is_err(),
                refused,
                "closed {closed}"
            );
        }
    }
}
