//! Who belongs where.

use std::borrow::Cow;

use epi_rules::ScopeKind;

use xd_analyst::hash::FastMap;
use xd_analyst::table::{FileError, Layout, Source, Table};

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
    kind: ScopeKind,
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
    by_id: FastMap<Cow<'t, str>, u32>,
    kinds: Vec<ScopeKind>,
    places: Vec<Place<'t>>,
    /// For each person, in the order of `kinds`, the number of the place or [`NOWHERE`].
    memberships: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

/// Places are found by school and name.
type PlaceKey<'t> = (Cow<'t, str>, Cow<'t, str>);

/// The places of one kind met so far. A file mostly lists a class in one piece, so the last one is tried first.
#[derive(Default)]
struct Known<'t> {
    places: FastMap<PlaceKey<'t>, u32>,
    last: Option<(PlaceKey<'t>, u32)>,
}

impl<'t> People<'t> {
    pub(super) fn read(source: &'t Source) -> Result<Self, FileError> {
        let mut table = Table::new(source, &LAYOUT)?;
        let columns: Vec<_> =
            SCOPES.iter().filter(|(kind, at)| *kind == ScopeKind::School || table.has(*at)).collect();
        let mut people = Self {
            source,
            ids: Vec::new(),
            lines: Vec::new(),
            by_id: FastMap::with_capacity_and_hasher(source.most_lines(), Default::default()),
            kinds: columns.iter().map(|(kind, _)| *kind).collect(),
            places: Vec::new(),
            memberships: Vec::new(),
        };
        let mut known: Vec<_> = columns.iter().map(|_| Known::default()).collect();
        while table.advance()? {
            people.add_person(&table)?;
            table.required(CLASS)?;
            for ((kind, column), known) in columns.iter().zip(&mut known) {
                people.add_membership(known, *kind, (table.field(*column), table.field(SCHOOL)));
            }
        }
        people.mark_shared_names();
        Ok(people)
    }

    /// The person with this id. Files often list cases in the order of the people, so the one after `before` is
    /// tried first.
    pub(super) fn find(&self, id: &str, before: Option<u32>) -> Option<u32> {
        let next = before.map_or(0, |before| before.saturating_add(1));
        match self.ids.get(next as usize).is_some_and(|next| next == id) {
            true => Some(next),
            false => self.by_id.get(id).copied(),
        }
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
        known: &mut Known<'t>,
        kind: ScopeKind,
        (name, school): (Cow<'t, str>, Cow<'t, str>),
    ) {
        // An empty cell means no such place, but everybody is in a school, if only in the unnamed one.
        if name.is_empty() && kind != ScopeKind::School {
            self.memberships.push(NOWHERE);
            return;
        }
        let school = Some(school).filter(|_| !matches!(kind, ScopeKind::School | ScopeKind::County));
        let key = (school.clone().unwrap_or_default(), name.clone());
        if let Some((_, place)) = known.last.as_ref().filter(|(last, _)| *last == key) {
            self.memberships.push(*place);
            return;
        }
        let place = *known.places.entry(key.clone()).or_insert_with(|| {
            self.places.push(Place { kind, name, school, shared_name: false });
            u32::try_from(self.places.len() - 1).unwrap_or(NOWHERE)
        });
        known.last = Some((key, place));
        self.memberships.push(place);
    }

    fn mark_shared_names(&mut self) {
        let mut schools: FastMap<(ScopeKind, Cow<'t, str>), u32> = FastMap::default();
        for place in &self.places {
            *schools.entry((place.kind, place.name.clone())).or_default() += 1;
        }
        for place in &mut self.places {
            place.shared_name =
                schools.get(&(place.kind, place.name.clone())).is_some_and(|number| *number > 1);
        }
    }
}
