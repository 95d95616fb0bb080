//! Three ways to R by Cori's method agree on every series, and nothing panics. `cargo fuzz run -s none rt_cori`
#![no_main]

use std::num::NonZeroUsize;

use epi_rt::{Cori, Incidence, Panel, Prior, SUMMARY, SerialInterval, Tracker, Window};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<(u16, u8)>, Vec<u8>, u8, [u16; 2])| {
    let (cases, weights, width, prior) = input;
    let local: Vec<f64> = cases.iter().map(|c| f64::from(c.0)).collect();
    let imported: Vec<f64> = cases.iter().map(|c| f64::from(c.1)).collect();
    let total: f64 = weights.iter().map(|&w| f64::from(w)).sum();
    let pmf: Vec<f64> = std::iter::once(0.0).chain(weights.iter().map(|&w| f64::from(w) / total)).collect();
    let width = usize::from(width % 20) + 1;
    let [mean, sd] = prior.map(|x| f64::from(x) / 1000.0);
    let (Ok(si), Ok(prior)) = (SerialInterval::from_pmf(&pmf), Prior::new(mean, sd)) else { return };
    let Ok(incidence) = Incidence::with_imported(&local, &imported) else { return };
    let cori = Cori::new(si, prior);
    let plain = cori.estimate(&incidence, &Window::sliding(local.len(), width)).unwrap();
    let panel = Panel::with_imported(&local, &imported, local.len()).unwrap();
    let rows = cori.panel(&panel, width, NonZeroUsize::MIN);
    let mut tracker = Tracker::new(&cori, width);
    let pushed = local.iter().zip(&imported).filter_map(|(&l, &i)| tracker.push(l, i).unwrap());
    for ((estimate, pushed), row) in plain.iter().zip(pushed).zip(rows.chunks(SUMMARY)) {
        assert_eq!(estimate.window, pushed.window);
        let (Some(p), Some(q)) = (estimate.posterior, pushed.posterior) else {
            assert!(pushed.posterior.is_none() && row.iter().all(|x| x.is_nan()));
            continue;
        };
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-11 * a.abs().max(b.abs());
        assert!(near(p.mean, q.mean) && near(p.mean, row[0]) && near(p.sd, row[1]), "{p:?} {q:?} {row:?}");
        assert!(p.quantiles.is_sorted() && p.quantiles.iter().zip(&row[2..]).all(|(a, b)| near(*a, *b)));
    }
});
