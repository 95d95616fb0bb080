//! Outbreaks: how many cases, and on which days they fall ill.

use epi_core::stream::Stream;

use crate::calendar::{self, YEAR};

/// How cases follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One meal: delays with median 1.5 days.
    Point,
    /// A source that grows over two weeks.
    Gradual,
    /// From pupil to pupil: generations of 1, 2, 4, 4, 2 parts every three days.
    Propagated,
}

/// All three.
pub const SHAPES: [Shape; 3] = [Shape::Point, Shape::Gradual, Shape::Propagated];

/// Longest time from the first day of an outbreak to its last case, days.
pub const LONGEST: i32 = 16;

impl Shape {
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Gradual => "gradual",
            Self::Propagated => "propagated",
        }
    }

    /// Days from the beginning to a case's onset.
    fn delay(self, stream: &mut Stream) -> i32 {
        let days = match self {
            Self::Point => 1.5 * (0.5 * stream.normal()).exp(),
            // Density rising in proportion to time: the root of a uniform variate.
            Self::Gradual => 14.0 * stream.uniform().sqrt(),
            Self::Propagated => {
                let generation = match stream.below(13) {
                    0 => 0.0,
                    1..3 => 1.0,
                    3..7 => 2.0,
                    7..11 => 3.0,
                    _ => 4.0,
                };
                3.0 * generation + 1.0 + stream.normal()
            }
        };
        (days.floor() as i32).clamp(0, LONGEST)
    }
}

/// An outbreak as the series sees it: cases by school day, the first day having one, none before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbreak {
    /// School days with cases, rising.
    pub cases: Vec<(i32, u32)>,
}

impl Outbreak {
    /// The school day of its first case.
    pub fn first(&self) -> i32 {
        self.cases.first().map_or(i32::MAX, |(day, _)| *day)
    }
}

/// An outbreak of `size` cases that begins on a random school day of the judged year. Who falls ill while the
/// school is closed is counted on the next school day.
pub fn draw(shape: Shape, size: u32, stream: &mut Stream) -> Outbreak {
    let start = begin(stream);
    let mut days: Vec<i32> = (0..size).map(|_| calendar::next_open(start + shape.delay(stream))).collect();
    days.sort_unstable();
    let mut cases: Vec<(i32, u32)> = Vec::new();
    for day in days {
        match cases.last_mut() {
            Some((last, count)) if *last == day => *count += 1,
            _ => cases.push((day, 1)),
        }
    }
    Outbreak { cases }
}

/// A school day with no break of more than five days in the [`LONGEST`] that follow: who meets whom in the holidays is
/// another question.
fn begin(stream: &mut Stream) -> i32 {
    loop {
        let day = stream.below(YEAR as u64) as i32;
        let near = |day: &i32| !calendar::is_open(*day) || calendar::gap(*day) <= 5;
        let open_soon = calendar::next_open(day + LONGEST) - day - LONGEST <= 5;
        if calendar::is_open(day) && open_soon && (day + 1..=day + LONGEST + 5).all(|day| near(&day)) {
            return day;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use epi_core::stream::Name;

    #[test]
    fn every_case_is_counted_once_on_a_school_day() {
        for index in 0..300 {
            let mut stream = Stream::new(Name { seed: 3, process: 0, entity: 0, index });
            let shape = SHAPES[index as usize % 3];
            let outbreak = draw(shape, 40, &mut stream);
            assert_eq!(outbreak.cases.iter().map(|(_, cases)| cases).sum::<u32>(), 40);
            assert!(outbreak.cases.iter().all(|(day, _)| calendar::is_open(*day)));
            assert!(outbreak.cases.windows(2).all(|pair| pair[0].0 < pair[1].0));
            let (first, last) = (outbreak.cases[0].0, outbreak.cases[outbreak.cases.len() - 1].0);
            assert!((0..YEAR).contains(&first) && last - first <= LONGEST + 5, "{shape:?}: {outbreak:?}");
        }
    }
}
