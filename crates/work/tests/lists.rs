use serde_json::{Value, json};
use xd_kernel::RecordId;
use xd_register::import::{ImportError, ImportMode};
use xd_store::Store;
use xd_testkit::ctx::day;
use xd_work::chain::{Gap, responsibility_chain};
use xd_work::checklist::{
    ImportChecklist, SamplePlan, checklist, import_checklist, inspection_sample, trend,
};
use xd_work::template::WorkKind;
use xd_work::{Bilingual, Checklist, Submit, Task, TaskState, WorkError, origin, submit};

use crate::world::World;

const LIST: &str = "school-prevention";
const OWN: &str = "编码,类别,条目,必须整改\nA1,校门,体温检测,是\nA2,校门,访客登记,否\n";

/// Every item said `yes`, but for these, which are said `no`.
fn answers(list: &Checklist, no: &[&str]) -> Value {
    let mut all = serde_json::Map::new();
    for item in &list.items {
        let name = item.code.to_lowercase();
        if no.contains(&item.code.as_str()) {
            all.insert(format!("{name}_note"), json!("没有做到"));
        }
        let said = if no.contains(&item.code.as_str()) { "no" } else { "yes" };
        all.insert(name, json!(said));
    }
    Value::Object(all)
}

async fn self_check(world: &World, time: &str) -> Task {
    let wave = world.issue_under("self_check.school", &[world.school.place.unit], time).await;
    let tasks = world.tasks_at(world.school.place.unit).await;
    tasks.into_iter().find(|task| task.wave == wave.id).unwrap()
}

async fn hand_in(world: &World, task: &Task, answers: Value) -> Result<Task, WorkError> {
    let health = world.who(
        xd_trust::Role::HealthOfficer,
        (&world.school.place, world.school.health_officer),
        "2026-11-23T10:00",
    );
    let command = Submit { record: RecordId::mint(), task: task.id, answers };
    let done = submit(&health, &world.desk, command.clone()).await?;
    assert_eq!(submit(&health, &world.desk, command).await?, done, "sent again, nothing changes");
    Ok(done)
}

async fn a_blocking_no_opens_a_rectification(store: Store) {
    let world = World::new(store).await;
    let task = self_check(&world, "2026-11-23T08:00").await;
    let shipped = xd_work::checklist::shipped().iter().find(|list| list.id == LIST).unwrap();
    let done = hand_in(&world, &task, answers(shipped, &["CK08", "CK10", "CK14"])).await.unwrap();
    assert_eq!(done.state, TaskState::Submitted);
    let tasks = world.tasks_at(world.school.place.unit).await;
    let opened: Vec<&Task> = tasks.iter().filter(|one| one.wave != task.wave).collect();
    assert_eq!(opened.len(), 2, "CK10 is not blocking; sent twice, opened once");
    let principal = world.principal("2026-11-23T11:00");
    let mut codes = Vec::new();
    for one in &opened {
        let why = origin(&principal, one.id).await.unwrap().unwrap();
        assert_eq!(
            (why.finding.source, why.kind, why.finding.note.as_str()),
            (task.id, WorkKind::SelfCheck, "没有做到")
        );
        codes.push(why.item.unwrap().code);
        assert!(one.due > done.marks.submitted.unwrap());
    }
    codes.sort();
    assert_eq!(codes, ["CK08", "CK14"]);
    assert_eq!(origin(&principal, task.id).await.unwrap(), None, "nothing opened the self-check");
    let days = (day("2026-11-01"), day("2026-11-30"));
    let county = world.county("2026-11-23T12:00");
    let found = trend(&county, (world.region.county.unit, LIST, WorkKind::SelfCheck), days).await.unwrap();
    let of =
        |code: &str| found.items.iter().find(|item| item.code == code).map(|item| (item.yes[0], item.no[0]));
    assert_eq!(
        (found.months.as_slice(), of("CK08"), of("CK01")),
        (&["2026-11".to_owned()][..], Some((0, 1)), Some((1, 0)))
    );
    assert_eq!((found.units[0].0.id, found.units[0].1, found.units[0].2), (world.school.place.unit, 54, 3));
    let none = trend(&county, (world.region.county.unit, LIST, WorkKind::Inspection), days).await.unwrap();
    assert!(none.months.is_empty() && none.units.is_empty());
}

async fn a_list_of_ones_own(store: Store) {
    let world = World::new(store).await;
    let before = self_check(&world, "2026-11-23T08:00").await;
    let county = world.county("2026-11-23T09:00");
    let import = |unit, file: &'static str, mode| ImportChecklist {
        unit,
        list: LIST.to_owned(),
        title: Bilingual { zh: "县清单".into(), en: "County list".into() },
        file: file.as_bytes(),
        mode,
    };
    let unit = world.region.county.unit;
    import_checklist(&county, import(unit, OWN, ImportMode::DryRun)).await.unwrap();
    assert_eq!(checklist(&county, unit, LIST).await.unwrap().from, None, "a dry run writes nothing");
    let made = import_checklist(&county, import(unit, OWN, ImportMode::Apply)).await.unwrap();
    assert_eq!((made.list.version, made.list.items.len()), (2, 2));
    let wrong = import_checklist(&county, import(unit, "编码,类别,条目\nA1,门,\n", ImportMode::Apply)).await;
    assert!(matches!(wrong, Err(ImportError::Rows { faults }) if faults[0].field == "item_zh"));
    let principal = world.principal("2026-11-23T09:30");
    let at_school = checklist(&principal, world.school.place.unit, LIST).await.unwrap();
    assert_eq!((at_school.from, at_school.list.version), (Some(unit), 2), "it counts below");
    let strange = world.teacher(0, "2026-11-23T09:30");
    let refused = import_checklist(&strange, import(world.school.place.unit, OWN, ImportMode::Apply)).await;
    assert!(matches!(refused, Err(ImportError::Denied(_))));
    // What was issued before keeps its version; what is issued now has the new one.
    let shipped = xd_work::checklist::shipped().iter().find(|list| list.id == LIST).unwrap();
    hand_in(&world, &before, answers(shipped, &[])).await.unwrap();
    let after = self_check(&world, "2026-11-23T09:45").await;
    assert!(matches!(hand_in(&world, &after, answers(shipped, &[])).await, Err(WorkError::Invalid(_))));
    hand_in(&world, &after, answers(&made.list, &["A1"])).await.unwrap();
    let tasks = world.tasks_at(world.school.place.unit).await;
    assert_eq!(tasks.len(), 3, "two self-checks and one rectification: {tasks:#?}");
}

async fn every_duty_has_its_seats(store: Store) {
    let world = World::new(store).await;
    let principal = world.principal("2026-11-23T09:00");
    let chain = responsibility_chain(&principal, world.school.place.unit, day("2026-11-23")).await.unwrap();
    let at = |template: &str, unit| {
        chain.lines.iter().find(|line| line.template == template && line.unit == unit).unwrap()
    };
    let class = world.school.classes[0].place.unit;
    let round = at("round.classroom", class);
    assert_eq!(round.owner.person, Some(world.school.classes[0].checker));
    assert_eq!(round.supervisor.unwrap().person, Some(world.school.principal));
    assert!(round.gaps.is_empty(), "{round:?}");
    let mend = at("rectification", world.school.place.unit);
    assert_eq!(mend.deputy.unwrap().person, Some(world.school.secretary));
    assert_eq!(mend.gaps, [Gap::NoSupervisor], "nobody is on duty at the county");
    let below = responsibility_chain(&principal, class, day("2026-11-23")).await.unwrap();
    assert!(below.lines.iter().all(|line| line.unit == class) && !below.lines.is_empty());
    let stranger = world.teacher(0, "2026-11-23T09:00");
    let refused = responsibility_chain(&stranger, world.other.place.unit, day("2026-11-23")).await;
    assert!(matches!(refused, Err(WorkError::Denied(_))));
}

async fn schools_are_drawn_for_inspectors(store: Store) {
    let world = World::new(store).await;
    let county = world.county("2026-11-23T09:00");
    let plan = SamplePlan { faulty: 0.5, confidence: 0.9, seed: "2026-11" };
    let unit = world.region.county.unit;
    let sample = inspection_sample(&county, unit, plan, day("2026-11-23")).await.unwrap();
    // Of two schools one has the fault: one visit meets it with 1/2, two surely.
    assert_eq!((sample.all, sample.faulty, sample.drawn), (2, 1, 2));
    let half = SamplePlan { confidence: 0.5, ..plan };
    let sample = inspection_sample(&county, unit, half, day("2026-11-23")).await.unwrap();
    assert_eq!((sample.drawn, sample.areas[0].drawn.len(), sample.areas[0].above.id), (1, 1, unit));
    assert_eq!(sample, inspection_sample(&county, unit, half, day("2026-11-23")).await.unwrap());
    let wrong = SamplePlan { faulty: 0.0, ..plan };
    assert!(inspection_sample(&county, unit, wrong, day("2026-11-23")).await.is_err());
}

xd_testkit::both_engines!(crate::world::migrations;
    a_blocking_no_opens_a_rectification,
    a_list_of_ones_own,
    every_duty_has_its_seats,
    schools_are_drawn_for_inspectors,
);
