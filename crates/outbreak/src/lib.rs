//! Signals: thresholds evaluated on facts, explained, handled.
