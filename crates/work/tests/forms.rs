use serde_json::{Value, json};
use xd_work::Form;

#[test]
fn answers_are_refused_as_the_fixtures_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/forms");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.extension().is_none_or(|kind| kind != "json") {
            continue;
        }
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let form = Form::read(&path.to_string_lossy(), &file["schema"].to_string()).unwrap();
        for case in file["cases"].as_array().unwrap() {
            let found = form.faults(&case["answers"]);
            let found =
                found.iter().map(|fault| (fault.field.as_str(), &*fault.code, fault.args.get("limit")));
            let expected: Vec<(&str, &str, Option<String>)> = case["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(|error| {
                    let limit = &error["args"]["limit"];
                    let limit = limit.as_str().map_or_else(|| limit.to_string(), str::to_owned);
                    (error["field"].as_str().unwrap(), error["code"].as_str().unwrap(), Some(limit))
                })
                .map(|(field, code, limit)| (field, code, limit.filter(|limit| limit != "null")))
                .collect();
            let found: Vec<_> = found.map(|(field, code, limit)| (field, code, limit.cloned())).collect();
            assert_eq!(found, expected, "{}: {}", path.display(), case["name"]);
            cases += 1;
        }
    }
    assert!(cases > 20, "{cases} cases");
}

fn two_questions() -> Value {
    json!({
        "type": "object", "unevaluatedProperties": false, "x-title": {"zh": "表", "en": "Form"},
        "properties": {
            "done": {"type": "boolean", "x-title": {"zh": "完成", "en": "Done"}},
            "note": {"type": "string", "maxLength": 20, "x-title": {"zh": "说明", "en": "Note"}},
        },
        "required": ["done"],
        "allOf": [{
            "if": {"properties": {"done": {"const": false}}, "required": ["done"]},
            "then": {"properties": {"why": {"type": "string", "maxLength": 9, "x-title": {"zh": "原因", "en": "Why"}}}, "required": ["why"]},
        }],
    })
}

/// The form with the value at a pointer replaced; an object is entered under a new key.
fn with(pointer: &str, value: Value) -> Value {
    let mut form = two_questions();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    form.pointer_mut(parent).unwrap()[key] = value;
    form
}

#[test]
fn a_form_outside_the_profile_is_refused_with_the_place() {
    assert!(Form::read("a.json", &two_questions().to_string()).is_ok());
    let title = json!({"zh": "问", "en": "Ask"});
    let choice = json!({"type": "string", "x-title": title, "enum": ["a"], "x-labels": {"b": title}});
    let photos = json!({"type": "array", "x-title": title, "x-kind": "photo", "uniqueItems": true, "maxItems": 3,
        "items": {"type": "string", "pattern": ".*"}});
    for (pointer, value, fault) in [
        ("/type", json!("array"), "/type"),
        ("/unevaluatedProperties", json!(true), "/unevaluatedProperties"),
        ("/additionalProperties", json!(false), "/additionalProperties"),
        ("/$schema", json!("http://json-schema.org/draft-07/schema#"), "/$schema"),
        ("/x-title", json!({"zh": "表"}), "/x-title"),
        ("/x-title", json!({"zh": "表", "en": " "}), "/x-title"),
        ("/properties", json!({}), "/required"),
        ("/required", json!(["gone"]), "/required"),
        ("/properties/Done", json!({"type": "boolean", "x-title": title}), "/properties/Done"),
        ("/properties/note/maxLength", json!(2_001), "/properties/note/maxLength"),
        ("/properties/note/pattern", json!("^a$"), "/properties/note/pattern"),
        ("/properties/note/minimum", json!(1), "/properties/note/minimum"),
        ("/properties/note/type", json!("object"), "/properties/note/type"),
        ("/properties/note/x-title", json!({"zh": "", "en": "Note"}), "/properties/note/x-title"),
        ("/properties/note", choice, "/properties/note/x-labels"),
        ("/properties/note", photos, "/properties/note/items"),
        ("/properties/why", json!({"type": "boolean", "x-title": title}), "/allOf"),
        ("/allOf/0/if/required", json!([]), "/allOf/0/if/required"),
        ("/allOf/0/if/properties/done/const", json!("no"), "/allOf/0/if/properties/done"),
        ("/allOf/0/if/properties", json!({"gone": {"const": true}}), "/allOf/0/if/required"),
        ("/allOf/0/then/properties", json!({}), "/allOf/0/then"),
        ("/allOf/0/else", json!({}), "/allOf/0/else"),
    ] {
        let found = Form::read("a.json", &with(pointer, value.clone()).to_string()).expect_err(pointer);
        assert_eq!(
            (found.file.as_str(), found.pointer.as_str()),
            ("a.json", fault),
            "{pointer} = {value}: {found}"
        );
    }
    for (text, fault) in [("", ""), ("{", ""), ("[]", ""), ("{} {}", "")] {
        assert_eq!(Form::read("a.json", text).unwrap_err().pointer, fault, "{text:?}");
    }
}

#[test]
fn the_order_of_the_questions_is_that_of_the_text() {
    let text = r#"{"type":"object","unevaluatedProperties":false,"x-title":{"zh":"表","en":"Form"},"properties":{
        "zeta":{"type":"boolean","x-title":{"zh":"乙","en":"Z"}},"alpha":{"type":"boolean","x-title":{"zh":"甲","en":"A"}}}}"#;
    let form = Form::read("a.json", text).unwrap();
    assert_eq!(form.questions.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["zeta", "alpha"]);
    let twice = text.replace("alpha", "zeta");
    assert!(Form::read("a.json", &twice).unwrap_err().detail.contains("twice"));
}

#[test]
fn what_is_not_an_object_of_answers_is_refused() {
    let form = Form::read("a.json", &two_questions().to_string()).unwrap();
    for answers in [json!(null), json!([]), json!("yes"), json!(7)] {
        assert_eq!(form.faults(&answers)[0].code, "form.type", "{answers}");
    }
    let deep = json!({"done": {"done": {"done": true}}, "a/b~c": 1});
    let codes: Vec<_> = form.faults(&deep).iter().map(|f| format!("{} {}", f.field, f.code)).collect();
    assert_eq!(codes, ["/a~1b~0c form.not_asked", "/done form.type"]);
}

proptest::proptest! {
    /// Whatever is answered, it is judged, and nothing that is kept has an answer nobody asked for.
    #[test]
    fn any_answers_are_judged(done in proptest::option::of(proptest::bool::ANY), why in proptest::option::of(".{0,12}"), note in proptest::option::of(".{0,25}")) {
        let form = Form::read("a.json", &two_questions().to_string()).unwrap();
        let mut answers = serde_json::Map::new();
        answers.extend(done.map(|done| ("done".to_owned(), json!(done))));
        answers.extend(why.clone().map(|why| ("why".to_owned(), json!(why))));
        answers.extend(note.clone().map(|note| ("note".to_owned(), json!(note))));
        let sound = done.is_some()
            && (done == Some(false)) == why.is_some()
            && why.is_none_or(|why| why.chars().count() <= 9)
            && note.is_none_or(|note| note.chars().count() <= 20);
        proptest::prop_assert_eq!(form.faults(&Value::Object(answers)).is_empty(), sound);
    }
}
