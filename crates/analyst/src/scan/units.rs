//! Units with their counts, and how they hang together.

use epi_signal::scan::{Metric, Place};

use crate::AnalystError;
use crate::cells;
use crate::days::Calendar;
use crate::hash::FastMap;
use crate::series::{Kind, SeriesFile, Wanted};
use crate::table::{Layout, Source, Table};

use super::ScanArgs;

static WANTED: Wanted = Wanted {
    layout: &Layout { columns: &["date", "index", "series", "count", "expected"], required: 0 },
    kinds: &[Kind::Whole, Kind::Amount],
    one_of: &[&[0]],
};
const EXPECTED: usize = 1;

/// All units of the tree or the map, with counts unit by unit.
pub(super) struct Units {
    pub(super) names: Vec<String>,
    pub(super) parents: Vec<Option<u32>>,
    /// Empty for a tree.
    pub(super) places: Vec<Place>,
    pub(super) metric: Metric,
    pub(super) calendar: Calendar,
    pub(super) steps: Vec<i32>,
    pub(super) cases: Vec<u32>,
    pub(super) expected: Vec<f64>,
}

impl Units {
    pub(super) fn read(args: &ScanArgs) -> Result<Self, AnalystError> {
        let source = args.input.open()?;
        let file = SeriesFile::read(&source, &WANTED, args.gaps)?;
        let mut units = Self {
            names: Vec::new(),
            parents: Vec::new(),
            places: Vec::new(),
            metric: Metric::Plane,
            calendar: file.calendar,
            steps: file.series.first().map(|series| series.steps.clone()).unwrap_or_default(),
            cases: Vec::new(),
            expected: Vec::new(),
        };
        match (&args.tree, &args.places) {
            (Some(path), _) => units.read_tree(&Source::open(path)?)?,
            (None, Some(path)) => units.read_places(&Source::open(path)?)?,
            (None, None) => {}
        }
        units.fill(&file)?;
        Ok(units)
    }

    fn read_tree(&mut self, source: &Source) -> Result<(), AnalystError> {
        static LAYOUT: Layout = Layout { columns: &["unit", "parent"], required: 2 };
        let mut table = Table::new(source, &LAYOUT)?;
        let mut known: FastMap<String, u32> = FastMap::default();
        while table.advance()? {
            let name = table.required(0)?.into_owned();
            let parent = table.field(1);
            let parent = match parent.as_ref() {
                "" => None,
                above => match known.get(above) {
                    Some(at) => Some(*at),
                    None => {
                        let reason = format!("`{above}` does not stand above: parents come before children");
                        return Err(table.wrong(1, reason).into());
                    }
                },
            };
            let at = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            if known.insert(name.clone(), at).is_some() {
                return Err(table.wrong(0, format!("`{name}` stands twice")).into());
            }
            self.names.push(name);
            self.parents.push(parent);
        }
        Ok(())
    }

    fn read_places(&mut self, source: &Source) -> Result<(), AnalystError> {
        static LAYOUT: Layout = Layout { columns: &["unit", "x", "y", "longitude", "latitude"], required: 1 };
        let mut table = Table::new(source, &LAYOUT)?;
        let (plane, sphere) = (table.has(1) && table.has(2), table.has(3) && table.has(4));
        if plane == sphere {
            return Err(table.wrong(1, "the header must name x and y, or longitude and latitude").into());
        }
        let first = if plane { 1 } else { 3 };
        self.metric = if plane { Metric::Plane } else { Metric::Sphere };
        while table.advance()? {
            let name = table.required(0)?.into_owned();
            if self.names.contains(&name) {
                return Err(table.wrong(0, format!("`{name}` stands twice")).into());
            }
            let (x, y) = (cells::number(&table, first)?, cells::number(&table, first + 1)?);
            self.names.push(name);
            self.places.push(Place { x, y });
        }
        Ok(())
    }

    /// Counts of the units; a unit without a series (a school above its classes) has none and expects none.
    fn fill(&mut self, file: &SeriesFile) -> Result<(), AnalystError> {
        let days = self.steps.len();
        self.cases = vec![0; self.names.len() * days];
        self.expected = vec![0.0; self.names.len() * days];
        let places: FastMap<&str, usize> =
            self.names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        for series in &file.series {
            let Some(&at) = places.get(series.name.as_str()) else {
                let name = &series.name;
                return Err(AnalystError::Data(format!(
                    "series `{name}` stands neither in the tree nor on the map"
                )));
            };
            if series.steps != self.steps {
                let (name, first) = (&series.name, &file.series[0].name);
                return Err(AnalystError::Data(format!("series `{name}` has other steps than `{first}`")));
            }
            for day in 0..days {
                // Whole numbers, none missing.
                self.cases[at * days + day] = series.values[0][day] as u32;
                self.expected[at * days + day] = series.values[EXPECTED].get(day).copied().unwrap_or(1.0);
            }
        }
        Ok(())
    }
}
