//! An agent-based simulator of infectious disease in schools and of the measures against it.
