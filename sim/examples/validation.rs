//! Writes the long validation tables: `cargo run --release -p xd-sim --example validation > docs/methods/simulator-validation.md`,
//! a few minutes on one core. `cargo test -p xd-sim` runs the same models with fewer replicates.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;

use xd_sim::validation::{AVERTED, Found, Kind, TESTS, averted, policies, run};

const SCREENED: u64 = 100_000;
/// As many as the published table has.
const POLICIES: u64 = 1_000;

fn screened() -> Result<String, Box<dyn Error>> {
    let mut text = format!(
        "## A6 Periodic screening\n\nShare of infectiousness averted: expected in continuous time / found, {SCREENED} replicates a cell\n\
         (standard error up to 0.003 where little is averted).\n\n| test every |"
    );
    for (sensitivity, days) in TESTS {
        write!(text, " sensitivity {sensitivity}, result after {days} d |")?;
    }
    text.push_str("\n|---|---|---|---|---|---|\n");
    for ((every_days, expected), found) in AVERTED.iter().zip(averted(SCREENED)?) {
        write!(text, "| {every_days} d |")?;
        for (expected, found) in expected.iter().zip(found) {
            write!(text, " {expected:.3} / {found:.3} |")?;
        }
        text.push('\n');
    }
    Ok(text)
}

fn shares(found: &Found) -> String {
    found.shares.map(|share| format!("{:.0}", 100.0 * share)).join("/")
}

fn orderings(text: &mut String, found: &[Found]) -> Result<(), std::fmt::Error> {
    let [none, home, _, stay, _, _, both, teachers, pupils, ..] = found else { return Ok(()) };
    let cut = |with: f64, without: f64| 100.0 * (with / without - 1.0);
    writeln!(
        text,
        "\nTest-to-stay against quarantine: infections {:+.0} %, days {:.2} of them. Pupils screened: infections {:+.0} %; with\n\
         test-to-stay days {:+.0} %. Teachers screened: infections {:+.0} %.",
        cut(stay.infections, home.infections),
        stay.days / home.days,
        cut(pupils.infections, none.infections),
        cut(both.days, stay.days),
        cut(teachers.infections, none.infections),
    )
}

fn schools(kind: Kind) -> Result<String, Box<dyn Error>> {
    let policies = policies();
    let found = run(kind, &policies, POLICIES)?;
    let name = if kind == Kind::Primary { "primary" } else { "high" };
    let published = if kind == Kind::Primary { " published |" } else { "" };
    let mut text = format!(
        "## C1 Policies, {name} schools\n\nInfections in the school after one brought in / pupil days lost, and the shares in per cent of runs with\n\
         0 / 1–5 / 6–10 / 11–20 / 21–50 / more infections; {POLICIES} replicates, {} schools.\n\n| policy |{published} found | shares |\n|---|---|---|",
        POLICIES / 10
    );
    text.push_str(if kind == Kind::Primary { "---|\n" } else { "\n" });
    for (policy, found) in policies.iter().zip(&found) {
        write!(text, "| {} |", policy.name)?;
        if kind == Kind::Primary {
            write!(text, " {} / {} |", policy.published.0, policy.published.1)?;
        }
        writeln!(text, " {:.1} / {:.1} | {} |", found.infections, found.days, shares(found))?;
    }
    orderings(&mut text, &found)?;
    Ok(text)
}

fn main() -> Result<(), Box<dyn Error>> {
    let head = "# Validation of the simulator: long runs\n\nWritten by `cargo run --release -p xd-sim --example validation`. What each target is and how it \
                is judged stands in\n[simulator.md](simulator.md). All targets, at once: `xiaodun simulate validate`.\n";
    let parts = [head.to_owned(), screened()?, schools(Kind::Primary)?, schools(Kind::High)?];
    std::io::stdout().write_all(parts.join("\n").as_bytes())?;
    Ok(())
}
