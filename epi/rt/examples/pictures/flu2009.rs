//! R at a time and R of cohorts in a school outbreak of influenza.

use std::error::Error;

use crate::svg::{Axis, Panel, Scale, picture};
use epi_rt::{Cori, Incidence, Prior, SerialInterval, Window, wallinga_teunis};

/// Onsets a day from 27 April 2009, a school in Pennsylvania (Cauchemez et al. 2011).
const CASES: [f64; 32] = [
    1., 1., 0., 2., 5., 3., 3., 3., 6., 2., 5., 9., 13., 12., 13., 11., 12., 6., 6., 6., 3., 1., 0., 2., 0.,
    0., 0., 0., 2., 0., 2., 0.,
];

/// The picture as SVG.
pub fn draw() -> Result<String, Box<dyn Error>> {
    let incidence = Incidence::new(&CASES)?;
    let si = SerialInterval::gamma(2.6, 1.5, CASES.len() - 1)?;
    let windows = Window::sliding(CASES.len(), 7);
    let found = Cori::new(si.clone(), Prior::default()).estimate(&incidence, &windows)?;
    let known: Vec<_> = found.iter().filter_map(|e| e.posterior.map(|p| (e.window.end as f64, p))).collect();
    let daily: Vec<Window> = (1..=CASES.len()).map(|day| Window { start: day, end: day }).collect();
    let cohorts = wallinga_teunis(&incidence, &si, &daily)?;
    let forward: Vec<_> =
        cohorts.iter().filter_map(|c| c.r.map(|r| (c.window.start as f64, r.mean))).collect();

    let ticks: Vec<f64> = (1..=CASES.len()).step_by(5).map(|day| day as f64).collect();
    let axis = |high| Axis { low: 0.0, high, logarithmic: Scale::Linear };
    let mut curve = Panel::new(30.0, 150.0, (0.0, 33.0), axis(14.0));
    curve.frame("Onsets a day", &[0.0, 5.0, 10.0], &ticks);
    let bars: Vec<(f64, f64)> =
        CASES.iter().enumerate().map(|(at, &cases)| (at as f64 + 1.0, cases)).collect();
    curve.bars(&bars, "#8a9bb0");

    let mut r = Panel::new(250.0, 220.0, (0.0, 33.0), axis(3.0));
    r.frame(
        "R: over 7 days up to this one (blue: mean, 50 %, 95 %), of those who fell ill this day (orange)",
        &[0.0, 1.0, 2.0, 3.0],
        &ticks,
    );
    let band = |low: usize, high: usize| {
        known.iter().map(|(day, p)| (*day, (p.quantiles[low], p.quantiles[high]))).collect::<Vec<_>>()
    };
    r.band(&band(0, 6), "#cfe0f3");
    r.band(&band(2, 4), "#9cc0e7");
    r.line(&[(0.0, 1.0), (33.0, 1.0)], "stroke='#444' stroke-dasharray='4 4'");
    r.line(
        &known.iter().map(|(day, p)| (*day, p.mean)).collect::<Vec<_>>(),
        "stroke='#1f5fa8' stroke-width='2'",
    );
    r.dots(&forward, "#d9772b");
    Ok(picture(500.0, &[curve, r]))
}
