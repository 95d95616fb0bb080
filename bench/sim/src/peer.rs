//! Another simulator beside ours in the same run: epiworld by its Python package, Covasim where somebody installed it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};
use xd_sim::{
    Action, Basis, Contacts, Disease, Duration, Introduction, Layer, Measure, Mixing, Population, Release,
    Row, Scenario, Scope, Test, Transmissibility, Trigger, Who, ZoneBuilder,
};

use crate::{scenes, show, time};

const VERSION: &str = "epiworldpy==0.17.0.post2";
const PEOPLE: u32 = 1_000;
const DAYS: u16 = 100;

/// A Python with the peer, made in `target/peer` if it is not there.
fn python() -> Result<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/peer");
    let python = folder.join("bin/python");
    if !python.exists() {
        writeln!(std::io::stdout(), "installing {VERSION} into target/peer")?;
        let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).status()?;
        ensure!(made.success(), "python3 has no venv");
    }
    if !Command::new(&python).args(["-c", "import epiworldpy"]).output()?.status.success() {
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", VERSION];
        ensure!(Command::new(&python).args(pip).status()?.success(), "pip could not install {VERSION}");
    }
    Ok(python)
}

/// Lines of the peer: model, seconds per replicate, share infected.
fn measured() -> Result<BTreeMap<String, (f64, f64)>> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("peer.py");
    let arguments = [PEOPLE.to_string(), DAYS.to_string(), "20".to_owned()];
    let output = Command::new(python()?).arg(program).args(arguments).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, seconds, share] = words[..] else { return None };
        Some((name.to_owned(), (seconds.parse().ok()?, share.parse().ok()?)))
    };
    Ok(text.lines().filter_map(line).collect())
}

fn exponential(reproduction: f64) -> Disease {
    Disease::plain(
        Transmissibility::ReproductionNumber(reproduction),
        Duration::Exponential { mean: 1.5 },
        Duration::Exponential { mean: 3.0 },
    )
}

fn crowd() -> Result<Population> {
    let mut builder = ZoneBuilder::new();
    for _ in 0..PEOPLE {
        builder.push(Row::OUTSIDER);
    }
    Ok(Population::new(vec![builder.build()?.0])?)
}

fn classes() -> Result<Population> {
    let mut builder = ZoneBuilder::new();
    for pupil in 0..PEOPLE {
        builder.push(Row::pupil(0, 0, pupil / 40));
    }
    Ok(Population::new(vec![builder.build()?.0])?)
}

fn scenario(reproduction: f64, contacts: &[(Layer, f64, Mixing)]) -> Scenario {
    let table = contacts.iter().map(|(layer, per_day, mixing)| (*layer, Contacts::plain(*per_day, *mixing)));
    let mut scenario = Scenario::plain(DAYS, exponential(reproduction), table.collect());
    scenario.introductions =
        vec![Introduction { day: 0, count: 5, who: Who::SchoolPeople, zone: 0, school: None }];
    scenario
}

/// The ill are found after a day, half of them isolate; half of the class is traced, half of those keep quarantine.
fn with_quarantine(mut scenario: Scenario) -> Scenario {
    let test = Test { sensitivity: 1.0, specificity: 1.0, days_before: 0, days_after: 0, result_hours: 24 };
    scenario.tests.insert("test".to_owned(), test);
    let ill = Action::TestIll {
        test: "test".to_owned(),
        who: Who::Pupils,
        daily: 1.0,
        daily_away: None,
        home_until_result: false,
    };
    let answer = |name, action| Measure {
        compliance: 0.5,
        ..Measure::always(name, action).when(Trigger::EachCase { basis: Basis::Confirmed })
    };
    scenario.measures = vec![
        Measure::always("ill", ill),
        answer("isolate", Action::Isolate { days: 5, release: Release::AfterDays }),
        answer("quarantine", Action::Quarantine { scope: Scope::Class, days: 5, recall: 0.5 }),
    ];
    scenario
}

/// Prints the peer beside ours. A machine without Python or network says so and goes on.
pub fn run() -> Result<()> {
    let peers = match measured() {
        Ok(peers) => peers,
        Err(error) => return Ok(writeln!(std::io::stdout(), "no peer to run beside: {error}")?),
    };
    let plain = scenario(2.5, &[(Layer::Community, 8.0, Mixing::Fixed)]);
    let school = [(Layer::Class, 1.0, Mixing::Pairs), (Layer::School, 4.0, Mixing::Fixed)];
    let ours = [
        ("seir", "epiworld, everybody meets anybody", time(&crowd()?, &plain, 500)?),
        (
            "classes",
            "epiworld, classes with quarantine",
            time(&classes()?, &with_quarantine(scenario(6.0, &school)), 200)?,
        ),
        (
            "covasim",
            "Covasim, tests, tracing and quarantine",
            time(&scenes::school()?, &scenes::scenario(DAYS, 10.0, scenes::all_measures(0.3)), 100)?,
        ),
    ];
    for (key, name, ours) in ours {
        let Some((seconds, share)) = peers.get(key) else { continue };
        show(&format!("{name}: theirs, infected"), 100.0 * share, ("%", ""))?;
        show(&format!("{name}: theirs, a replicate"), seconds * 1e3, ("ms", ""))?;
        let agent_days = f64::from(PEOPLE) * f64::from(DAYS) / seconds / 1e6;
        show(&format!("{name}: theirs, agent-days"), agent_days, ("M/s", ""))?;
        show(&format!("{name}: ours, infected"), 100.0 * ours.infections / ours.people, ("%", ""))?;
        show(&format!("{name}: ours, a replicate"), ours.seconds * 1e3, ("ms", ""))?;
        show(&format!("{name}: ours, agent-days"), ours.agent_days / ours.seconds / 1e6, ("M/s", ""))?;
        show(&format!("{name}: ratio of times"), seconds / ours.seconds, ("×", ""))?;
    }
    Ok(())
}
