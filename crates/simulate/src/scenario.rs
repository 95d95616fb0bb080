//! A scenario file: read, checked whole, every error at its place.

use std::path::Path;

use toml::{Table, Value};
use xd_analyst::table::{FileError, Source};
use xd_sim::{Calibrate, Invalid, Population, Scenario, Search, Simulation};

use crate::error::SimulateError;
use crate::packs;
use crate::places::Places;
use crate::population::{PopulationPlan, beside, refusal};
use crate::register;
use crate::schema;
use crate::shape::{self, Wrong};

/// More errors than this are not shown at once.
const MOST_ERRORS: usize = 20;

/// A scenario file that is right by itself.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What is simulated, the disease pack filled in.
    pub scenario: Scenario,
    /// In whom; `None` where the file does not say.
    pub population: Option<PopulationPlan>,
    /// What a policy search may turn and what it asks; `None` where the file does not say.
    pub search: Option<Search>,
    /// What a calibration does not know; `None` where the file does not say.
    pub calibrate: Option<Calibrate>,
    /// Where each field stands.
    pub places: Places,
}

/// Reads a scenario file; `-` is standard input.
///
/// # Errors
/// A file that cannot be read, is not TOML, has unknown, missing or mistyped fields or values out of range: all of them that
/// can be seen at once, each with line, column, path, what was given and what is allowed.
pub fn load(path: &Path) -> Result<Loaded, SimulateError> {
    let source = Source::open(path)?;
    parse(source.name(), source.text())
}

/// The same of a text; `file` names it in errors.
///
/// # Errors
/// As [`load`].
pub fn parse(file: &str, text: &str) -> Result<Loaded, SimulateError> {
    let places = Places::read(file, text)?;
    let mut table: Table = text.parse().map_err(|error| places.syntax(&error))?;
    let schema = schema::schema();
    refuse_all(&places, shape::check(&schema, &Value::Table(table.clone())))?;
    let population = table.remove("population");
    let (search, calibrate) = (table.remove("search"), table.remove("calibrate"));
    let disease = table.remove("disease").unwrap_or(Value::Boolean(false));
    let disease = disease_of(&places, disease)?;
    refuse_all(&places, shape::check_field(&schema, ("disease", "Disease"), &disease))?;
    table.insert("disease".to_owned(), disease);
    let scenario: Scenario = typed(&places, table.into())?;
    let population = population.map(|plan| typed(&places, plan)).transpose()?;
    let search: Option<Search> = search.map(|search| typed(&places, search)).transpose()?;
    let calibrate: Option<Calibrate> = calibrate.map(|calibrate| typed(&places, calibrate)).transpose()?;
    let checked = scenario
        .check()
        .and_then(|()| search.as_ref().map_or(Ok(()), |search| search.check(&scenario)))
        .and_then(|()| calibrate.as_ref().map_or(Ok(()), |calibrate| calibrate.check(&scenario)));
    checked.map_err(|invalid| refusal(&places, &invalid))?;
    let loaded = Loaded { scenario, population, search, calibrate, places };
    Ok(loaded)
}

fn refuse_all(places: &Places, wrong: Vec<Wrong>) -> Result<(), SimulateError> {
    let mut errors: Vec<FileError> =
        wrong.into_iter().map(|wrong| places.error(&wrong.field, wrong.reason)).collect();
    errors.sort_by_key(|error| (error.line, error.column));
    errors.truncate(MOST_ERRORS);
    if errors.is_empty() { Ok(()) } else { Err(SimulateError::Wrong(errors)) }
}

/// The schema has seen the value, so this refuses only what a schema cannot say.
fn typed<T: serde::de::DeserializeOwned>(places: &Places, value: Value) -> Result<T, SimulateError> {
    value.try_into().map_err(|error| places.error("", format!("{error}").replace('\n', ", ")).into())
}

/// The fields of a disease in full: those of a pack, those given in its place.
fn disease_of(places: &Places, given: Value) -> Result<Value, SimulateError> {
    let find = |slug: &str| {
        packs::find(slug).ok_or_else(|| places.error("disease", format!("is {slug}: there is no such pack")))
    };
    match given {
        Value::String(slug) => Ok(find(&slug)?.into()),
        Value::Table(mut changes) => {
            let Some(slug) = changes.remove("pack") else { return Ok(changes.into()) };
            let mut disease = find(slug.as_str().unwrap_or_default())?;
            for (field, value) in changes {
                replace(&mut disease, field, value);
            }
            Ok(disease.into())
        }
        other => Ok(other),
    }
}

/// These keep the fields that are not given; everything else is replaced whole.
const MERGED: [&str; 3] = ["vaccine", "environment", "layer_weights"];

fn replace(disease: &mut Table, field: String, value: Value) {
    match (disease.get_mut(&field), value) {
        (Some(Value::Table(old)), Value::Table(new)) if MERGED.contains(&field.as_str()) => old.extend(new),
        (_, value) => drop(disease.insert(field, value)),
    }
}

impl Loaded {
    /// A refusal of the simulator at its place in the file.
    #[must_use]
    pub fn refuse(&self, invalid: &Invalid) -> SimulateError {
        refusal(&self.places, invalid)
    }

    /// Lays out the population of the file.
    ///
    /// # Errors
    /// The file names none; or as [`PopulationPlan::population`].
    pub fn population(&self, seed: u64) -> Result<Population, SimulateError> {
        let none = || self.places.error("population", "is missing; give the table, or --population FILE");
        self.population.as_ref().ok_or_else(none)?.population(&self.places, seed)
    }

    /// What the population of the file is made from: two equal texts and seeds make the same people.
    ///
    /// # Errors
    /// A register that cannot be read.
    pub fn population_text(&self) -> Result<String, SimulateError> {
        match &self.population {
            Some(PopulationPlan::Register(plan)) => {
                Ok(register::text(&Source::open(&beside(&self.places, &plan.register))?))
            }
            // A plan of numbers always becomes TOML.
            Some(plan) => Ok(toml::to_string(plan).unwrap_or_default()),
            None => Ok(String::new()),
        }
    }

    /// Compiles the scenario for a population.
    ///
    /// # Errors
    /// What does not fit the population, at its place.
    pub fn simulation<'p>(&self, population: &'p Population) -> Result<Simulation<'p>, SimulateError> {
        Simulation::new(population, &self.scenario).map_err(|invalid| self.refuse(&invalid))
    }
}
