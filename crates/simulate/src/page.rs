//! A report as one file: a page that needs nothing else, in Chinese and English.

use std::fmt::Write as _;

use xd_analyst::plot::Lang;

use crate::words::{LANGS, Words};

const STYLE: &str = include_str!("report/report.css");

/// A whole page with a switch between the two languages, which needs no script.
pub(crate) fn shell(title: &str, section: impl Fn(Lang) -> String) -> String {
    let [zh, en] = LANGS.map(|(lang, _)| section(lang));
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n\
         <input type=\"radio\" name=\"lang\" id=\"zh\" checked><label for=\"zh\">中文</label>\n\
         <input type=\"radio\" name=\"lang\" id=\"en\"><label for=\"en\">English</label>\n\
         <main class=\"zh\" lang=\"zh-CN\">\n{zh}</main>\n<main class=\"en\" lang=\"en\">\n{en}</main>\n</body>\n</html>\n",
        escape(title)
    )
}

/// The part of a report in one language.
pub(crate) struct Part {
    pub words: Words,
    text: String,
}

impl Part {
    pub(crate) fn heading(&mut self, depth: u8, text: &str) {
        let text = escape(text);
        self.put(format_args!("<h{depth}>{text}</h{depth}>"));
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        let text = escape(text);
        self.put(format_args!("<p>{text}</p>"));
    }

    /// A document of SVG within the page.
    pub(crate) fn figure(&mut self, svg: &str) {
        self.put(format_args!("<figure>{svg}</figure>"));
    }

    /// A table; the cells are HTML, made with [`escape`] and [`figure`].
    pub(crate) fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        self.put(format_args!("<div class=\"wide\"><table class=\"prose\"><thead><tr>"));
        head.iter().for_each(|cell| self.put(format_args!("<th>{}</th>", escape(cell))));
        self.put(format_args!("</tr></thead><tbody>"));
        for row in rows {
            self.put(format_args!("<tr><td>{}</td></tr>", row.join("</td><td>")));
        }
        self.put(format_args!("</tbody></table></div>"));
    }

    /// What is folded away until somebody asks.
    pub(crate) fn folded(&mut self, title: &str, fill: impl FnOnce(&mut Self)) {
        let title = escape(title);
        self.put(format_args!("<details><summary>{title}</summary>"));
        fill(self);
        self.put(format_args!("</details>"));
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // A String takes every write.
        let _ = writeln!(self.text, "{text}");
    }
}

/// The page: `fill` writes each language; `title` is a key of the words.
pub(crate) fn page(title: &str, fill: impl Fn(&mut Part)) -> String {
    let titles = LANGS.map(|(lang, _)| Words::policy(lang).get(title).to_owned());
    shell(&titles.join(" · "), |lang| {
        let mut part = Part { words: Words::policy(lang), text: String::new() };
        let heading = part.words.get(title).to_owned();
        part.heading(1, &heading);
        fill(&mut part);
        part.text
    })
}

/// Text as HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
