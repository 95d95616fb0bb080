//! A class falls ill; which rule holds, from when to when, and who counts?
//!
//! `cargo run -p epi-rules --example explain`

use std::error::Error;
use std::io::{Write, stdout};

use epi_rules::{Batch, Disease, Fact, Lexicon, Rule, Rulebook, ScopeKind, Syndromes};

const RULES: &str = "\
rule_id,label,targets,level,scopes,window_days,min_cases,extra_en,extra_zh,report_to_en,report_to_zh,report_within_h,jurisdiction,valid_from,valid_to,status,source
EW-01,any-syndrome,any-syndrome,early_warning,class,1,3,,,county CDC,县级疾控机构,24,CN,2006-04-06,,V,S01
EW-02,any-syndrome,any-syndrome,early_warning,class,3,5,,,county CDC,县级疾控机构,24,CN,2006-04-06,,V,S01
";
const SYNDROMES: &str = "\
code,name_zh,name_en,aliases,rule,note_zh,note_en,status,source
gastrointestinal,胃肠道症状,gastrointestinal,,diarrhoea | vomiting,,,G,example
influenza-like,流感样,influenza-like,,fever & (cough | sore_throat),,,V,S10a
";
const DISEASES: &str = "\
slug,code,name_zh,name_en,aliases,part_of,class,report_h,icd10,groups,notifiable
norovirus,X02,诺如病毒感染,norovirus infection,,,丙,24,A08.1,gastrointestinal,yes
";

/// Person, day, symptoms.
const ILL: [(u32, i32, &[&str]); 6] = [
    (11, 20_780, &["vomiting"]),
    (12, 20_780, &["vomiting", "fever"]),
    (13, 20_781, &["diarrhoea"]),
    (14, 20_781, &["fever", "cough"]),
    (15, 20_782, &["diarrhoea", "vomiting"]),
    (16, 20_782, &["vomiting"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let syndromes = Syndromes::parse_table(SYNDROMES)?;
    let lexicon = Lexicon::new(Disease::parse_table(DISEASES)?, syndromes.clone())?;
    let book = Rulebook::new(Rule::parse_table(RULES)?, lexicon)?;
    let mut batch = Batch::new(&book);
    for (person, onset, symptoms) in ILL {
        let picture = batch.picture(&syndromes.of(symptoms), &[]);
        batch.push(&Fact { person, onset, picture, scopes: &[(ScopeKind::Class, 301)] });
    }
    let evaluation = batch.seal();
    let mut out = stdout().lock();
    for run in evaluation.runs(i32::MIN..=i32::MAX) {
        let rule = &book.rules()[run.key.rule];
        let decided = evaluation.person(run.deciding_fact);
        writeln!(
            out,
            "{} holds from day {} to {}, decided by {decided}",
            rule.id, run.first_day, run.last_day
        )?;
        for one in evaluation.persons_on(&run.key, run.first_day) {
            writeln!(out, "  {} fell ill on day {}", one.person, one.onset)?;
        }
    }
    Ok(())
}
