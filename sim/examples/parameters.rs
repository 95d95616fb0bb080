//! Writes the parameter tables of the disease packs: `cargo run -p xd-sim --example parameters > docs/methods/disease-packs.md`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use xd_sim::{Disease, Duration, HourTable, Transmissibility};

/// Every pack in the order of file names.
pub fn packs() -> Result<Vec<Disease>, Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/diseases");
    let mut files = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    files.sort();
    let read = |file: &std::path::PathBuf| -> Result<Disease, Box<dyn std::error::Error>> {
        toml::from_str(&std::fs::read_to_string(file)?)
            .map_err(|error| format!("{}: {error}", file.display()).into())
    };
    files.iter().map(read).collect()
}

fn length(duration: &Duration) -> String {
    let mean = HourTable::new(duration).mean_days();
    match duration {
        Duration::Constant { days } => format!("{days}"),
        Duration::Exponential { .. } => format!("exponential, mean {mean:.2}"),
        Duration::Gamma { sd, .. } => format!("gamma, mean {mean:.2}, sd {sd}"),
        Duration::Lognormal { sd, .. } => format!("lognormal, mean {mean:.2}, sd {sd}"),
        Duration::Weibull { shape, .. } => format!("Weibull, mean {mean:.2}, shape {shape}"),
        Duration::Uniform { from, to } => format!("uniform, {from} to {to}"),
    }
}

/// Rows of one pack: symbol, value, unit, meaning, field of the source.
fn rows(disease: &Disease) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    let mut add = |symbol: &str, value: String, unit: &str, meaning: &str, field: &str| {
        rows.push([symbol, &value, unit, meaning, field].map(str::to_owned));
    };
    if let Transmissibility::ReproductionNumber(value) = disease.transmissibility {
        add(
            "R₀",
            value.to_string(),
            "persons",
            "infections by a school person, everybody susceptible",
            "reproduction_number",
        );
    }
    add("L", length(&disease.latent), "days", "infection to first infectious day", "latent");
    add("P", length(&disease.prodrome), "days", "first infectious day to symptoms", "prodrome");
    add("D", length(&disease.infectious), "days", "infectious period", "infectious");
    add("S", length(&disease.illness), "days", "symptoms to recovery", "illness");
    if disease.profile.len() > 1 {
        add("w", format!("{:?}", disease.profile), "–", "infectiousness over equal parts of D", "profile");
    }
    if disease.asymptomatic_infectiousness < 1.0 {
        let value = disease.asymptomatic_infectiousness.to_string();
        add("a", value, "–", "infectiousness without symptoms, relative", "asymptomatic_infectiousness");
    }
    if let Some(shape) = disease.dispersion {
        add("k", shape.to_string(), "–", "shape of the personal gamma weight", "dispersion");
    }
    for band in &disease.ages {
        let value = format!(
            "{} / {} / {} / {} / {}",
            band.symptomatic, band.susceptibility, band.immune, band.vaccinated, band.hospital
        );
        add(
            &format!("from {} y", band.from),
            value,
            "shares",
            "symptomatic / susceptible / immune / vaccinated / to hospital",
            "ages",
        );
    }
    let vaccine = disease.vaccine;
    if vaccine != xd_sim::Vaccine::default() {
        let value = format!("{} / {} / {}", vaccine.susceptibility, vaccine.infectiousness, vaccine.symptoms);
        add("VE", value, "–", "against infection / passing on / symptoms", "vaccine");
    }
    if let Some(place) = &disease.environment {
        let value = format!("{} / {}", place.share, place.half_life_hours);
        add("e", value, "– / hours", "share through places / half-life there", "environment");
    }
    rows
}

/// The whole document.
pub fn document() -> Result<String, Box<dyn std::error::Error>> {
    let mut text = String::from(
        "# Disease packs\n\nWritten by `cargo run -p xd-sim --example parameters` from the files in `content/diseases`; a test compares.\n\
         Status `V`: checked against an excerpt at hand; `G`: general knowledge, not verified here, to be checked before a\n\
         result is relied on. What immunity and vaccination are in a place is for the scenario to say.\n",
    );
    for disease in packs()? {
        write!(text, "\n## {} ({})\n\n`{}`\n\n", disease.name_en, disease.name_zh, disease.slug)?;
        text.push_str("| symbol | value | unit | meaning | source | status |\n|---|---|---|---|---|---|\n");
        for [symbol, value, unit, meaning, field] in rows(&disease) {
            let source = disease.sources.iter().find(|source| source.field == field);
            let (source, status) =
                source.map_or(("–", "–"), |found| (found.source.as_str(), found.status.as_str()));
            writeln!(text, "| {symbol} | {value} | {unit} | {meaning} | {source} | {status} |")?;
        }
    }
    Ok(text)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    std::io::stdout().write_all(document()?.as_bytes())?;
    Ok(())
}
