//! Half a million series in one evening: a p-value for each, and which of them to believe.
//!
//! `cargo run --release -p epi-signal --example many_series`

use std::error::Error;
use std::io::{Write as _, stdout};
use std::time::Instant;

use epi_core::Poisson;
use epi_core::stream::{Name, Stream};
use epi_signal::fdr::{Correction, DiscreteP, discoveries, storey_pi0};

const SERIES: usize = 500_000;
/// Of these many one has an outbreak.
const ONE_IN: usize = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut stream = Stream::new(Name { seed: 1, process: 0, entity: 0, index: 0 });
    let law = Poisson::new(0.3)?;
    // The tail of every count that can occur, once.
    let tails: Vec<DiscreteP> = (0..40)
        .map(|count| DiscreteP {
            above: law.sf(f64::from(count)),
            at: law.ln_pmf(u64::from(count as u32)).exp(),
        })
        .collect();
    let today = |series: usize| if series.is_multiple_of(ONE_IN) { 8.0 } else { 0.3 };
    let p: Vec<DiscreteP> =
        (0..SERIES).map(|series| tails[stream.poisson(today(series)).min(39) as usize]).collect();
    let plain: Vec<f64> = p.iter().map(|one| one.plain()).collect();
    let pi0 = storey_pi0(&p, 0.5)?;
    let mut out = stdout().lock();
    writeln!(
        out,
        "{SERIES} series, {} with an outbreak, estimated share without: {pi0:.4}",
        SERIES / ONE_IN
    )?;
    for correction in
        [Correction::BenjaminiHochberg, Correction::Adaptive { pi0 }, Correction::BenjaminiYekutieli]
    {
        let begun = Instant::now();
        let found = discoveries(&plain, 0.05, correction)?;
        let spent = begun.elapsed();
        let wrong = found.iter().filter(|series| !series.is_multiple_of(ONE_IN)).count();
        writeln!(out, "{correction:?}: {} discoveries, {wrong} of them wrong, in {spent:.1?}", found.len())?;
    }
    let begun = Instant::now();
    let q = epi_signal::fdr::adjust(&plain, Correction::BenjaminiHochberg)?;
    writeln!(out, "all {} adjusted p-values in {:.1?}", q.len(), begun.elapsed())?;
    Ok(())
}
