//! What one domain's event causes in another.
