//! What several tests use: clients of our own, a person at a terminal, the corpus.

pub(crate) mod corpus_index;
pub(crate) mod http;
pub(crate) mod person;
