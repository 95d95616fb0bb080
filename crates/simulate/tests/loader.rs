//! What is refused before anything runs: at which line and column, which field, what was given and what is allowed.

use std::collections::BTreeMap;

use xd_analyst::table::{FileError, Source};
use xd_sim::{
    Contacts, Disease, Duration, Introduction, Layer, Mixing, Scenario, Simulation, Transmissibility, Who,
};
use xd_simulate::{SimulateError, register, scenario};

const GOOD: &str = r#"name = "n"
days = 30
disease = "norovirus"
[population]
grades = 2
[[measures]]
name = "close"
trigger = { when = "count", basis = "known_ill", scope = "class", cases = 3, window_days = 3 }
action = { kind = "close", scope = "class", days = 3, made_up = false }
"#;

/// The file with `old` replaced is refused in this way, and the column is where the field begins.
#[track_caller]
fn check(old: &str, new: &str, told: &str) {
    assert!(GOOD.contains(old), "{old}");
    let text = GOOD.replace(old, new);
    let Err(SimulateError::Wrong(errors)) = scenario::parse("f.toml", &text) else {
        panic!("{new} is accepted")
    };
    let shown = |error: &FileError| format!("line {} ({}): {}", error.line, error.field, error.reason);
    assert_eq!(errors.iter().map(shown).collect::<Vec<_>>().join("\n"), told);
    for error in errors.iter().filter(|error| error.reason != "is missing") {
        let line = text.lines().nth(error.line - 1).unwrap();
        let name = error.field.rsplit('.').next().unwrap();
        let list = name.ends_with(']');
        assert!(list || line[error.column - 1..].starts_with(name), "{error}");
    }
}

#[test]
fn a_good_file_is_read() {
    let loaded = scenario::parse("f.toml", GOOD).unwrap();
    assert_eq!(loaded.scenario.disease.slug, "norovirus");
    let population = loaded.population(1).unwrap();
    loaded.simulation(&population).unwrap();
}

#[test]
fn errors_say_line_column_field_and_what_is_allowed() {
    check("days = 30", "days = 30 30", "line 2 (): string values must be quoted, expected literal string");
    check("days = 30", "days = -3", "line 2 (days): is -3, allowed is a whole number, 1 to 1000");
    check("days = 30", "days = \"x\"", "line 2 (days): is \"x\", allowed is a whole number, 1 to 1000");
    check("days = 30\n", "", "line 1 (days): is missing");
    check(
        "cases = 3",
        "cases = 0",
        "line 8 (measures[0].trigger.cases): is 0, allowed is a whole number, 1 to 10000",
    );
    check(
        "kind = \"close\"",
        "kind = \"clsoe\"",
        "line 9 (measures[0].action.kind): is \"clsoe\", allowed is one of stay_home, morning_check, reduce, \
         test_ill, screen, isolate, quarantine, test_contacts, test_to_stay, close, close_campus, vaccinate",
    );
    check(
        "made_up = false",
        "made_up = 1",
        "line 9 (measures[0].action.made_up): is 1, allowed is true or false",
    );
    check(
        ", made_up = false",
        ", makeup = false",
        "line 9 (measures[0].action.made_up): is missing\nline 9 \
         (measures[0].action.makeup): is unknown, known are days, kind, made_up, scope",
    );
    check(
        "scope = \"class\", days",
        "scope = \"room\", days",
        "line 9 (measures[0].action.scope): is room, allowed is class, grade, school or zone",
    );
    check(
        "grades = 2",
        "boarding_share = 1.5",
        "line 5 (population.boarding_share): is 1.5, allowed is 0 to 1",
    );
    check("grades = 2", "grades = 0", "line 5 (population.grades): is 0, allowed is a whole number, 1 to 12");
    check(
        "disease = \"norovirus\"",
        "disease = \"noro\"",
        "line 3 (disease): is \"noro\", allowed is one of covid-19-delta, covid-19-omicron, covid-19-wild, hfmd, \
         influenza-pandemic, influenza-seasonal, measles, mumps, norovirus, tuberculosis, varicella",
    );
}

#[test]
fn a_pack_can_be_changed() {
    let changed = GOOD.replace(
        "\"norovirus\"",
        "{ pack = \"norovirus\", transmissibility = { reproduction_number = 4.5 }, environment = { share = 0.2 } }",
    );
    let disease = scenario::parse("f.toml", &changed).unwrap().scenario.disease;
    let pack = scenario::parse("f.toml", GOOD).unwrap().scenario.disease;
    assert_eq!(disease.transmissibility, Transmissibility::ReproductionNumber(4.5));
    let (new, old) = (disease.environment.unwrap(), pack.environment.unwrap());
    assert_eq!((new.share, new.half_life_hours), (0.2, old.half_life_hours));
    assert_eq!(disease.latent, pack.latent);
    check(
        "\"norovirus\"",
        "{ pack = \"norovirus\", vaccine = { symptoms = 2 } }",
        "line 3 (disease.vaccine.symptoms): is 2, allowed is 0 to 1",
    );
    check(
        "\"norovirus\"",
        "{ pack = \"norovirus\", latent = { family = \"gama\", mean = 1.0, sd = 1.0 } }",
        "line 3 (disease.latent.family): is \"gama\", allowed is one of constant, exponential, gamma, lognormal, \
         weibull, uniform",
    );
    check(
        "\"norovirus\"",
        "{ pack = \"norovirus\", latent = { family = \"gamma\", mean = 1.0, sd = 9.0 } }",
        "line 3 (disease.latent.sd): is 9, allowed is 0.001 to 1.5",
    );
}

#[test]
fn layers_are_known_by_name() {
    let contacts = "[contacts.clas]\nper_day = 1.0\nmixing = \"fixed\"\nmeets_on = \"every_day\"\nfrom_hour = 0\nhours = 24\n";
    let error = scenario::parse("f.toml", &format!("{GOOD}{contacts}")).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "f.toml: line 10, column 11 (contacts.clas): is \"clas\", allowed is one of class, grade,"
        ),
        "{error}"
    );
}

#[test]
fn calendars_and_coverage_make_sense() {
    let add = |text: &str| format!("grades = 2\n{text}\n");
    check(
        "grades = 2\n",
        &add("[calendar]\nschool_weekdays = [0, 1, 1]"),
        "line 7 (calendar.school_weekdays[2]): is 1, allowed is each weekday once",
    );
    check(
        "grades = 2\n",
        &add("[calendar]\nholidays = [{ from = 9, to = 5 }]"),
        "line 7 (calendar.holidays[0].to): is 5, allowed is 9 to 65535",
    );
    check(
        "grades = 2\n",
        &add("[[coverage]]\nfrom_age = 9\nto_age = 5"),
        "line 8 (coverage[0].to_age): is 5, allowed is 9 to 120",
    );
    let class = GOOD.replace("grades = 2\n", &add("[[coverage]]\nclass = 90\nimmune = 0.1"));
    let loaded = scenario::parse("f.toml", &class).unwrap();
    let error = loaded.simulation(&loaded.population(1).unwrap()).unwrap_err().to_string();
    assert_eq!(error, "f.toml: line 7, column 1 (coverage[0].class): is 90, allowed is 0 to 8");
}

#[track_caller]
fn refused(rows: &str, told: &str) {
    let source = Source::new("r.csv", rows.as_bytes().to_vec()).unwrap();
    let refused: SimulateError = register::population(&source).unwrap_err();
    assert_eq!((refused.to_string(), refused.exit_code()), (format!("r.csv: {told}"), 2));
}

#[test]
fn registers_are_refused_at_their_place() {
    refused("role,school,class,age\n", "line 2, column 1: there is nobody: give at least one person");
    refused("role,school,class\n", "line 1, column 1 (age): the header lacks this column");
    refused("role,school,class,age\npupil,1,,7\n", "line 2, column 9 (class): must not be empty");
    refused("role,school,class,age\npupil,,a,7\n", "line 2, column 7 (school): must not be empty");
    refused(
        "role,school,class,age\npupil,1,a,700\n",
        "line 2, column 11 (age): is `700`, allowed is a whole number, 0 to 120",
    );
    refused(
        "role,school,class,age\nteacher,1,,40\n",
        "line 2, column 1 (role): is `teacher`, allowed is one of pupil, staff, outsider",
    );
    refused(
        "role,school,class,age,teaches\npupil,1,a,7,\nstaff,1,,40,a;b\n",
        "line 3, column 13 (teaches): there is no class `b`",
    );
    refused(
        "role,school,class,age,teaches\npupil,1,a,7,\nstaff,2,,40,a\n",
        "line 3, column 13 (teaches): a class that has no pupils in this school",
    );
}

#[test]
fn seats_are_refused_at_their_place() {
    for seat in ["3", "0-5", "3-101", "3-5-1", "a-b"] {
        refused(
            &format!("role,school,class,age,seat\npupil,1,a,7,{seat}\n"),
            &format!(
                "line 2, column 13 (seat): is `{seat}`, allowed is row-column, each 1 to 100, such as 3-5"
            ),
        );
    }
    refused(
        "role,school,class,age,seat\npupil,1,a,7,3-5\npupil,1,b,7,3-5\npupil,1,a,7,3-5\n",
        "line 4, column 13 (seat): another pupil of this class has this seat",
    );
    refused(
        "role,school,class,age,seat\nstaff,1,,40,1-1\n",
        "line 2, column 13 (seat): only pupils have a seat: leave it empty",
    );
}

/// With contacts that halve with every fifth of a seat, the neighbour is infected and the far corner is not.
#[test]
fn seats_of_a_register_reach_the_simulator() {
    let rows = "role,school,class,age,seat\npupil,1,a,7,1-1\npupil,1,a,7,1-2\npupil,1,a,7,9-9\n";
    let population = register::population(&Source::new("r.csv", rows.as_bytes().to_vec()).unwrap()).unwrap();
    let disease = Disease::plain(
        Transmissibility::PerContact(1.0),
        Duration::Constant { days: 0.0 },
        Duration::Constant { days: 1.0 },
    );
    let contacts = BTreeMap::from([(Layer::Class, Contacts::plain(20.0, Mixing::Fixed))]);
    let mut scenario = Scenario::plain(2, disease, contacts);
    scenario.seat_half_distance = Some(0.2);
    scenario.introductions =
        vec![Introduction { day: 0, count: 1, who: Who::SchoolPeople, zone: 0, school: None }];
    let simulation = Simulation::new(&population, &scenario).unwrap();
    let mut workspace = simulation.workspace();
    let mut near = 0;
    for replicate in 0..60 {
        simulation.run(&mut workspace, 1, replicate);
        let people: Vec<u32> = simulation.line_list(&workspace).iter().map(|case| case.person).collect();
        if people[0] != 2 {
            assert_eq!(people.len(), 2, "the neighbour and nobody else: {people:?}");
            assert!(!people.contains(&2), "{people:?}");
            near += 1;
        }
    }
    assert!(near > 20, "{near}");
}

#[test]
fn a_register_is_a_population() {
    let rows = "role,school,class,age,grade,household,teaches\n\
                pupil,x,1,7,1,h1,\npupil,x,2,7,1,h1,\npupil,x,10,7,1,h2,\nstaff,x,,40,,h2,1;10\noutsider,,,40,,h1,\n";
    let population = register::population(&Source::new("r.csv", rows.as_bytes().to_vec()).unwrap()).unwrap();
    let zone = &population.zones()[0];
    assert_eq!((population.len(), zone.school_people(), zone.classes(), zone.schools()), (5, 4, 3, 1));
}
