//! A report as one file: a page that needs nothing else, Chinese first, English below.

use std::fmt::Write as _;

use xd_analyst::plot::{Lang, Words};

use crate::words::{self, LANGS};

const STYLE: &str = "body{font:15px/1.55 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:1000px;margin:2em \
auto;padding:0 1em;color:#1c2a33}table{border-collapse:collapse;margin:1em 0;font-variant-numeric:tabular-nums}th,td{border-bottom:1px solid \
#dde3e7;padding:.25em .7em;text-align:left;vertical-align:top}th{background:#f2f5f7}small{color:#5b6770}svg{max-width:100%;height:auto}\
nav a{margin-right:1em}article+article{border-top:3px solid #1f5f8b;margin-top:3em}";

/// The part of a report in one language.
pub(crate) struct Part {
    pub words: Words,
    pub lang: Lang,
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
        self.put(format_args!("<table><thead><tr>"));
        head.iter().for_each(|cell| self.put(format_args!("<th>{}</th>", escape(cell))));
        self.put(format_args!("</tr></thead><tbody>"));
        for row in rows {
            self.put(format_args!("<tr><td>{}</td></tr>", row.join("</td><td>")));
        }
        self.put(format_args!("</tbody></table>"));
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

/// The page: `fill` writes each language.
pub(crate) fn page(title: &str, fill: impl Fn(&mut Part)) -> String {
    let heading: Vec<String> = LANGS.iter().map(|(lang, _)| escape(words::of(*lang).get(title))).collect();
    let mut text = format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head><body>\n\
         <nav><a href=\"#zh-CN\">中文</a><a href=\"#en\">English</a></nav>\n",
        heading.join(" · ")
    );
    for (lang, code) in LANGS {
        let mut part = Part { words: words::of(lang), lang, text: String::new() };
        let heading = part.words.get(title).to_owned();
        part.heading(1, &heading);
        fill(&mut part);
        text += &format!("<article id=\"{code}\" lang=\"{code}\">\n{}</article>\n", part.text);
    }
    text + "</body></html>\n"
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
