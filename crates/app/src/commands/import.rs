//! `xiaodun import`: units and people from CSV.

use std::path::Path;

use xd_kernel::{SchoolDay, UnitId, Zone};
use xd_register::import::{
    ImportError, ImportMode, ImportPeople, ImportUnits, Imported, import_people, import_units,
};
use xd_register::seal::Sealing;
use xd_trust::Ctx;

use super::account::find_unit;
use crate::cli::Import;
use crate::config::{Config, ListenOptions};
use crate::failure::Failure;
use crate::program::Program;
use crate::{logging, say};

/// Imports one file or both, units first.
pub async fn run(args: &Import) -> Result<(), Failure> {
    if args.units.is_none() && args.people.is_none() {
        return Err(Failure::input("nothing to import: give --units FILE, --people FILE, or both"));
    }
    let config = Config::read(&args.data, &ListenOptions::default())?;
    logging::start(&config.log, config.log_format)?;
    let program = Program::open(&config).await?;
    let ctx = program.ctx("import");
    let root = find_unit(&ctx, &args.under).await?.unit;
    let job = Job { ctx: &ctx, root, from: args.from.unwrap_or_else(|| ctx.today(&Zone::default())), args };
    if let Some(file) = &args.units {
        job.units(file).await?;
    }
    if let Some(file) = &args.people {
        job.people(file, Sealing::Vault(&program.vault)).await?;
    }
    program.store.close().await;
    Ok(())
}

struct Job<'a> {
    ctx: &'a Ctx,
    root: UnitId,
    from: SchoolDay,
    args: &'a Import,
}

impl Job<'_> {
    fn mode(&self) -> ImportMode {
        if self.args.dry_run { ImportMode::DryRun } else { ImportMode::Apply }
    }

    async fn units(&self, path: &Path) -> Result<(), Failure> {
        let text = read(path)?;
        let command = ImportUnits { root: self.root, file: &text, opened: self.from, mode: self.mode() };
        let done = import_units(self.ctx, command).await.map_err(|error| told(path, error))?;
        self.report(path, &done);
        Ok(())
    }

    async fn people(&self, path: &Path, sealing: Sealing<'_>) -> Result<(), Failure> {
        let text = read(path)?;
        let command =
            ImportPeople { root: self.root, file: &text, from: self.from, sealing, mode: self.mode() };
        let done = import_people(self.ctx, command).await.map_err(|error| told(path, error))?;
        self.report(path, &done);
        Ok(())
    }

    fn report(&self, path: &Path, done: &Imported) {
        let Imported { rows, units, people, memberships, posts } = done;
        let verb = if self.args.dry_run { "would import" } else { "imported" };
        say!(
            "{}: {rows} rows; {verb} {units} units, {people} people, {memberships} memberships, {posts} posts",
            path.display()
        );
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

/// Every wrong row on a line of its own: file, line, column, code, and what stands there.
fn told(path: &Path, error: ImportError) -> Failure {
    let file = path.display();
    match error {
        ImportError::Store(error) => error.into(),
        ImportError::Rows { faults } => {
            let line = |fault: &xd_register::import::RowFault| {
                format!("{file}:{}: {}: {} ({:?})", fault.row, fault.field, fault.code, fault.value)
            };
            let lines: Vec<String> = faults.iter().map(line).collect();
            Failure::Input(format!("nothing was imported:\n{}", lines.join("\n")))
        }
        other => Failure::Input(format!("{file}: nothing was imported: {other}")),
    }
}
