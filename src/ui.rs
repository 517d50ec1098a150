//! A picture of the state.

pub mod cells;
