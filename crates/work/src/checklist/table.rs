//! A list from a file: every fault with its row and column.

use std::collections::HashSet;
use std::str::FromStr;

use xd_register::import::table::{Column, Row, Table};
use xd_register::import::{Faults, ImportError};

use super::{EvidenceKind, Frequency, Item, MOST_ITEMS, Weight};
use crate::Bilingual;
use crate::template::Standing;

const fn column(name: &'static str, also: &'static [&'static str], required: bool) -> Column {
    Column { name, also, required }
}

const COLUMNS: &[Column] = &[
    column("code", &["编码", "编号", "序号"], true),
    column("category_zh", &["类别", "分类"], true),
    column("category_en", &["类别英文", "分类英文"], false),
    column("item_zh", &["条目", "内容", "检查内容"], true),
    column("item_en", &["条目英文", "内容英文"], false),
    column("evidence", &["证据", "查看方式"], false),
    column("frequency", &["频次", "频率"], false),
    column("blocking", &["必须整改", "一票否决"], false),
    column("status", &["依据等级"], false),
    column("source", &["依据", "来源"], false),
];

pub(super) fn read(file: &[u8]) -> Result<Vec<Item>, ImportError> {
    let mut faults = Faults::default();
    let table = Table::read(file, COLUMNS, &mut faults)?;
    let mut seen = HashSet::new();
    let mut items = Vec::with_capacity(table.len());
    for row in table.rows() {
        let item = item(row, &mut faults);
        if !item.code.is_empty() && !seen.insert(item.code.clone()) {
            faults.add((row.line, "code"), "checklist.code_twice", &item.code);
        }
        items.push(item);
    }
    if items.is_empty() || items.len() > MOST_ITEMS {
        faults.add((1, ""), "checklist.length", &items.len().to_string());
    }
    faults.none().map(|()| items)
}

/// What cannot be read is a fault, and the item is then thrown away with the rest.
fn item(row: Row<'_>, faults: &mut Faults) -> Item {
    let code = needed(row, faults, ("code", 20));
    if !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        faults.add((row.line, "code"), "code.character", &code);
    }
    Item {
        code: code.to_ascii_uppercase(),
        category: both(row, faults, ("category_zh", "category_en", 60)),
        text: both(row, faults, ("item_zh", "item_en", 250)),
        evidence: word(row, faults, "evidence", EVIDENCE).unwrap_or(EvidenceKind::Document),
        frequency: word(row, faults, "frequency", FREQUENCY).unwrap_or(Frequency::Month),
        weight: weight(row, faults),
        status: row.read("status", faults, standing).unwrap_or(Standing::G),
        source: row.get("source").unwrap_or_default().chars().take(200).collect(),
    }
}

const EVIDENCE: &[(&str, &str)] = &[
    ("文件资料", "document"),
    ("台账登记", "register"),
    ("现场查看", "on_site"),
    ("访谈", "interview"),
    ("时间安排表", "schedule"),
    ("清点库存", "stock_count"),
    ("名册", "roster"),
    ("演练记录", "drill_record"),
    ("现场拨打", "live_call"),
];
const FREQUENCY: &[(&str, &str)] = &[
    ("每日", "day"),
    ("每周", "week"),
    ("每月", "month"),
    ("每学期", "term"),
    ("每年", "year"),
    ("有情况时", "case"),
];

fn word<T: FromStr>(row: Row<'_>, faults: &mut Faults, name: &str, chinese: &[(&str, &str)]) -> Option<T> {
    row.read(name, faults, |given| {
        let known = chinese.iter().find(|(text, _)| *text == given).map_or(given, |(_, word)| word);
        known.parse().map_err(|_| "checklist.word")
    })
}

fn weight(row: Row<'_>, faults: &mut Faults) -> Weight {
    let read = |given: &str| match given {
        "yes" | "1" | "是" | "★" => Ok(Weight::Blocking),
        "no" | "0" | "否" => Ok(Weight::Ordinary),
        _ => Err("checklist.yes_or_no"),
    };
    row.read("blocking", faults, read).unwrap_or(Weight::Ordinary)
}

fn standing(given: &str) -> Result<Standing, &'static str> {
    match given {
        "V" => Ok(Standing::V),
        "L" => Ok(Standing::L),
        "G" => Ok(Standing::G),
        _ => Err("checklist.status"),
    }
}

fn needed(row: Row<'_>, faults: &mut Faults, (name, most): (&str, usize)) -> String {
    let given = row.get(name).unwrap_or_default();
    if given.is_empty() {
        faults.add((row.line, name), "text.empty", "");
    } else if given.chars().count() > most {
        faults.add((row.line, name), "text.too_long", given);
    }
    given.to_owned()
}

/// A list of a place's own may be in Chinese alone; then the Chinese stands for the English.
fn both(row: Row<'_>, faults: &mut Faults, (zh, en, most): (&str, &str, usize)) -> Bilingual {
    let chinese = needed(row, faults, (zh, most));
    let english = match row.get(en) {
        None => chinese.clone(),
        Some(_) => needed(row, faults, (en, most)),
    };
    Bilingual { zh: chinese, en: english }
}
