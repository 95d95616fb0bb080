//! What a message says, from `content/locales/messages.*.json`: counts, titles of templates, a link.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use xd_kernel::{Instant, SchoolDay, Zone};
use xd_trust::accounts::Locale;

use crate::digest::Line;

type Words = BTreeMap<String, String>;

// A test reads both files; were one broken, its keys would stand in the message.
static ZH: LazyLock<Words> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../content/locales/messages.zh-CN.json")).unwrap_or_default()
});
static EN: LazyLock<Words> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../content/locales/messages.en.json")).unwrap_or_default()
});

/// A message in a person's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// Everything, in plain text.
    pub body: String,
}

/// How and when a message is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style<'a> {
    pub locale: Locale,
    pub zone: &'a Zone,
    pub at: Instant,
    /// Where the program is found; nothing if nobody said.
    pub link: Option<&'a str>,
}

impl Style<'_> {
    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let words = match self.locale {
            Locale::ZhCn => &ZH,
            Locale::En => &EN,
        };
        let mut text = words.get(key).map_or_else(|| key.to_owned(), String::clone);
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// `2026-11-23 17:05`, as the clock on the school's wall shows it.
    fn time(&self) -> String {
        let day = SchoolDay::of(self.at, self.zone);
        let minutes = (self.at.0 - day.at_minute(0, self.zone).0).div_euclid(60_000_000);
        format!("{day} {:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn ended(&self, mut lines: Vec<String>) -> String {
        lines.extend(self.link.map(|link| self.say("link", &[("link", link)])));
        lines.join("\n")
    }

    /// A code that confirms a channel.
    pub fn code(&self, code: &str) -> Text {
        let subject = self.say("code.subject", &[]);
        Text { subject, body: self.say("code.body", &[("code", code), ("time", &self.time())]) }
    }

    /// A test.
    pub fn test(&self) -> Text {
        let body = self.ended(vec![self.say("test.body", &[("time", &self.time())])]);
        Text { subject: self.say("test.subject", &[]), body }
    }

    /// A digest: lines of one template and one side of the deadline are added up.
    pub fn work(&self, lines: &[Line]) -> Text {
        let mut sums: BTreeMap<(i64, &str), u64> = BTreeMap::new();
        for line in lines {
            let title = match self.locale {
                Locale::ZhCn => &line.zh,
                Locale::En => &line.en,
            };
            // What is overdue stands first.
            *sums.entry((-line.minutes.signum(), title)).or_default() += u64::from(line.count);
        }
        let total: u64 = sums.values().sum();
        let mut said = vec![self.say("work.head", &[("time", &self.time())])];
        said.extend(sums.iter().map(|((side, title), count)| {
            let key = match side {
                -1 => "work.overdue",
                0 => "work.due",
                _ => "work.ahead",
            };
            self.say(key, &[("title", title), ("count", &count.to_string())])
        }));
        let subject = self.say("work.subject", &[("count", &total.to_string())]);
        Text { subject, body: self.ended(said) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn line(zh: &str, en: &str, (count, minutes): (u32, i64)) -> Line {
        Line { event: 0, wave: Uuid::nil(), zh: zh.into(), en: en.into(), count, minutes }
    }

    #[test]
    fn a_digest_in_both_languages() {
        let zone = Zone::shanghai();
        let at = "2026-11-23T17:05:00+08:00".parse().unwrap();
        let lines = [
            line("教室消毒", "Disinfection", (2, 0)),
            line("教室消毒", "Disinfection", (1, 0)),
            line("五十七项自查", "57 items", (1, 120)),
            line("卫生间消毒", "Toilets", (4, -30)),
        ];
        let style = Style { locale: Locale::ZhCn, zone: &zone, at, link: Some("https://xd.example/") };
        let zh = style.work(&lines);
        assert_eq!(zh.subject, "校盾：8 项工作");
        assert_eq!(
            zh.body,
            "截至 2026-11-23 17:05：\n已逾期「五十七项自查」1 项\n到期「教室消毒」3 项\n即将到期「卫生间消毒」4 \
             项\n请登录办理：https://xd.example/"
        );
        let en = Style { locale: Locale::En, link: None, ..style }.work(&lines);
        assert_eq!(en.subject, "Xiaodun: work to do (8)");
        assert_eq!(
            en.body,
            "As of 2026-11-23 17:05:\nOverdue: 57 items (1)\nDue: Disinfection (3)\nDue soon: Toilets (4)"
        );
        assert!(
            style.code("123456").body.contains("123456") && !style.code("123456").subject.contains("123456")
        );
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let holes = |words: &Words| -> Vec<(String, Vec<String>)> {
            let of = |text: &String| {
                let mut found: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|rest| rest.split_once('}'))
                    .map(|(a, _)| a.into())
                    .collect();
                found.sort();
                found
            };
            words.iter().map(|(key, text)| (key.clone(), of(text))).collect()
        };
        assert!(ZH.len() >= 9);
        assert_eq!(holes(&ZH), holes(&EN));
    }
}
