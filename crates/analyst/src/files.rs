//! The options that all commands share: where to read, where to write, what to draw.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::plot::{Figure, Lang};
use crate::sheet::Format;
use crate::table::Source;
use crate::{AnalystError, output};

/// Where results go.
#[derive(Debug, Args)]
pub struct OutputOptions {
    /// Where to write; `-` is standard output. A file is replaced whole or not at all. 输出文件
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
    /// How to write. 输出格式
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Draw a figure into this file (SVG). 绘图
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
    /// The language of the figure. 图中文字
    #[arg(long, value_enum, default_value_t)]
    pub lang: Lang,
}

/// Where the data come from.
#[derive(Debug, Args)]
pub struct InputOptions {
    /// The data, CSV; `-` is standard input. 输入文件
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub input: PathBuf,
}

impl InputOptions {
    /// Reads it.
    ///
    /// # Errors
    /// A file that cannot be read or is not UTF-8.
    pub fn open(&self) -> Result<Source, AnalystError> {
        Ok(Source::open(&self.input)?)
    }
}

impl OutputOptions {
    /// Writes results, and the figure if one was asked for.
    ///
    /// # Errors
    /// What `produce` says, or why a file cannot be written.
    pub fn write(
        &self,
        produce: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        figure: impl FnOnce(Lang) -> Figure,
    ) -> Result<(), AnalystError> {
        if let Some(path) = &self.plot {
            self.draw(path, &figure(self.lang))?;
        }
        output::write(&self.out, |out| produce(out).map_err(AnalystError::from))
    }

    fn draw(&self, path: &Path, figure: &Figure) -> Result<(), AnalystError> {
        if path == Path::new("-") && self.out == Path::new("-") {
            return Err(AnalystError::option("plot", "figure and results cannot both go to standard output"));
        }
        Ok(output::write_text(path, &figure.svg())?)
    }
}

/// Tells the analyst something about the result that is no error.
pub(crate) fn note(text: impl std::fmt::Display) {
    // A note that cannot be shown is no reason to withhold the result.
    drop(writeln!(io::stderr(), "xiaodun: note: {text}"));
}
