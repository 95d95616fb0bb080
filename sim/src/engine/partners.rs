//! Whom a person can meet in a layer, and one of them at random.

use crate::population::{Layer, Lists, NONE, Span, Zone};
use crate::rng::{scale, unit32};

/// How many others there are for `person` in `layer`.
#[inline]
pub(crate) fn others(zone: &Zone, layer: Layer, person: u32) -> u32 {
    match layer {
        Layer::Teaching => teaching(zone, person),
        Layer::Travel => 1,
        Layer::Room => listed(&zone.rooms, person),
        Layer::Club => listed(&zone.clubs, person),
        Layer::Bus => listed(&zone.buses, person),
        Layer::Household => listed(&zone.households, person),
        Layer::Building => building(zone, person).map_or(0, |span| span.len() - 1),
        _ => span(zone, layer, person).map_or(0, |span| span.len() - 1),
    }
}

fn listed(lists: &Lists, person: u32) -> u32 {
    match lists.of(person) {
        NONE => 0,
        group => lists.span(group).len() - 1,
    }
}

fn building(zone: &Zone, person: u32) -> Option<Span> {
    let room = zone.rooms.of(person);
    (room != NONE).then(|| zone.buildings[zone.building_of_room[room as usize] as usize])
}

/// Partners of a pupil are the teachers of the class, of a teacher the pupils of all classes taught.
fn teaching(zone: &Zone, person: u32) -> u32 {
    match zone.cohort_number(person) {
        None => 0,
        Some(cohort) if zone.cohorts[cohort as usize].grade != NONE => zone.teachers_of.span(cohort).len(),
        Some(_) => zone.cohorts_of_teacher.members(person).iter().map(|cohort| size(zone, *cohort)).sum(),
    }
}

fn size(zone: &Zone, cohort: u32) -> u32 {
    let cohort = &zone.cohorts[cohort as usize];
    cohort.end - cohort.start
}

/// The layers whose members lie together.
#[inline]
pub(crate) fn span(zone: &Zone, layer: Layer, person: u32) -> Option<Span> {
    if layer == Layer::Community {
        return Some(Span { start: 0, end: zone.len() as u32 });
    }
    let cohort = zone.cohort(person)?;
    let pupil = cohort.grade != NONE;
    match layer {
        Layer::Class if pupil => Some(Span { start: cohort.start, end: cohort.end }),
        Layer::Staff if !pupil => Some(Span { start: cohort.start, end: cohort.end }),
        Layer::Grade if pupil => Some(zone.grades[cohort.grade as usize]),
        Layer::Canteen if pupil => Some(zone.sittings[cohort.sitting as usize]),
        Layer::School => Some(zone.schools[cohort.school as usize].people),
        _ => None,
    }
}

/// One of the others, by 32 random bits; [`others`] must not be 0.
#[inline]
pub(crate) fn pick(zone: &Zone, layer: Layer, (person, bits): (u32, u64)) -> u32 {
    match layer {
        Layer::Teaching => pick_teaching(zone, person, bits),
        Layer::Room => pick_listed(zone.rooms.members(zone.rooms.of(person)), person, bits),
        Layer::Club => pick_listed(zone.clubs.members(zone.clubs.of(person)), person, bits),
        Layer::Bus => pick_listed(zone.buses.members(zone.buses.of(person)), person, bits),
        Layer::Household => pick_listed(zone.households.members(zone.households.of(person)), person, bits),
        Layer::Building => {
            let span = building(zone, person).unwrap_or(Span { start: 0, end: 0 });
            pick_listed(zone.rooms.slice(span), person, bits)
        }
        _ => {
            let span = span(zone, layer, person).unwrap_or(Span { start: person, end: person + 1 });
            // One place fewer than members; the last stands in for the person.
            let at = span.start + scale(bits, span.len() - 1);
            if at >= person { at + 1 } else { at }
        }
    }
}

/// One of the others of a class, half as likely with each `half` seats of distance. A seat that is not known counts as one
/// at that distance.
pub(crate) fn pick_by_seat(zone: &Zone, (person, bits): (u32, u64), half: f64) -> u32 {
    let Some(span) = span(zone, Layer::Class, person).filter(|_| !zone.seats.is_empty()) else {
        return pick(zone, Layer::Class, (person, bits));
    };
    let weight = |other: u32| match (zone.seats[person as usize], zone.seats[other as usize]) {
        _ if other == person => 0.0,
        (Some(here), Some(there)) => {
            let (rows, columns) = (here.0.abs_diff(there.0), here.1.abs_diff(there.1));
            let square = f64::from(rows) * f64::from(rows) + f64::from(columns) * f64::from(columns);
            libm::exp2(-libm::sqrt(square) / half)
        }
        _ => 0.5,
    };
    let total: f64 = (span.start..span.end).map(weight).sum();
    let mut wanted = unit32(bits as u32) * total;
    let mut found = person;
    for other in (span.start..span.end).filter(|other| *other != person) {
        found = other;
        wanted -= weight(other);
        if wanted < 0.0 {
            break;
        }
    }
    found
}

fn pick_listed(members: &[u32], person: u32, bits: u64) -> u32 {
    let last = members.len() - 1;
    let at = members[scale(bits, last as u32) as usize];
    if at == person { members[last] } else { at }
}

fn pick_teaching(zone: &Zone, person: u32, bits: u64) -> u32 {
    let pupils = teaching(zone, person);
    let mut at = scale(bits, pupils);
    match zone.cohort_number(person) {
        Some(cohort) if zone.cohorts[cohort as usize].grade != NONE => {
            zone.teachers_of.members(cohort)[at as usize]
        }
        _ => {
            for cohort in zone.cohorts_of_teacher.members(person) {
                let here = size(zone, *cohort);
                if at < here {
                    return zone.cohorts[*cohort as usize].start + at;
                }
                at -= here;
            }
            person
        }
    }
}
