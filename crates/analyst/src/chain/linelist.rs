//! The line list: one row a case.

use std::path::Path;

use epi_chain::{Case, Contact, Origin, Place, PlaceKind, Timing};

use crate::AnalystError;
use crate::cells;
use crate::days::Calendar;
use crate::hash::FastMap;
use crate::table::{FileError, Layout, Source, Table};

const ID: usize = 0;
const ONSET: usize = 1;
const FIRST_PLACE: usize = 2;
const IMPORTED: usize = 7;
static LAYOUT: Layout = Layout {
    columns: &["id", "onset", "household", "dormitory", "class", "grade", "school", "imported"],
    required: 2,
};
const KINDS: [PlaceKind; 5] =
    [PlaceKind::Household, PlaceKind::Dormitory, PlaceKind::Class, PlaceKind::Grade, PlaceKind::School];

pub(super) struct LineList {
    pub(super) ids: Vec<String>,
    pub(super) cases: Vec<Case>,
    pub(super) calendar: Calendar,
}

impl LineList {
    pub(super) fn read(source: &Source) -> Result<Self, FileError> {
        let mut table = Table::new(source, &LAYOUT)?;
        let (mut ids, mut cases) = (Vec::new(), Vec::new());
        let mut lines: FastMap<String, usize> = FastMap::default();
        let mut keys: FastMap<(PlaceKind, String), u32> = FastMap::default();
        let mut calendar = None;
        while table.advance()? {
            let id = table.required(ID)?.into_owned();
            if let Some(line) = lines.insert(id.clone(), table.line_no()) {
                return Err(table.wrong(ID, format!("`{id}` stands twice, first on line {line}")));
            }
            let day = cells::day(&table, ONSET, &mut calendar)?;
            let mut places = Vec::new();
            for (at, kind) in KINDS.into_iter().enumerate() {
                let name = table.field(FIRST_PLACE + at).into_owned();
                if !name.is_empty() {
                    let next = u32::try_from(keys.len()).unwrap_or(u32::MAX);
                    places.push(Place { kind, key: *keys.entry((kind, name)).or_insert(next) });
                }
            }
            cases.push(Case { timing: Timing::Onset(day), places, origin: origin(&table)? });
            ids.push(id);
        }
        if ids.is_empty() {
            return Err(table.at_end("there is no row below the header"));
        }
        Ok(Self { ids, cases, calendar: calendar.unwrap_or(Calendar::Dates) })
    }

    pub(super) fn contacts(&self, path: Option<&Path>) -> Result<Vec<Contact>, AnalystError> {
        static LAYOUT: Layout = Layout { columns: &["a", "b"], required: 2 };
        let Some(path) = path else { return Ok(Vec::new()) };
        let source = Source::open(path)?;
        let mut table = Table::new(&source, &LAYOUT)?;
        let place: FastMap<&str, usize> =
            self.ids.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let mut contacts = Vec::new();
        while table.advance()? {
            let find = |column: usize| {
                let id = table.required(column)?;
                let unknown = || table.wrong(column, format!("`{id}` does not stand in the line list"));
                place.get(id.as_ref()).copied().ok_or_else(unknown)
            };
            contacts.push((find(0)?, find(1)?));
        }
        Ok(contacts)
    }
}

fn origin(table: &Table<'_>) -> Result<Origin, FileError> {
    match table.field(IMPORTED).as_ref() {
        "" | "0" | "false" => Ok(Origin::Unknown),
        "1" | "true" => Ok(Origin::Imported),
        other => Err(table.wrong(IMPORTED, format!("`{other}` is none of 1, 0, true, false"))),
    }
}
