//! Organisations, people, memberships, posts and the school calendar.
