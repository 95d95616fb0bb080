use serde_json::json;
use uuid::Uuid;
use xd_work::template::Photos;
use xd_work::{Library, Rhythm};

use crate::calendars::{day, year};

const ROUND: &str = r#"
id = "round.a"
version = 1
kind = "round"
title = { zh = "教室", en = "Classroom" }
subject = "unit"
at = ["class"]
owner = "class_teacher"
minutes = 10
due = { time = "17:00" }
escalation = "ordinary"
status = "G"
"#;
const MEND: &str = r#"
id = "mend"
version = 1
kind = "rectification"
title = { zh = "整改", en = "Rectification" }
subject = "task"
at = ["school"]
owner = "principal"
supervisor = "level_above"
minutes = 60
due = { days = 5 }
escalation = "ordinary"
review = "another_person"
status = "G"
"#;
const PATHS: &str = r#"[ordinary]
steps = [{ at = "0h", to = "owner" }, { at = "1d", to = "supervisor" }]
"#;
const FORM: &str = r#"{"type":"object","unevaluatedProperties":false,"x-title":{"zh":"表","en":"Form"},"properties":{
    "clean":{"type":"boolean","x-title":{"zh":"干净","en":"Clean"}}}}"#;

fn read(files: &[(&str, String)]) -> Vec<String> {
    let all = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone()));
    match Library::read(all) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|fault| format!("{} {}", fault.file, fault.field)).collect(),
    }
}

/// The round with lines changed or added, beside the rest.
fn with(changed: &str) -> Vec<String> {
    let key = |line: &str| line.split(" =").next().unwrap_or_default().trim().to_owned();
    let keys: Vec<String> = changed.lines().map(key).collect();
    let kept = ROUND.lines().filter(|line| !keys.contains(&key(line)) || line.is_empty());
    let text = format!("{}\n{changed}\n", kept.collect::<Vec<_>>().join("\n"));
    read(&[
        ("a.toml", text),
        ("mend.toml", MEND.into()),
        ("escalation.toml", PATHS.into()),
        ("forms/a.json", FORM.into()),
    ])
}

#[test]
fn what_is_shipped_fits_together() {
    assert_eq!(Library::shipped_faults(), []);
    let library = Library::shipped();
    assert!(library.templates().count() > 0 && library.path("ordinary").is_some());
    for (name, _) in library.forms() {
        let used = library.templates().any(|template| template.form.as_deref() == Some(name));
        assert!(used, "{name} is used by no template");
    }
    for template in library.templates() {
        let asks = template.form.is_some() || template.checklist.is_some();
        assert_eq!(library.form(template).is_some(), asks, "{}", template.id);
    }
    for template in library.templates().filter(|template| template.recurrence.is_some()) {
        let rule = template.recurrence.clone().unwrap();
        let rhythm = Rhythm { rule, start: day("2026-09-01"), on_holiday: template.on_holiday };
        let days = rhythm.days(&year(), day("2026-09-01"), day("2027-08-31"));
        assert!(!days.is_empty(), "{} has no day in a year", template.id);
    }
}

#[test]
fn a_template_is_refused_with_file_and_field() {
    assert_eq!(with(""), [""; 0]);
    for (changed, fault) in [
        (r#"id = "Round""#, "a.toml id"),
        (r#"id = "mend""#, "mend.toml id"),
        (r#"version = 0"#, "a.toml version"),
        (r#"kind = "ritual""#, "a.toml kind"),
        (r#"title = { zh = "教室" }"#, "a.toml title"),
        (r#"title = { zh = "教室", en = "" }"#, "a.toml title"),
        (r#"owner = "wizard""#, "a.toml owner"),
        (r#"deputy = "wizard""#, "a.toml deputy"),
        (r#"deputy = "class_teacher""#, "a.toml deputy"),
        (r#"supervisor = "level_below""#, "a.toml supervisor"),
        (r#"at = ["planet"]"#, "a.toml at[0]"),
        (r#"at = []"#, "a.toml at"),
        (r#"subject = "place""#, "a.toml places"),
        (r#"places = ["toilet"]"#, "a.toml places"),
        (r#"minutes = 0"#, "a.toml minutes"),
        (r#"recurrence = "FREQ=HOURLY""#, "a.toml recurrence"),
        (r#"recurrence = "daily""#, "a.toml recurrence"),
        (r#"on_holiday = "party""#, "a.toml on_holiday"),
        (r#"due = { days = 1, hours = 1 }"#, "a.toml due"),
        (r#"due = { time = "25:00" }"#, "a.toml due.time"),
        (r#"escalation = "none""#, "a.toml escalation"),
        (r#"form = "forms/b.json""#, "a.toml form"),
        (r#"photos = { most = 2, share = 1.5 }"#, "a.toml photos"),
        (r#"review = "friend""#, "a.toml review"),
        (r#"colour = "red""#, "a.toml colour"),
        (r#"status = "V""#, "a.toml source"),
        (
            r#"opens = [{ when = { field = "clean", equals = false }, template = "mend" }]"#,
            "a.toml opens.0.when",
        ),
    ] {
        assert_eq!(with(changed), [fault], "{changed}");
    }
    let opens = |field: &str, equals: &str, template: &str| {
        with(&format!(
            "form = \"forms/a.json\"\nopens = [{{ when = {{ field = \"{field}\", equals = {equals} }}, template = \"{template}\" }}]"
        ))
    };
    assert_eq!(opens("clean", "false", "mend"), [""; 0]);
    assert_eq!(opens("dirty", "false", "mend"), ["a.toml opens.0.when"]);
    assert_eq!(opens("clean", "\"no\"", "mend"), ["a.toml opens.0.when"]);
    assert_eq!(opens("clean", "false", "gone"), ["a.toml opens.0.template"]);
    assert_eq!(opens("clean", "false", "round.a"), ["a.toml opens.0.template"], "opens itself");
}

#[test]
fn a_cycle_and_steps_out_of_order_are_refused() {
    let opening = |text: &str, template: &str| {
        format!(
            "{text}form = \"forms/a.json\"\nopens = [{{ when = {{ field = \"clean\", equals = false }}, template = \"{template}\" }}]\n"
        )
    };
    let files = |paths: &str, back: &str| {
        read(&[
            ("a.toml", opening(ROUND, "mend")),
            ("mend.toml", opening(MEND, back)),
            ("escalation.toml", paths.into()),
            ("forms/a.json", FORM.into()),
        ])
    };
    assert_eq!(files(PATHS, "round.a"), ["a.toml opens.0.template", "mend.toml opens.0.template"]);
    let leaf = [("a.toml", ROUND.to_owned()), ("forms/a.json", FORM.to_owned())];
    let paths = |text: &str| read(&[leaf[0].clone(), leaf[1].clone(), ("escalation.toml", text.to_owned())]);
    assert_eq!(paths(PATHS), [""; 0]);
    let steps = |steps: &str| paths(&format!("[ordinary]\nsteps = [{steps}]\n"));
    for (given, fault) in [
        ("", "escalation.toml ordinary.steps"),
        (r#"{ at = "1h", to = "owner" }, { at = "1h", to = "deputy" }"#, "escalation.toml ordinary.steps.1"),
        (r#"{ at = "2d", to = "owner" }, { at = "30h", to = "deputy" }"#, "escalation.toml ordinary.steps.1"),
        (
            r#"{ at = "-30h", to = "owner" }, { at = "-1d", to = "owner" }"#,
            "escalation.toml ordinary.steps.1",
        ),
        (r#"{ at = "soon", to = "owner" }"#, "escalation.toml ordinary.steps[0].at"),
        (r#"{ at = "1h", to = "everybody" }"#, "escalation.toml ordinary.steps[0].to"),
    ] {
        assert!(steps(given).contains(&fault.to_owned()), "{given}: {:?}", steps(given));
    }
    assert_eq!(
        paths("[ordinary]\nsteps = [{ at = \"0h\", to = \"owner\" }]\nquiet = [\"22:00\", \"22:00\"]\n"),
        ["escalation.toml ordinary.quiet"]
    );
    assert_eq!(read(&[("a.toml", "id = ".into())]).len(), 1, "not TOML");
    assert_eq!(read(&[("notes.txt", String::new())]), ["notes.txt "]);
}

#[test]
fn photos_are_asked_for_by_share_and_for_the_same_tasks_always() {
    let wanted = |share: f64| {
        let photos = Photos { most: 2, share };
        (0..10_000_u128).filter(|n| photos.wanted_for(Uuid::from_u128(*n))).count()
    };
    assert_eq!((wanted(0.0), wanted(1.0)), (0, 10_000));
    // Four standard deviations of a tenth of ten thousand are 120.
    assert!((880..=1_120).contains(&wanted(0.1)), "{}", wanted(0.1));
    assert_eq!(wanted(0.1), wanted(0.1));
}

#[test]
fn an_answer_opens_work() {
    let opens: xd_work::template::Opens =
        serde_json::from_value(json!({"when": {"field": "faults", "equals": "door"}, "template": "mend"}))
            .unwrap();
    for (answers, opened) in [
        (json!({"faults": "door"}), true),
        (json!({"faults": ["floor", "door"]}), true),
        (json!({"faults": ["floor"]}), false),
        (json!({"other": "door"}), false),
        (json!(null), false),
    ] {
        assert_eq!(opens.is_opened_by(&answers), opened, "{answers}");
    }
}
