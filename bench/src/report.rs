//! Figures beside their bars.

/// One figure and the bar it stands against.
pub struct Figure {
    /// What was measured.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The bar.
    pub bar: f64,
    /// Whether more is better.
    pub more_is_better: bool,
    /// Where the bar comes from.
    pub bar_from: &'static str,
}

impl Figure {
    fn ratio(&self) -> f64 {
        if self.more_is_better { self.value / self.bar } else { self.bar / self.value }
    }
}

/// Prints the figures as a table: a ratio of 1 or more means that the bar is reached.
pub fn print(title: &str, figures: &[Figure]) {
    println!("\n{title}");
    println!("| figure | measured | bar | ratio | bar from |");
    println!("|---|---:|---:|---:|---|");
    for figure in figures {
        println!(
            "| {} | {} {} | {} {} | {:.2}× {} | {} |",
            figure.what,
            rounded(figure.value),
            figure.unit,
            rounded(figure.bar),
            figure.unit,
            figure.ratio(),
            if figure.ratio() >= 1.0 { "ok" } else { "below" },
            figure.bar_from,
        );
    }
}

fn rounded(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}
