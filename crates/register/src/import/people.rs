//! people.csv

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use xd_kernel::{PersonId, SchoolDay, UnitId, UnitKind};
use xd_store::{StoreError, Tx};
use xd_trust::{Action, Ctx, Denied};

use super::resolve::{Directory, Known};
use super::table::{Column, Row, Table};
use super::{Faults, ImportError, ImportMode, Imported, values};
use crate::decide::fields;
use crate::memory::Memory;
use crate::people::{AddPeople, NewMembership, NewPerson, add_in};
use crate::posts::{self, NewPost};
use crate::rows::{self, units};
use crate::seal::Sealing;
use crate::{PostKind, Span};

const COLUMNS: &[Column] = &[
    Column { name: "name", also: &["姓名"], required: true },
    Column { name: "sex", also: &["性别"], required: false },
    Column { name: "birth_day", also: &["出生日期", "生日"], required: false },
    Column { name: "student_no", also: &["学籍号", "学号"], required: false },
    Column {
        name: "identity_no", also: &["身份证号", "身份证件号", "证件号码"], required: false
    },
    Column { name: "phone", also: &["手机号", "手机", "联系电话", "电话"], required: false },
    Column { name: "school", also: &["学校", "单位"], required: false },
    Column { name: "class", also: &["班级"], required: false },
    Column { name: "seat_no", also: &["座号", "座位号"], required: false },
    Column { name: "room", also: &["寝室", "宿舍"], required: false },
    Column { name: "bed_no", also: &["床号", "床位号"], required: false },
    Column { name: "team", also: &["班组", "教职工班组"], required: false },
    Column { name: "post", also: &["岗位"], required: false },
    Column { name: "from", also: &["起始日期", "入学日期", "入职日期"], required: false },
];

/// A file of people.
#[derive(Debug, Clone, Copy)]
pub struct ImportPeople<'a> {
    /// The institution that keeps them, or one above those that the file names in `school`.
    pub root: UnitId,
    /// The file.
    pub file: &'a [u8],
    /// The first day of memberships and posts for which the file says none.
    pub from: SchoolDay,
    /// What seals identity numbers and telephones.
    pub sealing: Sealing<'a>,
    /// Whether the file is only checked.
    pub mode: ImportMode,
}

/// Imports people with their classes, rooms, teams and posts. A person with the post of a class teacher, a dormitory
/// keeper or a team lead holds it at the class, room or building, or team of the row; other posts are held at the
/// school. Needs `import.run` at the root and `roster.manage` and `post.manage` where people and posts go.
///
/// # Errors
/// [`ImportError`].
pub async fn import_people(ctx: &Ctx, command: ImportPeople<'_>) -> Result<Imported, ImportError> {
    let mut faults = Faults::default();
    let table = Table::read(command.file, COLUMNS, &mut faults)?;
    let tx = ctx.begin().await?;
    let directory = directory(&tx, ctx, &command).await?;
    let batch = Batch::read(&table, (&command, &directory), &mut faults);
    batch.check_numbers(&tx, &command, &mut faults).await?;
    batch.check_posts(&tx, &mut faults).await?;
    faults.none()?;
    let (done, changed) = batch.write(&tx, ctx, command.sealing).await?;
    if command.mode == ImportMode::Apply {
        tx.commit().await?;
        let memory = Memory::of(ctx.store());
        memory.rosters_changed(&changed);
        memory.posts_changed();
    }
    Ok(Imported { rows: table.len(), ..done })
}

async fn directory(tx: &Tx, ctx: &Ctx, command: &ImportPeople<'_>) -> Result<Directory, ImportError> {
    let root = units::find(tx.conn(), command.root).await?.ok_or(Denied::Unknown)?;
    ctx.demand(Action::ImportRun, &root.to_ref()?.place())?;
    let path = root.path()?;
    let filter = units::Filter { under: Some(&path), open_on: Some(command.from), ..Default::default() };
    Ok(Directory::of(&units::list(tx.conn(), &filter).await?)?)
}

/// A person read from a row.
struct Entry {
    line: u64,
    institution: UnitId,
    person: NewPerson,
}

/// A post read from a row.
struct Filled {
    line: u64,
    institution: UnitId,
    post: NewPost,
}

/// Everything a file asks for.
#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    filled: Vec<Filled>,
}

/// What is the same for every row.
type Ground<'a> = (&'a ImportPeople<'a>, &'a Directory);

impl Batch {
    fn read(table: &Table, ground: Ground<'_>, faults: &mut Faults) -> Self {
        let mut batch = Self::default();
        for row in table.rows() {
            batch.read_row(row, ground, faults);
        }
        batch
    }

    fn read_row(&mut self, row: Row<'_>, ground: Ground<'_>, faults: &mut Faults) {
        let (command, _) = ground;
        let from = row.read("from", faults, values::day).unwrap_or(command.from);
        let person = person(row, faults);
        let Some(at) = places(row, ground, faults) else { return };
        let post = row.read("post", faults, values::post_kind);
        let Some(mut person) = person else { return };
        let seat = row.read("seat_no", faults, values::seat);
        let bed = row.read("bed_no", faults, values::seat);
        let teaches = post == Some(PostKind::ClassTeacher);
        let keeps = post == Some(PostKind::DormitoryKeeper);
        let days = Span::since(from);
        let joins = [
            (at.class.filter(|_| !teaches), seat),
            (at.room.filter(|_| !keeps), bed),
            (at.team, seat.filter(|_| at.class.is_none() || teaches)),
        ];
        for (unit, seat_no) in joins {
            person.memberships.extend(unit.map(|unit| NewMembership { unit: unit.id, seat_no, days }));
        }
        if let Some(kind) = post {
            match at.of_post(kind).filter(|unit| kind.belongs_to(unit.kind)) {
                None => faults.add((row.line, "post"), "post.misplaced", row.get("post").unwrap_or_default()),
                Some(unit) => {
                    let post = NewPost::vacant(unit.id, kind).held_by(person.id, from);
                    self.filled.push(Filled { line: row.line, institution: unit.institution, post });
                }
            }
        }
        self.entries.push(Entry { line: row.line, institution: at.school.id, person });
    }

    /// Student numbers and identity numbers that are there twice, or taken by somebody in the register.
    async fn check_numbers(
        &self,
        tx: &Tx,
        command: &ImportPeople<'_>,
        faults: &mut Faults,
    ) -> Result<(), ImportError> {
        let mut by_school: BTreeMap<UnitId, HashMap<&str, u64>> = BTreeMap::new();
        let mut identities: HashMap<Vec<u8>, u64> = HashMap::new();
        for entry in &self.entries {
            if let Some(number) = entry.person.student_no.as_deref()
                && by_school.entry(entry.institution).or_default().insert(number, entry.line).is_some()
            {
                faults.add((entry.line, "student_no"), "person.student_no_twice", number);
            }
            let Some(number) = entry.person.identity_no.as_deref() else { continue };
            if identities.insert(command.sealing.index(number)?, entry.line).is_some() {
                faults.add((entry.line, "identity_no"), "person.identity_twice", number);
            }
        }
        for (school, lines) in by_school {
            let numbers: Vec<&str> = lines.keys().copied().collect();
            for taken in rows::people::taken_student_numbers(tx.conn(), school, &numbers).await? {
                let line = lines.get(taken.as_str()).copied().unwrap_or(0);
                faults.add((line, "student_no"), "person.student_no_taken", &taken);
            }
        }
        let indexes: Vec<Vec<u8>> = identities.keys().cloned().collect();
        for taken in rows::people::taken_identities(tx.conn(), &indexes).await? {
            let line = identities.get(&taken).copied().unwrap_or(0);
            faults.add((line, "identity_no"), "person.identity_taken", "");
        }
        Ok(())
    }

    /// Posts that are there already are filled by an appointment, not by a file.
    async fn check_posts(&self, tx: &Tx, faults: &mut Faults) -> Result<(), StoreError> {
        let mut wanted: BTreeMap<UnitId, BTreeSet<UnitId>> = BTreeMap::new();
        for filled in &self.filled {
            wanted.entry(filled.institution).or_default().insert(filled.post.unit);
        }
        let mut there: HashSet<(UnitId, PostKind)> = HashSet::new();
        for (institution, units) in wanted {
            let units: Vec<UnitId> = units.into_iter().collect();
            for post in rows::posts::of_units(tx.conn(), institution, &units).await? {
                there.insert((UnitId(post.unit_id), post.kind()?));
            }
        }
        for filled in &self.filled {
            if !there.insert((filled.post.unit, filled.post.kind)) {
                faults.add((filled.line, "post"), "post.exists", filled.post.kind.word());
            }
        }
        Ok(())
    }

    async fn write(
        self,
        tx: &Tx,
        ctx: &Ctx,
        sealing: Sealing<'_>,
    ) -> Result<(Imported, BTreeSet<UnitId>), ImportError> {
        let mut done =
            Imported { posts: self.filled.len(), people: self.entries.len(), ..Imported::default() };
        let mut by_school: BTreeMap<UnitId, Vec<NewPerson>> = BTreeMap::new();
        for entry in self.entries {
            done.memberships += entry.person.memberships.len();
            by_school.entry(entry.institution).or_default().push(entry.person);
        }
        let mut changed = BTreeSet::new();
        for (institution, people) in by_school {
            changed.append(&mut add_in(tx, ctx, &AddPeople { institution, people, sealing }).await?);
        }
        let new: Vec<NewPost> = self.filled.into_iter().map(|filled| filled.post).collect();
        if !new.is_empty() {
            posts::create_in(tx, ctx, &new).await?;
        }
        Ok((done, changed))
    }
}

/// What a row says of the person; everything wrong with it is told.
fn person(row: Row<'_>, faults: &mut Faults) -> Option<NewPerson> {
    if row.get("name").is_none() {
        faults.add((row.line, "name"), "text.empty", "");
    }
    let name = row.read("name", faults, |name| fields::text(name, 100));
    let person = NewPerson {
        id: PersonId::mint(),
        sex: row.read("sex", faults, values::sex),
        birth_day: row.read("birth_day", faults, values::day),
        student_no: row.read("student_no", faults, |no| fields::code(no, 40)),
        identity_no: row.read("identity_no", faults, fields::identity_no),
        phone: row.read("phone", faults, fields::phone),
        memberships: Vec::new(),
        name: String::new(),
    };
    name.map(|name| NewPerson { name, ..person })
}

/// The units that a row names.
struct Places<'a> {
    school: &'a Known,
    class: Option<&'a Known>,
    room: Option<&'a Known>,
    team: Option<&'a Known>,
}

impl<'a> Places<'a> {
    /// Where a post of this kind would be.
    fn of_post(&self, kind: PostKind) -> Option<&'a Known> {
        match kind {
            PostKind::ClassTeacher => self.class,
            PostKind::DormitoryKeeper => self.room,
            PostKind::TeamLead => self.team,
            _ => Some(self.school),
        }
    }
}

fn places<'a>(row: Row<'_>, (command, directory): Ground<'a>, faults: &mut Faults) -> Option<Places<'a>> {
    let school = match row.get("school") {
        None => directory.get(command.root).filter(|unit| unit.kind.is_institution()),
        Some(_) => {
            row.read("school", faults, |given| directory.find(given, |unit| unit.kind.is_institution()))
        }
    };
    let Some(school) = school else {
        if row.get("school").is_none() {
            faults.add((row.line, "school"), "text.empty", "");
        }
        return None;
    };
    let mut find = |field, kinds: &[UnitKind]| {
        let fits = |unit: &Known| unit.institution == school.id && kinds.contains(&unit.kind);
        row.read(field, faults, |given| directory.find(given, fits))
    };
    Some(Places {
        class: find("class", &[UnitKind::Class]),
        room: find("room", &[UnitKind::DormitoryRoom, UnitKind::DormitoryBuilding]),
        team: find("team", &[UnitKind::StaffTeam]),
        school,
    })
}
