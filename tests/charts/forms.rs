//! What each form says, and how.
