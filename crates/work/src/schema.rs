//! The tables of work. All are keyed by custody: a task belongs to the institution of the unit that must do it, a wave to
//! the one that issued it.

use xd_store::Migration;
use xd_store::schema::Table;

use crate::files::FILE_MOST;

/// The most characters of a reason or a title.
pub(crate) const TEXT_MOST: u32 = 2_000;
/// The most bytes of answers as JSON.
pub(crate) const ANSWERS_MOST: u32 = 100_000;

const POSTS: &[&str] = &[
    "class_teacher",
    "dormitory_keeper",
    "team_lead",
    "health_officer",
    "principal",
    "secretary",
    "clerk",
    "county_duty",
];

/// The migrations of this crate.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    vec![Migration { name: "0045_work", up: tasks }, Migration { name: "0046_checklists", up: checklists }]
}

/// The tables of this crate.
#[must_use]
pub fn tables() -> Vec<Table> {
    [tasks(), checklists()].concat()
}

fn checklists() -> Vec<Table> {
    vec![checklist_version(), checklist_result(), finding()]
}

fn tasks() -> Vec<Table> {
    let files = [attachment(), attachment_use(), record_file()];
    [wave(), task(), record(), review()].into_iter().chain(files).chain([wave_tally(), coverage()]).collect()
}

/// A list of an institution's own, in the place of the shipped one of the same id.
fn checklist_version() -> Table {
    Table::new("checklist_version")
        .id("institution_id")
        .text("list", 40)
        .int("version", 1, 1_000_000)
        .text("title_zh", 100)
        .text("title_en", 100)
        .text("items", 400_000)
        .instant("imported_at")
        .id("imported_by")
        .optional()
        .primary(&["institution_id", "list", "version"])
        .append_only()
}

/// What a record of a list came to: codes of items with a space between them.
fn checklist_result() -> Table {
    Table::new("checklist_result")
        .id("institution_id")
        .id("record_id")
        .id("unit_id")
        .text("path", 400)
        .text("list", 40)
        .int("version", 1, 1_000_000)
        .word("kind", &["self_check", "inspection"])
        .day("day")
        .text("yes", 4_000)
        .text("no", 4_000)
        .text("not_applicable", 4_000)
        .primary(&["institution_id", "record_id"])
        .index("checklist_result_path", &["list", "kind", "path", "day"])
        .append_only()
}

/// Why a task was opened; the task's subject names it.
fn finding() -> Table {
    Table::new("finding")
        .id("institution_id")
        .id("subject_id")
        .id("source_task_id")
        .id("record_id")
        .text("item", 20)
        .optional()
        .text("note", 300)
        .primary(&["institution_id", "subject_id"])
        .append_only()
}

/// One issuing of work. `cursor` is the path up to which its tasks have been made.
fn wave() -> Table {
    Table::new("wave")
        .id("institution_id")
        .id("wave_id")
        .id("unit_id")
        .text("path", 400)
        .text("template", 60)
        .int("template_version", 1, 1_000_000)
        .text("under_paths", 20_000)
        .day("day")
        .instant("issued_at")
        .instant("due")
        .optional()
        .id("issued_by")
        .optional()
        .word("state", &["preparing", "issued", "recalled"])
        .text("cursor", 400)
        .count("expected")
        .count("made")
        .primary(&["institution_id", "wave_id"])
        .index("wave_id", &["wave_id"])
        .index("wave_path", &["path", "issued_at"])
}

/// One row a task. Who owns it is not written here: it is whoever holds the post when one looks.
fn task() -> Table {
    Table::new("task")
        .id("institution_id")
        .id("task_id")
        .id("wave_id")
        .id("unit_id")
        .text("path", 400)
        .id("subject_id")
        .word("owner", POSTS)
        .word("deputy", POSTS)
        .optional()
        .instant("due")
        .word("state", &["open", "submitted", "accepted", "returned", "withdrawn"])
        .int("step", 0, 1_000)
        .instant("delivered_at")
        .optional()
        .instant("read_at")
        .optional()
        .instant("acknowledged_at")
        .optional()
        .instant("started_at")
        .optional()
        .instant("submitted_at")
        .optional()
        .instant("closed_at")
        .optional()
        .id("acknowledged_by")
        .optional()
        .primary(&["institution_id", "task_id"])
        .unique("task_once", &["institution_id", "wave_id", "unit_id", "subject_id"])
        .index("task_id", &["task_id"])
        .index("task_state", &["institution_id", "state", "path"])
}

fn record() -> Table {
    Table::new("record")
        .id("institution_id")
        .id("record_id")
        .id("task_id")
        .instant("at")
        .id("account_id")
        .optional()
        .id("person_id")
        .optional()
        .text("answers", ANSWERS_MOST)
        .bytes("content_hash", 32)
        .primary(&["institution_id", "record_id"])
        .index("record_task", &["institution_id", "task_id"])
        .append_only()
}

fn review() -> Table {
    Table::new("review")
        .id("institution_id")
        .id("review_id")
        .id("task_id")
        .id("record_id")
        .word("verdict", &["accepted", "returned"])
        .text("reason", TEXT_MOST)
        .instant("at")
        .id("account_id")
        .optional()
        .id("person_id")
        .optional()
        .primary(&["institution_id", "review_id"])
        .index("review_task", &["institution_id", "task_id"])
        .append_only()
}

/// Bytes by their hash: the same picture is kept once in an institution.
fn attachment() -> Table {
    Table::new("attachment")
        .id("institution_id")
        .bytes("sha256", 32)
        .word("media_type", crate::files::MEDIA_TYPES)
        .count("size")
        .bytes("content", FILE_MOST as u32)
        .instant("stored_at")
        .primary(&["institution_id", "sha256"])
}

/// For which unit somebody handed in the bytes: who reaches that unit may look at them.
fn attachment_use() -> Table {
    Table::new("attachment_use")
        .id("institution_id")
        .bytes("sha256", 32)
        .id("unit_id")
        .text("path", 400)
        .instant("at")
        .id("account_id")
        .optional()
        .primary(&["institution_id", "sha256", "unit_id"])
        .index("attachment_use_hash", &["sha256"])
}

fn record_file() -> Table {
    Table::new("record_file")
        .id("institution_id")
        .id("record_id")
        .bytes("sha256", 32)
        .primary(&["institution_id", "record_id", "sha256"])
        .index("record_file_hash", &["institution_id", "sha256"])
}

/// How many tasks of a wave an institution has, and how far they are; changed with the tasks, in one transaction.
fn wave_tally() -> Table {
    Table::new("wave_tally")
        .id("institution_id")
        .id("wave_id")
        .count("total")
        .count("delivered")
        .count("read")
        .count("acknowledged")
        .count("started")
        .count("submitted")
        .count("done")
        .count("withdrawn")
        .primary(&["institution_id", "wave_id"])
        .index("wave_tally_wave", &["wave_id"])
}

/// The same counts of everything below an authority, a row for each institution directly below it, and one for its own
/// tasks; it follows the tallies.
fn coverage() -> Table {
    Table::new("coverage")
        .id("institution_id")
        .id("wave_id")
        .id("unit_id")
        .count("total")
        .count("delivered")
        .count("read")
        .count("acknowledged")
        .count("started")
        .count("submitted")
        .count("done")
        .count("withdrawn")
        .primary(&["institution_id", "wave_id", "unit_id"])
}

#[cfg(test)]
mod tests {
    use xd_register::PostKind;

    use super::*;
    use crate::{MediaType, TaskState, WaveState};

    #[test]
    fn the_words_of_the_columns_are_those_of_the_code() {
        assert_eq!(POSTS, PostKind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>());
        let types: Vec<_> = MediaType::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(crate::files::MEDIA_TYPES, types);
        let all = format!("{:?}", tables());
        for word in TaskState::ALL.iter().map(|s| s.word()).chain(WaveState::ALL.iter().map(|s| s.word())) {
            assert!(all.contains(&format!("{word:?}")), "{word}");
        }
    }
}
