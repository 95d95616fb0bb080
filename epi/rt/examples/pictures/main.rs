//! Pictures of two school outbreaks, as SVG on standard output.
//!
//! `cargo run -p epi-rt --example pictures -- flu2009 > flu2009.svg`, or `boarding_school`.

mod boarding_school;
mod flu2009;
mod svg;

use std::error::Error;
use std::io::{Write, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let picture = match std::env::args().nth(1).as_deref() {
        Some("flu2009") => flu2009::draw()?,
        Some("boarding_school") => boarding_school::draw()?,
        _ => return Err("name a picture: flu2009 or boarding_school".into()),
    };
    stdout().write_all(picture.as_bytes())?;
    Ok(())
}
