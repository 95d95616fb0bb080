//! Candidates: the measures of a scenario switched on and off, with other numbers.

use serde::{Deserialize, Serialize};

use crate::error::{Invalid, Path};
use crate::measure::Measure;
use crate::parameter::set_in_measure;
use crate::scenario::Scenario;

/// Most candidates of a search.
pub const MAX_CANDIDATES: usize = 5_000;

/// What may be turned: one measure left out or not, or one of its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Knob {
    /// Name of the measure.
    pub measure: String,
    /// The number to set, such as `every_days`; absent: the measure is there or left out.
    #[serde(default)]
    pub parameter: Option<String>,
    /// Its values, 1 to 1000 of them.
    #[serde(default)]
    pub values: Vec<f64>,
    /// With a number: leaving the measure out is one more value.
    #[serde(default)]
    pub or_off: bool,
}

/// A candidate written out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listed {
    /// Name.
    pub name: String,
    /// Names of measures left out.
    #[serde(default)]
    pub without: Vec<String>,
    /// Numbers set.
    #[serde(default)]
    pub set: Vec<Setting>,
}

/// A number of a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Setting {
    /// Name of the measure.
    pub measure: String,
    /// Name of the number.
    pub parameter: String,
    /// Its value.
    pub value: f64,
}

/// One difference between a candidate and the scenario it is made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Choice {
    /// The measure is there as the scenario has it.
    On {
        /// Name of the measure.
        measure: String,
    },
    /// The measure is left out.
    Off {
        /// Name of the measure.
        measure: String,
    },
    /// A number of the measure.
    Set(Setting),
}

/// A set of measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Name, where it was written out; otherwise empty.
    pub name: String,
    /// How it came about, a choice for each knob.
    pub choices: Vec<Choice>,
    /// By place in the scenario; `None` where left out.
    pub measures: Vec<Option<Measure>>,
}

impl Candidate {
    /// The scenario as it stands.
    #[must_use]
    pub fn as_given(base: &Scenario) -> Self {
        let measures = base.measures.iter().cloned().map(Some).collect();
        Self { name: String::new(), choices: Vec::new(), measures }
    }

    fn apply(
        &mut self,
        base: &Scenario,
        choice: Choice,
        (path, value_field): (&Path, &str),
    ) -> Result<(), Invalid> {
        let name = match &choice {
            Choice::On { measure } | Choice::Off { measure } => measure,
            Choice::Set(setting) => &setting.measure,
        };
        let Some(at) = base.measures.iter().position(|measure| measure.name == *name) else {
            let known: Vec<&str> = base.measures.iter().map(|measure| measure.name.as_str()).collect();
            return Err(path.at("measure").refuse(name, format!("one of {known:?}")));
        };
        match &choice {
            Choice::On { .. } => {}
            Choice::Off { .. } => self.measures[at] = None,
            Choice::Set(Setting { parameter, value, .. }) => {
                if let Some(measure) = &mut self.measures[at] {
                    set_in_measure(measure, (parameter, *value), (path, value_field))?;
                    measure.check(path).map_err(|invalid| {
                        let allowed = format!("{}, as {}", invalid.allowed, invalid.field);
                        path.at(value_field).refuse(value, allowed)
                    })?;
                }
            }
        }
        self.choices.push(choice);
        Ok(())
    }
}

impl Knob {
    fn choices(&self, path: &Path) -> Result<Vec<Choice>, Invalid> {
        let measure = self.measure.clone();
        let Some(parameter) = &self.parameter else {
            if !self.values.is_empty() {
                return Err(path
                    .at("parameter")
                    .refuse("absent", "the name of a number where there are values"));
            }
            return Ok(vec![Choice::On { measure: measure.clone() }, Choice::Off { measure }]);
        };
        path.at("values").within(self.values.len() as f64, 1.0, 1000.0)?;
        let set = |value: &f64| {
            Choice::Set(Setting { measure: measure.clone(), parameter: parameter.clone(), value: *value })
        };
        let mut choices: Vec<Choice> = self.values.iter().map(set).collect();
        if self.or_off {
            choices.push(Choice::Off { measure });
        }
        Ok(choices)
    }
}

/// Every combination of the knobs, then those written out; sets of measures that come up twice are kept once.
///
/// # Errors
/// A measure or number that is not there, a value out of its range, more than [`MAX_CANDIDATES`], or no candidate.
pub fn candidates(base: &Scenario, knobs: &[Knob], listed: &[Listed]) -> Result<Vec<Candidate>, Invalid> {
    let (root, mut found) = (Path::root("search"), Vec::new());
    let options = knobs.iter().enumerate().map(|(at, knob)| knob.choices(&root.at("knobs").index(at)));
    let options = options.collect::<Result<Vec<_>, _>>()?;
    let combinations = options.iter().fold(1_usize, |all, choices| all.saturating_mul(choices.len()));
    let asked = if knobs.is_empty() { 0 } else { combinations } + listed.len();
    if asked == 0 || asked > MAX_CANDIDATES {
        let allowed = format!("knobs or candidates that make 1 to {MAX_CANDIDATES}");
        return Err(root.refuse(format!("{asked} candidates"), allowed));
    }
    for number in 0..asked - listed.len() {
        let (mut candidate, mut left) = (Candidate::as_given(base), number);
        for (at, choices) in options.iter().enumerate().rev() {
            let path = root.at("knobs").index(at);
            candidate.apply(base, choices[left % choices.len()].clone(), (&path, "values"))?;
            left /= choices.len();
        }
        candidate.choices.reverse();
        add(&mut found, candidate);
    }
    for (at, wanted) in listed.iter().enumerate() {
        let path = root.at("candidates").index(at);
        let mut candidate = Candidate { name: wanted.name.clone(), ..Candidate::as_given(base) };
        for (at, setting) in wanted.set.iter().enumerate() {
            let path = path.at("set").index(at);
            candidate.apply(base, Choice::Set(setting.clone()), (&path, "value"))?;
        }
        for measure in &wanted.without {
            candidate.apply(base, Choice::Off { measure: measure.clone() }, (&path, "without"))?;
        }
        add(&mut found, candidate);
    }
    Ok(found)
}

fn add(found: &mut Vec<Candidate>, mut candidate: Candidate) {
    let is_off =
        |choice: &Choice, measure: &str| matches!(choice, Choice::Off { measure: off } if off == measure);
    let choices = candidate.choices.clone();
    // Where a measure is left out its numbers say nothing.
    candidate.choices.retain(|choice| match choice {
        Choice::On { measure } | Choice::Set(Setting { measure, .. }) => {
            !choices.iter().any(|other| is_off(other, measure))
        }
        Choice::Off { .. } => true,
    });
    if !found.iter().any(|known| known.measures == candidate.measures) {
        found.push(candidate);
    }
}
