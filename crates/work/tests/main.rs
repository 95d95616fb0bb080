//! Tests of the work engine, in one binary.

#![cfg(test)]

mod calendars;
mod checklists;
mod deadlines;
mod doing;
mod forms;
mod issuing;
mod lists;
mod privacy;
mod recurrence;
mod rounds;
mod states;
mod templates;
mod world;
