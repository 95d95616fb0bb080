//! Tests of the work engine, in one binary.

#![cfg(test)]

mod calendars;
mod checklists;
mod deadlines;
mod forms;
mod recurrence;
mod rounds;
mod states;
mod templates;
