//! Geography: the nearest units of every unit are the zones; with time, cylinders that end today.

use epi_core::stream::Stream;

use super::counts::Frame;
use super::significance::{Maxima, better, report};
use super::{Candidate, Cluster, Counts, Options, ScanError};
use crate::monte_carlo::{Purpose, replicate, stream};

/// Mean radius of the earth, km.
const EARTH_KM: f64 = 6_371.008_8;

/// Distances that differ by less than this factor are equal: on the sphere they come out of rounded sines.
const SAME: f64 = 1.0 + 1e-9;

/// Where a unit is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Plane: any unit of length. Sphere: longitude, degrees east, −180 to 360.
    pub x: f64,
    /// Plane: the same unit. Sphere: latitude, degrees north, −90 to 90.
    pub y: f64,
}

/// How distances are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Euclidean, in the unit of the coordinates.
    Plane,
    /// Great circles, in km.
    Sphere,
}

/// A cluster's zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Circle {
    /// The unit at its centre.
    pub centre: usize,
    /// Distance to the farthest unit inside, in the unit of the metric.
    pub radius: f64,
    /// Units inside, nearest first.
    pub units: Vec<usize>,
}

/// Units on a map with the neighbours of each. Memory: 12 bytes for each pair within the largest radius.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// For each unit, all within the largest radius by rising distance, itself first.
    neighbours: Vec<Vec<(f64, u32)>>,
}

impl Map {
    /// A map of places; circles reach `max_radius` (> 0, in the metric's unit, may be infinite).
    ///
    /// # Errors
    /// [`ScanError::BadPlace`], [`ScanError::BadOption`] for the radius.
    pub fn new(places: &[Place], metric: Metric, max_radius: f64) -> Result<Self, ScanError> {
        if max_radius.is_nan() || max_radius <= 0.0 {
            return Err(ScanError::BadOption { name: "max_radius" });
        }
        if let Some(unit) = places.iter().position(|place| !possible(place, metric)) {
            return Err(ScanError::BadPlace { unit });
        }
        let around = |centre: &Place| {
            let distances =
                (0_u32..).zip(places).map(|(unit, place)| (distance(centre, place, metric), unit));
            let mut near: Vec<(f64, u32)> = distances.filter(|(far, _)| *far <= max_radius).collect();
            near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            near
        };
        Ok(Self { neighbours: places.iter().map(around).collect() })
    }

    /// The circle around `centre` that holds its nearest `count` units.
    fn circle(&self, (centre, count): (u32, u32)) -> Circle {
        let inside = &self.neighbours[centre as usize][..count as usize];
        Circle {
            centre: centre as usize,
            radius: inside.last().map_or(0.0, |(far, _)| *far),
            units: inside.iter().map(|(_, unit)| *unit as usize).collect(),
        }
    }
}

fn possible(place: &Place, metric: Metric) -> bool {
    match metric {
        Metric::Plane => place.x.is_finite() && place.y.is_finite(),
        Metric::Sphere => (-180.0..=360.0).contains(&place.x) && (-90.0..=90.0).contains(&place.y),
    }
}

fn distance(a: &Place, b: &Place, metric: Metric) -> f64 {
    match metric {
        Metric::Plane => ((a.x - b.x).powi(2) + (a.y - b.y).powi(2)).sqrt(),
        Metric::Sphere => {
            let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
            let across = a.y.to_radians().cos() * b.y.to_radians().cos() * half(a.x, b.x);
            2.0 * EARTH_KM * (half(a.y, b.y) + across).sqrt().min(1.0).asin()
        }
    }
}

/// Scans circles over the last 1 to `max_window` days; unit *i* of the counts is place *i* of the map.
///
/// A replicate costs *O*(*C* + pairs within the largest radius × windows). Units at equal distance enter together.
///
/// # Errors
/// [`ScanError`].
pub fn scan_circles(
    map: &Map,
    counts: &Counts<'_>,
    options: &Options,
) -> Result<Vec<Cluster<Circle>>, ScanError> {
    let frame = Frame::new(counts, options)?;
    if frame.units != map.neighbours.len() {
        return Err(ScanError::UnitsDiffer { zones: map.neighbours.len(), counts: frame.units });
    }
    let maxima = replicate(options.replicates, options.threads, |number| {
        largest(map, &frame, &mut stream(options.seed, Purpose::ScanCircles, number))
    });
    let maxima = Maxima::new(maxima);
    let clusters = report(&frame, options, &maxima, |chosen: &[Candidate<Zone>]| {
        let mut taken = vec![false; frame.units];
        for &Candidate { zone: (centre, count), .. } in chosen {
            let inside = &map.neighbours[centre as usize][..count as usize];
            inside.iter().for_each(|(_, unit)| taken[*unit as usize] = true);
        }
        let around = |centre| best_around(&frame, map, centre, (&frame.cases, &taken));
        (0..frame.units).map(around).fold(None, better)
    });
    Ok(clusters.into_iter().map(|cluster| named(map, cluster)).collect())
}

fn named(map: &Map, cluster: Cluster<Zone>) -> Cluster<Circle> {
    let Cluster { zone, days, observed, expected, relative_risk, llr, p_monte_carlo, p_gumbel } = cluster;
    let zone = map.circle(zone);
    Cluster { zone, days, observed, expected, relative_risk, llr, p_monte_carlo, p_gumbel }
}

/// A circle by its centre and the number of units in it.
type Zone = (u32, u32);

/// The best candidate around a centre that holds no unit already taken.
fn best_around(
    frame: &Frame,
    map: &Map,
    centre: usize,
    (cases, taken): (&[u32], &[bool]),
) -> Option<Candidate<Zone>> {
    let window = frame.window;
    let mut inside = vec![(0_u64, 0.0_f64); window];
    let near = &map.neighbours[centre];
    let mut best: Option<Candidate<Zone>> = None;
    for (at, &(far, unit)) in near.iter().enumerate() {
        if taken[unit as usize] {
            break;
        }
        let row = unit as usize * window..(unit as usize + 1) * window;
        let new = cases[row.clone()].iter().zip(&frame.expected[row]);
        for (sum, (&new, &expected)) in inside.iter_mut().zip(new) {
            sum.0 += u64::from(new);
            sum.1 += expected;
        }
        if near.get(at + 1).is_some_and(|next| next.0 <= far * SAME) {
            continue;
        }
        let (mut observed, mut expected) = (0, 0.0);
        for (days, &(new, mean)) in (1_u32..).zip(&inside) {
            observed += new;
            expected += mean;
            let llr = frame.ratio(observed, expected);
            if llr > best.map_or(0.0, |found| found.llr) {
                let zone = (centre as u32, at as u32 + 1);
                best = Some(Candidate { zone, days, observed, expected, llr });
            }
        }
    }
    best
}

fn largest(map: &Map, frame: &Frame, stream: &mut Stream) -> f64 {
    let mut cases = vec![0_u32; frame.cases.len()];
    frame.deal(stream, |cell| cases[cell] += 1);
    let free = vec![false; frame.units];
    let ratio = |centre| best_around(frame, map, centre, (&cases, &free)).map_or(0.0, |found| found.llr);
    (0..frame.units).map(ratio).fold(0.0, f64::max)
}
