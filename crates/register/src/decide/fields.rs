//! Values as people type them: taken as they mean them, or refused by a code.

/// A name as it is stored: without spaces around it, not empty, not longer than `most` characters, without control
/// characters.
pub(crate) fn text(given: &str, most: usize) -> Result<String, &'static str> {
    let trimmed = given.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if trimmed.is_empty() {
        Err("text.empty")
    } else if trimmed.chars().count() > most {
        Err("text.too_long")
    } else if trimmed.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)) {
        Err("text.control_character")
    } else {
        Ok(trimmed.to_owned())
    }
}

/// A code or student number: letters, digits and `- _ . /`.
pub(crate) fn code(given: &str, most: usize) -> Result<String, &'static str> {
    let code = text(given, most)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if code.chars().all(plain) { Ok(code) } else { Err("code.character") }
}

/// An identity number. A resident's number of 18 places must carry its own check digit (GB 11643-1999); other papers
/// are 5 to 20 letters and digits.
pub(crate) fn identity_no(given: &str) -> Result<String, &'static str> {
    let number = given.trim().to_ascii_uppercase();
    if !(5..=20).contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err("identity.malformed");
    }
    let body = number.as_bytes();
    let residents = body.len() == 18 && body.iter().take(17).all(u8::is_ascii_digit);
    if residents && body.last().copied() != Some(check_digit(body)) {
        return Err("identity.check_digit");
    }
    Ok(number)
}

/// The last place of a resident's number from the first seventeen.
fn check_digit(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    *b"10X98765432".get((sum % 11) as usize).unwrap_or(&b'0')
}

/// A telephone number: digits, perhaps with `+`, spaces and hyphens, which are dropped.
pub(crate) fn phone(given: &str) -> Result<String, &'static str> {
    let number: String = given.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let fits = (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits { Ok(number) } else { Err("phone.malformed") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (given, expected) in [
            (" 一(1)班 ", Ok("一(1)班")),
            ("\u{3000}李明\u{3000}", Ok("李明")),
            ("", Err("text.empty")),
            (" \t", Err("text.empty")),
            ("一二三四五六", Err("text.too_long")),
            ("a\u{0}b", Err("text.control_character")),
            ("a\u{202e}b", Err("text.control_character")),
        ] {
            assert_eq!(text(given, 5).as_deref(), expected.as_ref().copied(), "{given:?}");
        }
    }

    #[test]
    fn identity_numbers() {
        for (given, expected) in [
            // The example of the standard's own annex.
            ("11010519491231002X", Ok("11010519491231002X")),
            ("11010519491231002x", Ok("11010519491231002X")),
            ("110105194912310021", Err("identity.check_digit")),
            ("E12345678", Ok("E12345678")),
            ("1101", Err("identity.malformed")),
            ("一二三四五六", Err("identity.malformed")),
        ] {
            assert_eq!(identity_no(given).as_deref(), expected.as_ref().copied(), "{given}");
        }
    }

    #[test]
    fn phones() {
        for (given, expected) in [
            ("138 0000 0000", Ok("13800000000")),
            ("+86-371-0000000", Ok("+863710000000")),
            ("1380000x000", Err("phone.malformed")),
            ("110", Err("phone.malformed")),
        ] {
            assert_eq!(phone(given).as_deref(), expected.as_ref().copied(), "{given}");
        }
    }
}
