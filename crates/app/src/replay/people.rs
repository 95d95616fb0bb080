//! Who belongs where.

use std::borrow::Cow;
use std::collections::HashMap;

use epi_rules::ScopeKind;

use super::table::{FileError, Layout, Source, Table};

const PERSON: usize = 0;
const CLASS: usize = 1;
const SCHOOL: usize = 3;

static LAYOUT: Layout = Layout {
    columns: &["person_id", "class", "dormitory", "school", "campus", "canteen", "county"],
    required: 2,
};

/// The scope kinds and the column of each.
const SCOPES: &[(ScopeKind, usize)] = &[
    (ScopeKind::Class, CLASS),
    (ScopeKind::Dormitory, 2),
    (ScopeKind::School, SCHOOL),
    (ScopeKind::Campus, 4),
    (ScopeKind::Canteen, 5),
    (ScopeKind::County, 6),
];

/// A place: its name, within its school where it belongs to one.
#[derive(Debug)]
struct Place<'t> {
    name: Cow<'t, str>,
    school: Option<Cow<'t, str>>,
    /// Has another school a place of this kind and name?
    shared_name: bool,
}

/// Everybody, numbered in the order of the file, and the places they belong to.
pub(super) struct People<'t> {
    source: &'t Source,
    ids: Vec<Cow<'t, str>>,
    lines: Vec<u32>,
    by_id: HashMap<Cow<'t, str>, u32>,
    kinds: Vec<ScopeKind>,
    places: Vec<Place<'t>>,
    /// For each person, in the order of `kinds`, the number of the place or [`NOWHERE`].
    memberships: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

/// Places are found by kind, school and name.
type PlaceKey<'t> = (ScopeKind, Cow<'t, str>, Cow<'t, str>);

impl<'t> People<'t> {
    pub(super) fn read(source: &'t Source) -> Result<Self, FileError> {
        let mut table = Table::new(source, &LAYOUT)?;
        let columns: Vec<_> =
            SCOPES.iter().filter(|(kind, at)| *kind == ScopeKind::School || table.has(*at)).collect();
        let mut people = Self {
            source,
            ids: Vec::new(),
            lines: Vec::new(),
            by_id: HashMap::new(),
            kinds: columns.iter().map(|(kind, _)| *kind).collect(),
            places: Vec::new(),
            memberships: Vec::new(),
        };
        let mut known = HashMap::new();
        while table.advance()? {
            people.add_person(&table)?;
            table.required(CLASS)?;
            for (kind, column) in &columns {
                people.add_membership(&mut known, *kind, (table.field(*column), table.field(SCHOOL)));
            }
        }
        people.mark_shared_names();
        Ok(people)
    }

    pub(super) fn find(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn file(&self) -> &str {
        self.source.name()
    }

    /// Are there scopes of this kind?
    pub(super) fn has(&self, kind: ScopeKind) -> bool {
        kind == ScopeKind::Person || self.kinds.contains(&kind)
    }

    /// Puts the scopes of a person into `scopes`.
    pub(super) fn scopes_of(&self, person: u32, scopes: &mut Vec<(ScopeKind, u32)>) {
        scopes.clear();
        let width = self.kinds.len();
        let places = &self.memberships[person as usize * width..][..width];
        let pairs = self.kinds.iter().copied().zip(places.iter().copied());
        scopes.extend(pairs.filter(|(_, place)| *place != NOWHERE));
    }

    /// How a scope is written.
    pub(super) fn scope_name(&self, kind: ScopeKind, scope: u32) -> Cow<'_, str> {
        if kind == ScopeKind::Person {
            return Cow::Borrowed(&self.ids[scope as usize]);
        }
        let place = &self.places[scope as usize];
        match &place.school {
            Some(school) if place.shared_name => Cow::Owned(format!("{school}/{}", place.name)),
            _ => Cow::Borrowed(&place.name),
        }
    }

    fn add_person(&mut self, table: &Table<'t>) -> Result<(), FileError> {
        let id = table.required(PERSON)?;
        let number = u32::try_from(self.ids.len()).unwrap_or(NOWHERE);
        if let Some(before) = self.by_id.insert(id.clone(), number) {
            let line = self.lines[before as usize];
            return Err(table.wrong(PERSON, format!("person `{id}` stands twice, first on line {line}")));
        }
        self.ids.push(id);
        self.lines.push(u32::try_from(table.line_no()).unwrap_or(u32::MAX));
        Ok(())
    }

    fn add_membership(
        &mut self,
        known: &mut HashMap<PlaceKey<'t>, u32>,
        kind: ScopeKind,
        (name, school): (Cow<'t, str>, Cow<'t, str>),
    ) {
        // An empty cell means no such place, but everybody is in a school, if only in the unnamed one.
        if name.is_empty() && kind != ScopeKind::School {
            self.memberships.push(NOWHERE);
            return;
        }
        let school = Some(school).filter(|_| !matches!(kind, ScopeKind::School | ScopeKind::County));
        let key = (kind, school.clone().unwrap_or_default(), name.clone());
        let place = *known.entry(key).or_insert_with(|| {
            self.places.push(Place { name, school, shared_name: false });
            u32::try_from(self.places.len() - 1).unwrap_or(NOWHERE)
        });
        self.memberships.push(place);
    }

    fn mark_shared_names(&mut self) {
        let mut schools: HashMap<(ScopeKind, &str), u32> = HashMap::new();
        let kinds = self.kinds_of_places();
        for (place, kind) in self.places.iter().zip(&kinds) {
            *schools.entry((*kind, &place.name)).or_default() += 1;
        }
        let shared: Vec<bool> =
            self.places.iter().zip(&kinds).map(|(place, kind)| schools[&(*kind, &*place.name)] > 1).collect();
        for (place, shared) in self.places.iter_mut().zip(shared) {
            place.shared_name = shared;
        }
    }

    fn kinds_of_places(&self) -> Vec<ScopeKind> {
        let mut kinds = vec![ScopeKind::School; self.places.len()];
        for (at, &place) in self.memberships.iter().enumerate().filter(|(_, place)| **place != NOWHERE) {
            kinds[place as usize] = self.kinds[at % self.kinds.len()];
        }
        kinds
    }
}
