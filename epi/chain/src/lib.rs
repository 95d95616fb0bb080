//! Who infected whom: transmission chains, epidemic curves, attack rates and relative risks from a line list.
