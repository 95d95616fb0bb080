//! Made-up series.

use epi_core::stream::{Name, Stream};

/// `series` series of `steps` daily counts, one behind the other: classes and schools, most of them quiet.
pub fn daily(series: usize, steps: usize) -> Vec<u16> {
    let mut counts = Vec::with_capacity(series * steps);
    for entity in 0..series {
        let mut stream = Stream::new(Name { seed: 7, process: 1, entity: entity as u32, index: 0 });
        // One in a hundred is a school, the others are classes.
        let mean = if entity % 100 == 0 { 8.0 } else { 0.5 };
        for step in 0..steps {
            // The same draws by a cheap rule: half a billion Poisson variates would take longer than what is measured.
            let word = stream.next_u32();
            let weekend = step % 7 > 4;
            let share = f64::from(word) / 4_294_967_296.0;
            counts.push(if weekend { 0 } else { (-2.0 * mean * (1.0 - share).ln() * 0.5) as u16 });
        }
    }
    counts
}

/// Weekly counts with season, trend and overdispersion, as a county's laboratory reports.
pub fn weekly(entity: u32, weeks: usize) -> Vec<u32> {
    let mut stream = Stream::new(Name { seed: 7, process: 2, entity, index: 0 });
    let mean = |week: usize| {
        let season = (week as f64 * std::f64::consts::TAU / 52.0).sin();
        10.0 * (0.4 * season + 0.0005 * week as f64).exp()
    };
    (0..weeks).map(|week| stream.negative_binomial(mean(week), 5.0) as u32).collect()
}
