//! Prints `docs/policy.md`: `cargo run -p xd-trust --example policy > docs/policy.md`.

#[expect(clippy::print_stdout, reason = "this is what the example is for")]
fn main() {
    print!("{}", xd_trust::policy::document());
}
