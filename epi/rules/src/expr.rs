//! The tiny boolean language of rule data: atoms joined by `&`, `|`, `!` and parentheses.
//!
//! `!` binds closest, then `&`, then `|`. What an atom is, the caller decides.

use thiserror::Error;

/// A boolean expression over atoms of type `A`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr<A> {
    /// A statement that is true or false by itself.
    Atom(A),
    /// The contrary.
    Not(Box<Expr<A>>),
    /// All of these.
    All(Vec<Expr<A>>),
    /// At least one of these.
    Any(Vec<Expr<A>>),
}

/// Where an expression is wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("at character {column}: {reason}")]
pub struct ExprError {
    /// 1-based character of the expression.
    pub column: usize,
    /// What is wrong.
    pub reason: String,
}

/// Parentheses and negations may be nested this deep; a longer chain is a mistake or an attack on the stack.
const MAX_DEPTH: usize = 64;

impl<A> Expr<A> {
    /// Reads an expression; `atom` reads the text between operators, for example `cough` or `neg_cultures >= 2`.
    ///
    /// # Errors
    /// An operator without its operands, a parenthesis without its partner, nesting deeper than 64,
    /// or what `atom` refuses.
    pub fn parse(text: &str, atom: impl Fn(&str) -> Result<A, String>) -> Result<Self, ExprError> {
        let mut parser = Parser { text, at: 0, depth: 0, atom };
        let expr = parser.any()?;
        match parser.peek() {
            None => Ok(expr),
            Some(found) => Err(parser.error(format!("`{found}` is too much here"))),
        }
    }

    /// Its value, given the value of each atom.
    pub fn eval(&self, value: &mut impl FnMut(&A) -> bool) -> bool {
        match self {
            Self::Atom(atom) => value(atom),
            Self::Not(inner) => !inner.eval(value),
            Self::All(parts) => parts.iter().all(|part| part.eval(value)),
            Self::Any(parts) => parts.iter().any(|part| part.eval(value)),
        }
    }

    /// Every atom, from left to right.
    pub fn atoms(&self) -> Vec<&A> {
        match self {
            Self::Atom(atom) => vec![atom],
            Self::Not(inner) => inner.atoms(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::atoms).collect(),
        }
    }
}

struct Parser<'t, F> {
    text: &'t str,
    at: usize,
    depth: usize,
    atom: F,
}

impl<A, F: Fn(&str) -> Result<A, String>> Parser<'_, F> {
    fn any(&mut self) -> Result<Expr<A>, ExprError> {
        self.chain('|', Self::all, Expr::Any)
    }

    fn all(&mut self) -> Result<Expr<A>, ExprError> {
        self.chain('&', Self::single, Expr::All)
    }

    fn chain(
        &mut self,
        operator: char,
        part: fn(&mut Self) -> Result<Expr<A>, ExprError>,
        join: fn(Vec<Expr<A>>) -> Expr<A>,
    ) -> Result<Expr<A>, ExprError> {
        let first = part(self)?;
        if self.peek() != Some(operator) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.take(operator) {
            parts.push(part(self)?);
        }
        Ok(join(parts))
    }

    fn single(&mut self) -> Result<Expr<A>, ExprError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("nested deeper than {MAX_DEPTH}")));
        }
        self.depth += 1;
        let expr = if self.take('!') {
            Expr::Not(Box::new(self.single()?))
        } else if self.take('(') {
            let inner = self.any()?;
            if !self.take(')') {
                return Err(self.error("a `)` is missing"));
            }
            inner
        } else {
            Expr::Atom(self.read_atom()?)
        };
        self.depth -= 1;
        Ok(expr)
    }

    /// An atom reaches to the next operator; a parenthesis that follows a word at once belongs to it: `certificate(x)`.
    fn read_atom(&mut self) -> Result<A, ExprError> {
        self.peek();
        let rest = &self.text[self.at..];
        let plain = rest.find(['&', '|', '!', '(', ')']).unwrap_or(rest.len());
        let word = rest[..plain].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let length = match rest[plain..].find(')') {
            Some(close) if word && rest[plain..].starts_with('(') => plain + close + 1,
            _ => plain,
        };
        let found = rest[..length].trim_end();
        if found.is_empty() {
            return Err(self.error("a condition is missing"));
        }
        let atom = (self.atom)(found).map_err(|reason| self.error(reason))?;
        self.at += length;
        Ok(atom)
    }

    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn error(&self, reason: impl Into<String>) -> ExprError {
        ExprError { column: self.text[..self.at].chars().count() + 1, reason: reason.into() }
    }
}
