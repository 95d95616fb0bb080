//! designs
