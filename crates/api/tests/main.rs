//! The API from outside: the contract, each operation, and what strangers are told.

mod contract;
