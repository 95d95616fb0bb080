//! Pages of a list, by keyset: a page starts after the last row of the one before, whatever has been added since.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

/// A cursor that this program did not make, or that belongs to another list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a cursor of this list")]
pub struct CursorError;

/// Where the next page starts; opaque to the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// Seals the sort key of the last row of a page. The key must serialise as plain text parts.
    #[must_use]
    pub fn seal<const N: usize>(parts: [String; N]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(parts.join("\u{1f}")))
    }

    /// The sort key that [`Cursor::seal`] took.
    ///
    /// # Errors
    /// [`CursorError`] if the text is not a cursor with `N` parts.
    pub fn open<const N: usize>(&self) -> Result<[String; N], CursorError> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| CursorError)?;
        let text = String::from_utf8(bytes).map_err(|_| CursorError)?;
        let parts: Vec<String> = text.split('\u{1f}').map(str::to_owned).collect();
        parts.try_into().map_err(|_| CursorError)
    }

    /// A cursor as a reader hands it back.
    #[must_use]
    pub fn given(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Which page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    limit: u32,
    /// Where to start; the first page if there is none.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// The largest page: more would hold a connection too long.
    pub const MOST: u32 = 500;
    /// The usual page.
    pub const USUAL: u32 = 100;

    /// A page of `limit` rows, kept within 1 and [`Self::MOST`].
    #[must_use]
    pub fn new(limit: Option<u32>, after: Option<Cursor>) -> Self {
        Self { limit: limit.unwrap_or(Self::USUAL).clamp(1, Self::MOST), after }
    }

    /// How many rows at the most.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.limit
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::new(None, None)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// Where the next page starts; absent on the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page from one row more than asked for, whose presence says that there is a next page.
    #[must_use]
    pub fn of(mut rows: Vec<T>, request: &PageRequest, key: impl FnOnce(&T) -> Cursor) -> Self {
        let limit = request.limit() as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }

    /// The same page with each row turned into another form.
    #[must_use]
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_more_says_there_is_a_next_page() {
        let request = PageRequest::new(Some(2), None);
        let page = Page::of(vec![1, 2, 3], &request, |n| Cursor::seal([n.to_string()]));
        assert_eq!(page.items, [1, 2]);
        assert_eq!(page.next.unwrap().open::<1>().unwrap(), ["2"]);
        assert!(Page::of(vec![1, 2], &request, |n| Cursor::seal([n.to_string()])).next.is_none());
    }

    #[test]
    fn a_strange_cursor_is_refused() {
        for wrong in ["", "%%%", "AAAA", "bm90IG1pbmU"] {
            assert_eq!(Cursor::given(wrong).open::<2>(), Err(CursorError), "{wrong}");
        }
    }
}
