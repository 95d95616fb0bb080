//! One module per area. A handler reads the request, calls one verb, and turns what comes back into a view.

pub mod absences;
pub mod accounts;
pub mod channels;
pub mod checks;
pub mod demo;
pub mod duty;
pub mod events;
pub mod health;
pub mod papers;
pub mod register;
pub mod rules;
pub mod session;
pub mod signals;
pub mod units;
pub mod waves;
pub mod work;

/// Symptoms as codes.
fn codes(symptoms: xd_observe::Symptoms) -> Vec<String> {
    symptoms.codes().map(str::to_owned).collect()
}

/// The listed sources that a rule's citation names.
fn sources_view(citation: &str) -> Vec<crate::views::rule::SourceView> {
    let cited = xd_observe::diseases::sources().cited(citation);
    cited
        .map(|(code, title)| crate::views::rule::SourceView {
            code: code.to_owned(),
            title_zh: title.zh.clone(),
            title_en: title.en.clone(),
        })
        .collect()
}
