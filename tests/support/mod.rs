//! What several tests use: the program and virtual boards as processes, clients of our own, a person at a terminal, the corpus.

#[cfg(unix)]
pub(crate) mod boards;
pub(crate) mod corpus_index;
pub(crate) mod firmware;
pub(crate) mod http;
#[cfg(unix)]
pub(crate) mod person;
pub(crate) mod ports;
pub(crate) mod program;
pub(crate) mod schema;
pub(crate) mod wait;
