//! Importing files: headers in two languages, every fault with its row, nothing half-written.

use std::fmt::Write as _;

use xd_kernel::{UnitId, UnitKind};
use xd_register::fixtures::{self, Names};
use xd_register::import::{
    ImportError, ImportMode, ImportPeople, ImportUnits, Imported, import_people, import_units,
};
use xd_register::seal::Sealing;
use xd_register::{PostKind, lookup, query};
use xd_store::Store;
use xd_testkit::both_engines;
use xd_testkit::ctx::day;
use xd_trust::vault::Vault;
use xd_trust::{Ctx, Role};

use crate::world::{county, holding, program};

both_engines!(crate::world::migrations;
    units_then_people,
    every_fault_is_told_and_nothing_written,
    a_dry_run_writes_nothing, a_workbook_is_read_like_a_file,
    numbers_taken_in_the_register,
    who_may_import,
    thirty_thousand_people,
);

const UNITS: &str = "\u{feff}名称,类型,上级,编码,启用日期
示范中学,学校,,2141000009,2026年9月1日
七年级,年级,示范中学,,
七（1）班,班级,示范中学/七年级,,
七（2）班,班级,2141000009/七年级,,
教师,班组,2141000009,,
宿舍楼,宿舍楼,示范中学,,
101,寝室,宿舍楼,,
";

const PEOPLE: &str = "姓名,性别,学籍号,学校,班级,座号,寝室,床号,班组,岗位,起始日期,手机号
李一明,男,G1,2141000009,七(1)班,1,101,3,,,2026-09-01,
王二红,女,G2,示范中学,七年级/七(1)班,2,,,,,,138 0000 0000
赵老师,男,,示范中学,七(1)班,,,,教师,班主任,,
钱校医,女,,示范中学,,,,,教师,校医,,
孙阿姨,女,,示范中学,,,宿舍楼,,,宿管,,
";

fn units_of(root: UnitId, file: &str) -> ImportUnits<'_> {
    ImportUnits { root, file: file.as_bytes(), opened: day("2026-09-01"), mode: ImportMode::Apply }
}

fn people_of(root: UnitId, file: &str) -> ImportPeople<'_> {
    ImportPeople {
        root,
        file: file.as_bytes(),
        from: day("2026-09-01"),
        sealing: Sealing::Nothing,
        mode: ImportMode::Apply,
    }
}

/// The faults of a refused file as `row field code`.
fn faults<T: std::fmt::Debug>(refused: Result<T, ImportError>) -> Vec<String> {
    match refused {
        Err(ImportError::Rows { faults }) => {
            faults.iter().map(|fault| format!("{} {} {}", fault.row, fault.field, fault.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

async fn units_then_people(store: Store) {
    let (region, _) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let root = region.county.unit;
    let done = import_units(&admin, units_of(root, UNITS)).await.unwrap();
    assert_eq!((done.rows, done.units), (7, 7));
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(&folder.path().join("vault.key")).unwrap();
    let file = ImportPeople { sealing: Sealing::Vault(&vault), ..people_of(root, PEOPLE) };
    let done = import_people(&admin, file).await.unwrap();
    assert_eq!(done, Imported { rows: 5, units: 0, people: 5, memberships: 5, posts: 3 });
    let on = day("2026-11-23");
    let class = find(&admin, "七（1）班").await;
    let roster = query::roster(&admin, class, on).await.unwrap();
    let seats: Vec<_> = roster.members.iter().map(|member| (member.name.as_str(), member.seat_no)).collect();
    assert_eq!(seats, [("李一明", Some(1)), ("王二红", Some(2))]);
    assert_eq!(lookup::group(&store, class, on).await.unwrap().unwrap().expected, 2);
    let school = lookup::place(&store, class).await.unwrap().unwrap().institution;
    let room = find(&admin, "101").await;
    let checkers = lookup::checkers(&store, school, &[class, room], on).await.unwrap();
    let names = lookup::names(&store, &[checkers[&class].person, checkers[&room].person]).await.unwrap();
    assert_eq!(names[&checkers[&class].person], "赵老师");
    assert_eq!(names[&checkers[&room].person], "孙阿姨");
    let posts = query::posts_of(&admin, school, query::PostsOf::Itself, on).await.unwrap();
    assert_eq!(posts.iter().map(|post| post.kind).collect::<Vec<_>>(), [PostKind::HealthOfficer]);
    let again = import_people(&admin, file).await;
    let told = faults(again);
    assert!(told.contains(&"4 post post.exists".to_owned()), "{told:?}");
    assert!(told.contains(&"2 student_no person.student_no_taken".to_owned()), "{told:?}");
}

async fn find(ctx: &Ctx, name: &str) -> UnitId {
    for kind in [UnitKind::Class, UnitKind::DormitoryRoom, UnitKind::School] {
        let query = query::UnitQuery { kind: Some(kind), ..Default::default() };
        let page = query::units(ctx, &query, &Default::default()).await.unwrap();
        if let Some(view) = page.items.iter().rev().find(|view| view.unit.name == name) {
            return view.unit.id;
        }
    }
    panic!("no {name}")
}

async fn every_fault_is_told_and_nothing_written(store: Store) {
    let (region, school) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let root = region.county.unit;
    let file = "name,kind,parent,code,zone
新校,学校,,X1,
,学校,,,
错校,学院,,,
新校,学校,,,
一班,班级,,,
七年级,年级,没有的学校,,
另校,学校,,X1,
班,班级,新校,,Asia/Shanghai
示范小学,学校,,,
";
    let told = faults(import_units(&admin, units_of(root, file)).await);
    assert_eq!(
        told,
        [
            "3 name text.empty",
            "4 kind unit_kind.unknown",
            "5 name unit.name_taken",
            "6 parent unit.misplaced",
            "7 parent unit.unknown",
            "8 code unit.code_taken",
            "9 zone unit.zone_not_here",
            "10 name unit.name_taken",
        ]
    );
    let before = lookup::group(&store, school.classes[0].place.unit, day("2026-11-23")).await.unwrap();
    let file = "姓名,性别,出生日期,学籍号,班级,座号,岗位,手机号,年龄
李一明,不详,2010-02-30,第1号,一(9)班,零,门卫,12,8
,男,,,,,,,
李二明,男,,G7,一(1)班,1,,,
李三明,男,,G7,一(1)班,1,班组长,,
李四明,男
";
    let told = faults(import_people(&admin, people_of(school.place.unit, file)).await);
    assert_eq!(
        told,
        [
            "1 年龄 header.unknown",
            "6  row.number_of_columns",
            "2 sex sex.unknown",
            "2 birth_day day.malformed",
            "2 student_no code.character",
            "2 phone phone.malformed",
            "2 class unit.unknown",
            "2 post post_kind.unknown",
            "2 seat_no seat_no.malformed",
            "3 name text.empty",
            "5 post post.misplaced",
            "5 student_no person.student_no_twice",
        ]
    );
    let after = lookup::group(&store, school.classes[0].place.unit, day("2026-11-23")).await.unwrap();
    assert_eq!(before, after);
    let gbk = ImportPeople { file: b"\xd0\xd5\xc3\xfb\n\xc0\xee\n", ..people_of(root, "") };
    let error = import_people(&admin, gbk).await.unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("import.not_utf8", "line 1: not UTF-8 text, perhaps GBK")
    );
}

async fn a_workbook_is_read_like_a_file(store: Store) {
    let (_, school) = county(&store).await;
    let ctx = program(&store);
    let file = include_bytes!("../../../tests/data/people.xlsx");
    let command = ImportPeople { file, ..people_of(school.place.unit, "") };
    let done = import_people(&ctx, command).await.unwrap();
    assert_eq!((done.rows, done.people, done.memberships), (2, 2, 2));
    let class =
        lookup::group(&store, school.classes[0].place.unit, day("2026-11-23")).await.unwrap().unwrap();
    assert_eq!(class.expected, 7);
    for (file, code) in
        [(&b"PK\x03\x04 not a workbook"[..], "import.not_a_sheet"), (&file[..400], "import.not_a_sheet")]
    {
        let error =
            import_people(&ctx, ImportPeople { file, ..people_of(school.place.unit, "") }).await.unwrap_err();
        assert_eq!(error.code(), code);
    }
}

async fn a_dry_run_writes_nothing(store: Store) {
    let (region, school) = county(&store).await;
    let admin = holding(&store, Role::Administrator, &region.county);
    let file = "name,class\n李一明,一(1)班\n";
    let dry = ImportPeople { mode: ImportMode::DryRun, ..people_of(school.place.unit, file) };
    let class = school.classes[0].place.unit;
    let expected = async || lookup::group(&store, class, day("2026-11-23")).await.unwrap().unwrap().expected;
    let would = import_people(&admin, dry).await.unwrap();
    assert_eq!(expected().await, 5);
    let did = import_people(&admin, people_of(school.place.unit, file)).await.unwrap();
    assert_eq!((would, expected().await), (did, 6));
}

async fn numbers_taken_in_the_register(store: Store) {
    let (_, school) = county(&store).await;
    let ctx = program(&store);
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(&folder.path().join("vault.key")).unwrap();
    let import = async |file: &str| {
        let command = ImportPeople { sealing: Sealing::Vault(&vault), ..people_of(school.place.unit, file) };
        import_people(&ctx, command).await
    };
    import("name,identity_no\n某某,11010519491231002X\n").await.unwrap();
    let told = faults(import("name,identity_no\n另一个,11010519491231002x\n某人,\n").await);
    assert_eq!(told, ["2 identity_no person.identity_taken"]);
    let unsealed = people_of(school.place.unit, "name,identity_no\n某某,E12345678\n");
    assert_eq!(import_people(&ctx, unsealed).await.unwrap_err().code(), "person.no_vault");
}

async fn who_may_import(store: Store) {
    let (region, school) = county(&store).await;
    let file = "name,class\n李一明,一(1)班\n";
    for (role, place, code) in [
        (Role::Principal, &school.place, "auth.forbidden"),
        (Role::CountyOfficer, &region.county, "auth.forbidden"),
        (Role::Administrator, &school.classes[0].place, "not_found"),
    ] {
        let ctx = holding(&store, role, place);
        let error = import_people(&ctx, people_of(school.place.unit, file)).await.unwrap_err();
        assert_eq!(error.code(), code, "{role}");
        let error = import_units(&ctx, units_of(school.place.unit, UNITS)).await.unwrap_err();
        assert_eq!(error.code(), code, "{role}");
    }
}

/// A whole county in one file: more rows than one statement takes, on both engines.
async fn thirty_thousand_people(store: Store) {
    let ctx = program(&store);
    let region = fixtures::region(&ctx, "示范县", day("2020-09-01")).await.unwrap();
    let mut units = String::from("name,kind,parent,code\n");
    let mut people = String::from("name,sex,student_no,school,class,seat_no\n");
    let mut names = Names::seeded(1);
    for school in 1..=40 {
        writeln!(units, "第{school}小学,school,,S{school}").unwrap();
        for class in 1..=18 {
            writeln!(units, "{class}班,class,S{school},").unwrap();
            for seat in 1..=42 {
                let (name, sex) = names.person();
                writeln!(people, "{name},{sex},{class:02}{seat:02},S{school},{class}班,{seat}").unwrap();
            }
        }
    }
    let done = import_units(&ctx, units_of(region.county.unit, &units)).await.unwrap();
    assert_eq!(done.units, 40 * 19);
    let done = import_people(&ctx, people_of(region.county.unit, &people)).await.unwrap();
    assert_eq!((done.people, done.memberships), (30_240, 30_240));
    let totals =
        lookup::group_totals(&store, &region.county.path, UnitKind::Class, day("2026-11-23")).await.unwrap();
    assert_eq!(totals.len(), 40);
    assert!(totals.iter().all(|school| (school.groups, school.expected) == (18, 756)));
}
