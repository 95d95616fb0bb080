//! units.csv

use std::collections::HashSet;

use xd_kernel::{SchoolDay, UnitId, UnitKind, Zone};
use xd_trust::{Action, Ctx, Denied};

use super::resolve::{Directory, Listed};
use super::table::{Column, Row, Table};
use super::{Faults, ImportError, ImportMode, Imported, values};
use crate::decide::fields;
use crate::rows::units;
use crate::units::{NewUnit, create_in};

const COLUMNS: &[Column] = &[
    Column { name: "name", also: &["名称", "单位名称", "学校名称"], required: true },
    Column { name: "kind", also: &["类型", "单位类型"], required: true },
    Column { name: "parent", also: &["上级", "上级单位", "所属单位"], required: false },
    Column { name: "code", also: &["编码", "代码", "标识码", "学校标识码"], required: false },
    Column { name: "opened", also: &["启用日期", "成立日期"], required: false },
    Column { name: "zone", also: &["时区"], required: false },
    Column { name: "jurisdiction", also: &["适用地区"], required: false },
];

/// A file of units.
#[derive(Debug, Clone, Copy)]
pub struct ImportUnits<'a> {
    /// The unit below which they stand.
    pub root: UnitId,
    /// The file.
    pub file: &'a [u8],
    /// The first day of units for which the file says none.
    pub opened: SchoolDay,
    /// Whether it is only checked.
    pub mode: ImportMode,
}

/// Imports units; a row may stand below one of an earlier row. Needs `import.run` and `unit.manage` at the root.
///
/// # Errors
/// [`ImportError`].
pub async fn import_units(ctx: &Ctx, command: ImportUnits<'_>) -> Result<Imported, ImportError> {
    let mut faults = Faults::default();
    let table = Table::read(command.file, COLUMNS, &mut faults)?;
    let tx = ctx.begin().await?;
    let root = units::find(tx.conn(), command.root).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::ImportRun, &root.to_ref()?.place())?;
    let path = root.path()?;
    let filter = units::Filter { under: Some(&path), open_on: Some(command.opened), ..Default::default() };
    let there = units::list(tx.conn(), &filter).await?;
    let mut directory = Directory::of(&there)?;
    let names = there.into_iter().filter_map(|row| Some((UnitId(row.parent_id?), row.name))).collect();
    let codes: Vec<&str> = table.rows().filter_map(|row| row.get("code")).collect();
    let taken = units::by_codes(tx.conn(), &codes).await?.into_iter().filter_map(|row| row.code).collect();
    let new =
        Reader { command: &command, taken, names, faults: &mut faults }.read_all(&table, &mut directory);
    faults.none()?;
    create_in(&tx, ctx, &new).await?;
    let done = Imported { rows: table.len(), units: new.len(), ..Imported::default() };
    if command.mode == ImportMode::Apply {
        tx.commit().await?;
    }
    Ok(done)
}

struct Reader<'a> {
    command: &'a ImportUnits<'a>,
    taken: HashSet<String>,
    names: HashSet<(UnitId, String)>,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn read_all(mut self, table: &Table, directory: &mut Directory) -> Vec<NewUnit> {
        let mut new = Vec::with_capacity(table.len());
        for row in table.rows() {
            if let Some((unit, institution)) = self.read(row, directory) {
                directory.add(
                    unit.parent,
                    Listed {
                        id: unit.id,
                        kind: unit.kind,
                        institution,
                        name: &unit.name,
                        code: unit.code.as_deref(),
                    },
                );
                new.push(unit);
            }
        }
        new
    }

    /// The unit of a row and its institution; everything wrong with the row is told.
    fn read(&mut self, row: Row<'_>, directory: &Directory) -> Option<(NewUnit, UnitId)> {
        let kind = self.required(row, "kind", values::unit_kind);
        let name = self.required(row, "name", |name| fields::text(name, 100));
        let opened = row.read("opened", self.faults, values::day).unwrap_or(self.command.opened);
        let code = row.read("code", self.faults, |code| fields::code(code, 64));
        let zone = row.read("zone", self.faults, |zone| {
            Zone::named(zone).map(|_| zone.to_owned()).map_err(|_| "unit.zone_unknown")
        });
        let jurisdiction = row.read("jurisdiction", self.faults, |word| fields::code(word, 100));
        let parent = match row.get("parent") {
            None => directory.get(self.command.root),
            Some(_) => row.read("parent", self.faults, |given| directory.find(given, |_| true)),
        }?;
        let (kind, name) = (kind?, name?);
        let unit = NewUnit { code, zone, jurisdiction, ..NewUnit::below(parent.id, kind, name, opened) };
        self.judge(row, &unit, parent.kind).then(|| {
            let institution = if kind.is_institution() { unit.id } else { parent.institution };
            (unit, institution)
        })
    }

    /// Whether the unit can be named by later rows: not if its name is taken.
    fn judge(&mut self, row: Row<'_>, unit: &NewUnit, above: UnitKind) -> bool {
        if !unit.kind.may_stand_below(above) {
            self.faults.add((row.line, "parent"), "unit.misplaced", &unit.name);
        }
        if let Some(code) = unit.code.as_ref().filter(|code| !self.taken.insert((*code).clone())) {
            self.faults.add((row.line, "code"), "unit.code_taken", code);
        }
        if !unit.kind.is_institution() && unit.zone.is_some() {
            self.faults.add((row.line, "zone"), "unit.zone_not_here", &unit.name);
        }
        let is_free = self.names.insert((unit.parent.unwrap_or(self.command.root), unit.name.clone()));
        if !is_free {
            self.faults.add((row.line, "name"), "unit.name_taken", &unit.name);
        }
        is_free
    }

    fn required<T>(
        &mut self,
        row: Row<'_>,
        field: &str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        if row.get(field).is_none() {
            self.faults.add((row.line, field), "text.empty", "");
        }
        row.read(field, self.faults, read)
    }
}
