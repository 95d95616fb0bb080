//! What commands print for whoever ran them.

/// Prints a line to standard output. A reader that has gone away is no failure.
#[macro_export]
macro_rules! say {
    ($($argument:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($argument)*);
    }};
}
