//! The commands of the guides, as they stand there: they run, say what the guide says they say, and draw its pictures.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use xd_simulate::command::{SimulateArgs, answer};

#[derive(clap::Parser)]
struct Cli {
    #[command(flatten)]
    args: SimulateArgs,
}

fn guides() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides")
}

/// The words of a line, those in double quotes as one.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// The same with paths as seen from the guide's folder, what is written going to other ground.
fn placed(words: Vec<String>, ground: &Path) -> Vec<String> {
    let mut before = String::new();
    let place = |word: String| {
        let placed = match before.as_str() {
            "--out" | "--plot" => ground.join(&word).display().to_string(),
            _ if word.ends_with(".toml") => guides().join("simulate").join(&word).display().to_string(),
            _ => word.clone(),
        };
        before = word;
        placed
    };
    words.into_iter().map(place).collect()
}

#[test]
fn the_gallery_runs_and_shows_what_it_draws() {
    let ground = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(guides().join("simulate-gallery.md")).unwrap();
    let commands: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("xiaodun simulate ")).collect();
    assert_eq!(commands.len(), 12);
    let mut seen = std::collections::BTreeSet::new();
    for command in commands {
        let words = placed(words(command), ground.path());
        seen.extend(words.iter().filter(|word| word.ends_with(".toml")).cloned());
        let said =
            answer(&Cli::parse_from(std::iter::once("simulate".to_owned()).chain(words)).args).unwrap();
        for line in said.lines() {
            assert!(text.contains(line), "the guide lacks `{line}` of: xiaodun simulate {command}");
        }
        let (_, plot) = command.split_once("--plot ").unwrap();
        let [new, old] = [ground.path(), &guides().join("simulate")]
            .map(|folder| std::fs::read_to_string(folder.join(plot)).unwrap_or_default());
        assert!(
            new == old,
            "docs/guides/simulate/{plot} is out of date: run `xiaodun simulate {command}` there"
        );
        assert!(text.contains(&format!("](simulate/{plot})")), "{plot} is not shown");
    }
    assert_eq!(seen.len(), 12);
}
