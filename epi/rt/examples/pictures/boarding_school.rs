//! Growth, R and final size of the influenza of 1978 in an English boarding school.

use std::error::Error;

use crate::svg::{Axis, Panel, Scale, picture};
use epi_rt::{Growth, Pace, Population, SerialInterval, final_size, r0_from_final_size};

/// Boys in bed a day from 22 January 1978, of 763 (BMJ, 4 March 1978; read off its figure).
const IN_BED: [f64; 14] = [3., 8., 26., 76., 225., 298., 258., 233., 189., 128., 68., 29., 14., 4.];
/// Days on which growth is exponential.
const FIRST: usize = 5;

/// The picture as SVG.
pub fn draw() -> Result<String, Box<dyn Error>> {
    let growth = Growth::fit(&IN_BED[..FIRST], 1, 0.95)?;
    let Pace::Doubling(time) = growth.pace else { return Err("it grows".into()) };
    let si = SerialInterval::gamma(2.6, 1.5, 30)?;
    let (r, (low, high)) = growth.reproduction(&si);
    let school = Population { susceptible: 762.0 / 763.0, seeded: 1.0 / 763.0 };
    let from_size = r0_from_final_size(511.0 / 763.0, school)?;
    let would_be = 763.0 * final_size(r, school)?;

    let values = Axis { low: 1.0, high: 1000.0, logarithmic: Scale::Logarithmic };
    let mut panel = Panel::new(40.0, 320.0, (-0.5, 13.5), values);
    let days: Vec<f64> = (0..14).map(f64::from).collect();
    panel.frame(
        "Boys in bed by day from 22 January 1978, and the growth of the first five days",
        &[1.0, 10.0, 100.0, 1000.0],
        &days,
    );
    let fitted: Vec<f64> = (0..=46).map(|tenth| f64::from(tenth) / 10.0).collect();
    panel.band(&fitted.iter().map(|&day| (day, growth.expected(day).1)).collect::<Vec<_>>(), "#cfe0f3");
    panel.line(
        &fitted.iter().map(|&day| (day, growth.expected(day).0)).collect::<Vec<_>>(),
        "stroke='#1f5fa8' stroke-width='2'",
    );
    panel.dots(
        &IN_BED.iter().enumerate().map(|(day, &boys)| (day as f64, boys)).collect::<Vec<_>>(),
        "#d9772b",
    );
    let (fast, slow) = time.interval;
    panel.note(4.6, 9.0, &format!("doubling in {:.2} days ({fast:.2}–{slow:.2})", time.days));
    panel.note(
        4.6,
        5.8,
        &format!("R from growth, serial interval 2.6 ± 1.5 days: {r:.1} ({low:.1}–{high:.1})"),
    );
    panel.note(4.6, 3.8, &format!("it would have put {would_be:.0} of 763 to bed"));
    panel.note(4.6, 2.45, &format!("512 fell ill: R₀ from the final size {from_size:.2}"));
    panel.note(4.6, 1.6, "between the two lies the isolation of whoever fell ill");
    Ok(picture(400.0, &[panel]))
}
