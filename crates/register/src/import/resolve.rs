//! Finds the unit that a file means: by its code, or by as much of its path of names as makes it the only one.

use std::collections::HashMap;

use xd_kernel::{OrgPath, UnitId, UnitKind};
use xd_store::StoreError;

use super::values::plain;
use crate::rows::units;

/// A unit that a file may mean.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub id: UnitId,
    pub kind: UnitKind,
    pub institution: UnitId,
    /// The names from below the root of the import to this unit, each as [`plain`] makes it.
    names: Vec<String>,
}

/// A unit to be listed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed<'a> {
    pub id: UnitId,
    pub kind: UnitKind,
    pub institution: UnitId,
    pub name: &'a str,
    pub code: Option<&'a str>,
}

/// All units at or below one, open or about to be made.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    by_code: HashMap<String, UnitId>,
    by_name: HashMap<String, Vec<UnitId>>,
    units: HashMap<UnitId, Known>,
}

impl Directory {
    /// The directory of open units, given a root before what stands below it.
    pub fn of(rows: &[units::Row]) -> Result<Self, StoreError> {
        let mut directory = Self::default();
        let mut by_path: HashMap<OrgPath, UnitId> = HashMap::with_capacity(rows.len());
        for row in rows {
            let path = row.path()?;
            let parent = path.lineage().nth(path.depth().saturating_sub(1));
            let parent = parent.and_then(|parent| by_path.get(&parent).copied());
            let (id, institution) = (row.id(), UnitId(row.institution_id));
            let (kind, name, code) = (row.kind()?, row.name.as_str(), row.code.as_deref());
            directory.add(parent, Listed { id, kind, institution, name, code });
            by_path.insert(path, id);
        }
        Ok(directory)
    }

    /// Adds a unit below one that is there, or as the root.
    pub fn add(&mut self, parent: Option<UnitId>, unit: Listed<'_>) {
        let Listed { id, kind, institution, name, code } = unit;
        let mut names =
            parent.and_then(|parent| self.units.get(&parent)).map_or_else(Vec::new, |p| p.names.clone());
        names.push(plain(name));
        for from in 0..names.len() {
            let suffix = names.get(from..).unwrap_or_default().join("/");
            self.by_name.entry(suffix).or_default().push(id);
        }
        if let Some(code) = code {
            self.by_code.insert(plain(code), id);
        }
        self.units.insert(id, Known { id, kind, institution, names });
    }

    pub fn get(&self, unit: UnitId) -> Option<&Known> {
        self.units.get(&unit)
    }

    fn coded(&self, code: &str) -> Option<&Known> {
        self.by_code.get(code).and_then(|id| self.units.get(id))
    }

    /// The unit meant, among those that pass.
    pub fn find(&self, given: &str, fits: impl Fn(&Known) -> bool) -> Result<&Known, &'static str> {
        let given = plain(given).replace('\\', "/");
        if let Some(unit) = self.coded(&given).filter(|unit| fits(unit)) {
            return Ok(unit);
        }
        // A code may stand in front of a path, as the names above it do.
        let (above, path) =
            match given.split_once('/').and_then(|(code, rest)| Some((self.coded(code)?, rest))) {
                Some((above, rest)) => (above.names.as_slice(), rest),
                None => (Default::default(), given.as_str()),
            };
        let named = self.by_name.get(path).into_iter().flatten().filter_map(|id| self.units.get(id));
        let mut found = named.filter(|unit| unit.names.starts_with(above) && fits(unit));
        match (found.next(), found.next()) {
            (Some(unit), None) => Ok(unit),
            (None, _) => Err("unit.unknown"),
            (Some(_), Some(_)) => Err("unit.ambiguous"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_of_the_path_as_is_needed() {
        let mut directory = Directory::default();
        let ids: Vec<UnitId> = std::iter::repeat_with(UnitId::mint).take(6).collect();
        let [county, one, two, here, there, lonely] = ids[..] else { panic!() };
        let mut list = |parent, (id, kind, institution), (name, code)| {
            directory.add(parent, Listed { id, kind, institution, name, code });
        };
        list(None, (county, UnitKind::County, county), ("示范县", None));
        list(Some(county), (one, UnitKind::School, one), ("甲校", Some("001")));
        list(Some(county), (two, UnitKind::School, two), ("乙校", None));
        list(Some(one), (here, UnitKind::Class, one), ("一(1)班", None));
        list(Some(two), (there, UnitKind::Class, two), ("一(1)班", None));
        list(Some(two), (lonely, UnitKind::Class, two), ("一（2）班", None));
        for (given, expected) in [
            ("001", Ok(one)),
            ("甲校", Ok(one)),
            ("甲校/一（1）班", Ok(here)),
            ("乙校\\一(1)班", Ok(there)),
            ("示范县/乙校/一(1)班", Ok(there)),
            ("001/一(1)班", Ok(here)),
            ("001/一(2)班", Err("unit.unknown")),
            ("一(2)班", Ok(lonely)),
            ("一(1)班", Err("unit.ambiguous")),
            ("一(3)班", Err("unit.unknown")),
        ] {
            assert_eq!(directory.find(given, |_| true).map(|unit| unit.id), expected, "{given}");
        }
        assert_eq!(directory.find("一(1)班", |unit| unit.institution == one).map(|unit| unit.id), Ok(here));
        assert_eq!(
            directory.find("001", |unit| unit.kind == UnitKind::Class).map(|unit| unit.id),
            Err("unit.unknown")
        );
    }
}
