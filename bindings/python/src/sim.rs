//! `xiaodun.sim`. Scenarios come as JSON text, which Python makes of its dictionaries; TOML files are read here.

use numpy::{Element, IntoPyArray as _};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::de::DeserializeOwned;
use serde_json::Value;
use xd_sim::{Outcome, Population, Role, Scenario, SchoolPlan, SchoolTally, Simulation};

use crate::arrays::{matrix, vector, wrong};

macro_rules! pack {
    ($slug:literal) => {
        ($slug, include_str!(concat!("../../../content/diseases/", $slug, ".toml")))
    };
}

/// The disease packs of the project, in the order of their slugs.
const PACKS: [(&str, &str); 11] = [
    pack!("covid-19-delta"),
    pack!("covid-19-omicron"),
    pack!("covid-19-wild"),
    pack!("hfmd"),
    pack!("influenza-pandemic"),
    pack!("influenza-seasonal"),
    pack!("measles"),
    pack!("mumps"),
    pack!("norovirus"),
    pack!("tuberculosis"),
    pack!("varicella"),
];

fn toml_value(text: &str) -> PyResult<Value> {
    let table: toml::Table = text.parse().map_err(wrong)?;
    serde_json::to_value(table).map_err(wrong)
}

fn typed<T: DeserializeOwned>(what: &str, value: Value) -> PyResult<T> {
    serde_json::from_value(value).map_err(|error| wrong(format_args!("{what}: {error}")))
}

/// A TOML file as JSON text.
#[pyfunction]
pub fn sim_toml(text: &str) -> PyResult<String> {
    Ok(toml_value(text)?.to_string())
}

/// Slugs of the disease packs.
#[pyfunction]
pub fn sim_diseases() -> Vec<&'static str> {
    PACKS.iter().map(|(slug, _)| *slug).collect()
}

fn pack(slug: &str) -> PyResult<Value> {
    let found = PACKS.iter().find(|(name, _)| *name == slug);
    let (_, text) =
        found.ok_or_else(|| wrong(format_args!("disease: {slug:?} is none of {:?}", sim_diseases())))?;
    toml_value(text)
}

/// These fields of a pack keep what is not given; every other is replaced whole.
const MERGED: [&str; 3] = ["vaccine", "environment", "layer_weights"];

/// A slug, or a table whose `pack` is one and whose other fields take the place of the pack's, becomes the whole disease.
fn disease_of(given: Value) -> PyResult<Value> {
    let Value::Object(mut changes) = given else {
        let Value::String(slug) = given else { return Ok(given) };
        return pack(&slug);
    };
    let Some(slug) = changes.remove("pack") else { return Ok(Value::Object(changes)) };
    let mut disease = pack(slug.as_str().unwrap_or_default())?;
    for (field, value) in changes {
        match (disease.get_mut(&field), value) {
            (Some(Value::Object(old)), Value::Object(new)) if MERGED.contains(&field.as_str()) => {
                old.extend(new)
            }
            (_, value) => disease[field] = value,
        }
    }
    Ok(disease)
}

/// A disease pack as JSON text.
#[pyfunction]
pub fn sim_disease(slug: &str) -> PyResult<String> {
    Ok(pack(slug)?.to_string())
}

/// A population and a checked scenario.
#[pyclass(frozen, name = "SimModel", module = "xiaodun._native")]
pub struct SimModel {
    population: Population,
    scenario: Scenario,
}

impl SimModel {
    fn simulation(&self) -> PyResult<Simulation<'_>> {
        Simulation::new(&self.population, &self.scenario).map_err(wrong)
    }
}

#[pymethods]
impl SimModel {
    /// Takes `population` out of the table, puts the pack in the place of a disease's slug, and checks everything. What
    /// `search` and `calibrate` ask is for the commands of those names; a run does not need it.
    #[new]
    fn new(json: &str, population_seed: u64) -> PyResult<Self> {
        let mut value: Value = serde_json::from_str(json).map_err(wrong)?;
        let table = value.as_object_mut().ok_or_else(|| wrong("scenario: not a table"))?;
        let plan = table.remove("population").unwrap_or_else(|| Value::Object(serde_json::Map::new()));
        let plan: SchoolPlan = typed("population", plan)?;
        table.remove("search");
        table.remove("calibrate");
        if let Some(disease) = table.remove("disease") {
            table.insert("disease".to_owned(), disease_of(disease)?);
        }
        let scenario: Scenario = typed("scenario", value)?;
        let population = plan.population(population_seed).map_err(wrong)?;
        let model = Self { population, scenario };
        model.simulation()?;
        Ok(model)
    }

    /// Names of the measures, in order.
    #[getter]
    fn measures(&self) -> Vec<String> {
        self.scenario.measures.iter().map(|measure| measure.name.clone()).collect()
    }

    /// Names of the cluster rules, in order.
    #[getter]
    fn clusters(&self) -> Vec<String> {
        self.scenario.clusters.iter().map(|rule| rule.name.clone()).collect()
    }

    /// Role (0 pupil, 1 staff, 2 outside), school and class or staff room of each person, in the order of the simulation.
    fn people<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let table = PyDict::new(py);
        let zone = &self.population.zones()[0];
        let people = || 0..zone.len() as u32;
        let signed = |number: Option<u32>| number.map_or(-1, i64::from);
        let school = |person| Some(zone.school_of(person)).filter(|school| *school != xd_sim::NONE);
        let role = |person| match zone.role(person) {
            Role::Pupil => 0_u8,
            Role::Staff => 1,
            Role::Outsider => 2,
        };
        table.set_item("role", vector(py, people().map(role).collect()))?;
        table.set_item("school", vector(py, people().map(|person| signed(school(person))).collect()))?;
        let class = |person| signed(zone.cohort_number(person));
        table.set_item("cohort", vector(py, people().map(class).collect()))?;
        Ok(table)
    }

    /// Replicates `from .. to` on so many threads (0: all cores), the lock let go meanwhile: arrays by name.
    fn run<'py>(
        &self,
        py: Python<'py>,
        seed: u64,
        replicates: (u64, u64),
        threads: usize,
    ) -> PyResult<Bound<'py, PyDict>> {
        let simulation = self.simulation()?;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(wrong)?;
        let outcomes = py.detach(|| pool.install(|| simulation.ensemble(seed, replicates)));
        Table { py, outcomes: &outcomes, into: PyDict::new(py) }.fill()
    }

    /// The line list of one replicate: columns by name.
    fn line_list<'py>(&self, py: Python<'py>, seed: u64, replicate: u64) -> PyResult<Bound<'py, PyDict>> {
        let simulation = self.simulation()?;
        let mut workspace = simulation.workspace();
        let cases = py.detach(|| {
            simulation.run(&mut workspace, seed, replicate);
            simulation.line_list(&workspace)
        });
        let table = PyDict::new(py);
        let missing = |value: u32| if value == u32::MAX { -1 } else { i64::from(value) };
        let add = |name: &str, see: &dyn Fn(&xd_sim::Case) -> i64| {
            table.set_item(name, vector(py, cases.iter().map(see).collect()))
        };
        add("person", &|case| case.person.into())?;
        add("infector", &|case| missing(case.infector))?;
        add("hour", &|case| case.hour.into())?;
        add("onset_hour", &|case| missing(case.onset_hour))?;
        add("infectious_from", &|case| case.infectious_from.into())?;
        add("infectious_days", &|case| case.infectious_days.into())?;
        add("illness_days", &|case| case.illness_days.into())?;
        add("generation", &|case| case.generation.into())?;
        add("layer", &|case| case.layer.map_or(-1, |layer| layer as i64))?;
        Ok(table)
    }

    /// Every absence of one replicate that cost school days: columns by name.
    fn absences<'py>(&self, py: Python<'py>, seed: u64, replicate: u64) -> PyResult<Bound<'py, PyDict>> {
        let simulation = self.simulation()?;
        let mut workspace = simulation.workspace();
        workspace.keep_absences();
        let rows = py.detach(|| {
            simulation.run(&mut workspace, seed, replicate);
            simulation.absences(&workspace)
        });
        let table = PyDict::new(py);
        let add = |name: &str, see: &dyn Fn(&xd_sim::Absence) -> i64| {
            table.set_item(name, vector(py, rows.iter().map(see).collect()))
        };
        add("person", &|row| row.person.into())?;
        add("from_day", &|row| row.from.into())?;
        add("until_day", &|row| row.until.into())?;
        add("days", &|row| row.days.into())?;
        add("cause", &|row| row.cause as i64)?;
        add("measure", &|row| row.measure.into())?;
        Ok(table)
    }
}

/// Outcomes on their way into arrays: a row per replicate.
struct Table<'a, 'py> {
    py: Python<'py>,
    outcomes: &'a [Outcome],
    into: Bound<'py, PyDict>,
}

impl<'a, 'py> Table<'a, 'py> {
    fn number(&self, name: &str, see: fn(&Outcome) -> u64) -> PyResult<()> {
        self.into.set_item(name, vector(self.py, self.outcomes.iter().map(see).collect::<Vec<_>>()))
    }

    fn row<T: Element + Copy>(&self, name: &str, see: fn(&'a Outcome) -> &'a [T]) -> PyResult<()> {
        let columns = self.outcomes.first().map_or(0, |outcome| see(outcome).len());
        let values: Vec<T> = self.outcomes.iter().flat_map(see).copied().collect();
        if columns == 0 {
            let empty = numpy::ndarray::Array2::<T>::from_shape_vec((self.outcomes.len(), 0), values);
            return self.into.set_item(name, empty.map_err(wrong)?.into_pyarray(self.py));
        }
        self.into.set_item(name, matrix(self.py, values, columns)?)
    }

    /// Of each school; days that there are not become NaN.
    fn school(&self, name: &str, see: fn(&SchoolTally) -> Option<u16>) -> PyResult<()> {
        let columns = self.outcomes.first().map_or(1, |outcome| outcome.schools.len().max(1));
        let tallies = self.outcomes.iter().flat_map(|outcome| &outcome.schools);
        let values: Vec<f64> = tallies.map(|tally| see(tally).map_or(f64::NAN, f64::from)).collect();
        self.into.set_item(name, matrix(self.py, values, columns)?)
    }

    fn fill(self) -> PyResult<Bound<'py, PyDict>> {
        self.row("infections", |o| &o.infections)?;
        self.row("by_layer", |o| &o.by_layer)?;
        self.row("by_generation", |o| &o.by_generation)?;
        self.row("curve", |o| &o.curve)?;
        self.row("onsets", |o| &o.onsets)?;
        self.row("in_hospital", |o| &o.in_hospital)?;
        self.row("pupil_days", |o| &o.pupil_days)?;
        self.row("pupil_days_by_measure", |o| &o.pupil_days_by_measure)?;
        self.row("staff_days", |o| &o.staff_days)?;
        self.row("done", |o| &o.done)?;
        self.row("class_days", |o| &o.class_days)?;
        self.row("clusters", |o| &o.clusters)?;
        self.number("imported", |o| o.imported)?;
        self.number("symptomatic", |o| o.symptomatic)?;
        self.number("known_ill", |o| o.known_ill)?;
        self.number("confirmed", |o| o.confirmed)?;
        self.number("false_positives", |o| o.false_positives)?;
        self.number("admissions", |o| o.admissions)?;
        self.number("hospital_days", |o| o.hospital_days)?;
        self.number("swabs", |o| o.swabs)?;
        self.number("tests", |o| o.tests)?;
        self.number("tubes", |o| o.tubes)?;
        self.number("staff_minutes", |o| o.staff_minutes)?;
        self.number("cents", |o| o.cents)?;
        self.school("detection_delay", SchoolTally::detection_delay)?;
        self.school("ring_closing", SchoolTally::ring_closing)?;
        Ok(self.into)
    }
}
