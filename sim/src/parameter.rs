//! The numbers of a scenario by name, so that a search or a calibration can set them.

use crate::disease::{Disease, Transmissibility};
use crate::duration::Duration;
use crate::error::{Invalid, Path};
use crate::measure::{Action, Measure, Trigger};
use crate::scenario::Scenario;

/// A number where it stands.
pub(crate) enum Slot<'a> {
    Real(&'a mut f64),
    Byte(&'a mut u8),
    Short(&'a mut u16),
    Long(&'a mut u32),
}

impl Slot<'_> {
    fn is_whole(&self) -> bool {
        !matches!(self, Self::Real(_))
    }

    /// Sets the number; whole ones are rounded and kept within what their type holds. Ranges are for the scenario's own
    /// check.
    fn set(self, value: f64) {
        match self {
            Self::Real(slot) => *slot = value,
            Self::Byte(slot) => *slot = libm::round(value) as u8,
            Self::Short(slot) => *slot = libm::round(value) as u16,
            Self::Long(slot) => *slot = libm::round(value) as u32,
        }
    }
}

type Named<'a> = Vec<(&'static str, Slot<'a>)>;

/// The numbers of a measure that can be set.
fn of_measure(measure: &mut Measure) -> Named<'_> {
    let mut slots = vec![
        ("compliance", Slot::Real(&mut measure.compliance)),
        ("delay_hours", Slot::Short(&mut measure.delay_hours)),
        ("lasts_days", Slot::Short(&mut measure.lasts_days)),
    ];
    match &mut measure.trigger {
        Trigger::Always(days) => {
            slots.extend([("from", Slot::Short(&mut days.from)), ("to", Slot::Short(&mut days.to))]);
        }
        Trigger::EachCase { .. } => {}
        Trigger::Count { cases, window_days, .. } => {
            slots.extend([("cases", Slot::Long(cases)), ("window_days", Slot::Short(window_days))]);
        }
    }
    slots.extend(of_action(&mut measure.action));
    slots
}

fn of_action(action: &mut Action) -> Named<'_> {
    match action {
        Action::StayHome { well_days, at_least_days } => {
            vec![("well_days", Slot::Short(well_days)), ("at_least_days", Slot::Short(at_least_days))]
        }
        Action::MorningCheck { sensitivity, hour, well_days, at_least_days } => vec![
            ("sensitivity", Slot::Real(sensitivity)),
            ("hour", Slot::Byte(hour)),
            ("well_days", Slot::Short(well_days)),
            ("at_least_days", Slot::Short(at_least_days)),
        ],
        Action::Reduce { outward, inward, environment, .. } => vec![
            ("outward", Slot::Real(outward)),
            ("inward", Slot::Real(inward)),
            ("environment", Slot::Real(environment)),
        ],
        Action::TestIll { daily, .. } => vec![("daily", Slot::Real(daily))],
        Action::Screen { every_days, pool, dilution_loss, .. } => vec![
            ("every_days", Slot::Real(every_days)),
            ("pool", Slot::Byte(pool)),
            ("dilution_loss", Slot::Real(dilution_loss)),
        ],
        Action::Quarantine { days, recall, .. } => {
            vec![("days", Slot::Short(days)), ("recall", Slot::Real(recall))]
        }
        Action::TestContacts { recall, .. } => vec![("recall", Slot::Real(recall))],
        Action::Isolate { days, .. }
        | Action::TestToStay { days, .. }
        | Action::Close { days, .. }
        | Action::CloseCampus { days } => vec![("days", Slot::Short(days))],
        Action::Vaccinate { coverage, after_days, .. } => {
            vec![("coverage", Slot::Real(coverage)), ("after_days", Slot::Short(after_days))]
        }
    }
}

/// Sets a number of a measure; the measure's own check says whether it fits.
///
/// # Errors
/// No number of that name, or a fraction where a whole number belongs, named by the path and the field of the value.
pub(crate) fn set_in_measure(
    measure: &mut Measure,
    (name, value): (&str, f64),
    (path, value_field): (&Path, &str),
) -> Result<(), Invalid> {
    let mut slots = of_measure(measure);
    let Some(at) = slots.iter().position(|(known, _)| *known == name) else {
        let known: Vec<&str> = slots.iter().map(|(known, _)| *known).collect();
        return Err(path.at("parameter").refuse(name, format!("one of {known:?}")));
    };
    let (_, slot) = slots.swap_remove(at);
    if slot.is_whole() && (value < 0.0 || libm::floor(value) != value) {
        return Err(path.at(value_field).refuse(value, "a whole number, 0 or more"));
    }
    slot.set(value);
    Ok(())
}

fn of_duration(duration: &mut Duration) -> Named<'_> {
    match duration {
        Duration::Constant { days } => vec![("days", Slot::Real(days))],
        Duration::Exponential { mean } => vec![("mean", Slot::Real(mean))],
        Duration::Gamma { mean, sd } | Duration::Lognormal { mean, sd } => {
            vec![("mean", Slot::Real(mean)), ("sd", Slot::Real(sd))]
        }
        Duration::Weibull { shape, scale } => {
            vec![("shape", Slot::Real(shape)), ("scale", Slot::Real(scale))]
        }
        Duration::Uniform { from, to } => vec![("from", Slot::Real(from)), ("to", Slot::Real(to))],
    }
}

fn of_disease(disease: &mut Disease) -> Vec<(String, Slot<'_>)> {
    let mut slots = Vec::new();
    let (Transmissibility::PerContact(value) | Transmissibility::ReproductionNumber(value)) =
        &mut disease.transmissibility;
    slots.push(("disease.transmissibility".to_owned(), Slot::Real(value)));
    for (name, duration) in [
        ("latent", &mut disease.latent),
        ("prodrome", &mut disease.prodrome),
        ("infectious", &mut disease.infectious),
        ("illness", &mut disease.illness),
    ] {
        let named = of_duration(duration).into_iter();
        slots.extend(named.map(|(field, slot)| (format!("disease.{name}.{field}"), slot)));
    }
    let asymptomatic = &mut disease.asymptomatic_infectiousness;
    slots.push(("disease.asymptomatic_infectiousness".to_owned(), Slot::Real(asymptomatic)));
    if let Some(shape) = &mut disease.dispersion {
        slots.push(("disease.dispersion".to_owned(), Slot::Real(shape)));
    }
    for (at, band) in disease.ages.iter_mut().enumerate() {
        slots.extend([
            (format!("disease.ages[{at}].symptomatic"), Slot::Real(&mut band.symptomatic)),
            (format!("disease.ages[{at}].susceptibility"), Slot::Real(&mut band.susceptibility)),
            (format!("disease.ages[{at}].immune"), Slot::Real(&mut band.immune)),
        ]);
    }
    if let Some(place) = &mut disease.environment {
        slots.push(("disease.environment.share".to_owned(), Slot::Real(&mut place.share)));
    }
    slots
}

/// The numbers of a scenario that can be set: of the disease, contacts, introductions, imports and measures.
fn of_scenario(scenario: &mut Scenario) -> Vec<(String, Slot<'_>)> {
    let mut slots = of_disease(&mut scenario.disease);
    for (layer, contacts) in &mut scenario.contacts {
        let name = format!("contacts.{}.per_day", format!("{layer:?}").to_lowercase());
        slots.push((name, Slot::Real(&mut contacts.per_day)));
    }
    for (at, introduction) in scenario.introductions.iter_mut().enumerate() {
        slots.extend([
            (format!("introductions[{at}].day"), Slot::Short(&mut introduction.day)),
            (format!("introductions[{at}].count"), Slot::Long(&mut introduction.count)),
        ]);
    }
    for (at, import) in scenario.imports.iter_mut().enumerate() {
        let name = format!("imports[{at}].per_100k_per_day");
        slots.push((name, Slot::Real(&mut import.per_100k_per_day)));
    }
    for measure in &mut scenario.measures {
        let prefix = format!("measures.{}", measure.name);
        let named = of_measure(measure).into_iter();
        slots.extend(named.map(|(field, slot)| (format!("{prefix}.{field}"), slot)));
    }
    slots
}

/// Sets a number of a scenario by its path, such as `disease.transmissibility` or `measures.masks.compliance`; whole numbers
/// are rounded. The scenario's own check says whether the value fits.
///
/// # Errors
/// No number of that name; `field` is what the refusal names.
pub(crate) fn set_in_scenario(
    scenario: &mut Scenario,
    (path, value): (&str, f64),
    field: &str,
) -> Result<(), Invalid> {
    let mut slots = of_scenario(scenario);
    match slots.iter().position(|(known, _)| known == path) {
        Some(at) => {
            slots.swap_remove(at).1.set(value);
            Ok(())
        }
        None => {
            let known: Vec<&str> = slots.iter().map(|(known, _)| known.as_str()).collect();
            Err(Invalid::new(field, path, format!("first_day or one of {known:?}")))
        }
    }
}
