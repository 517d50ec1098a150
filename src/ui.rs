//! A picture of the state.

pub mod cells;
pub mod theme;
