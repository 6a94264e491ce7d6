//! The request to bring back the image before.

use reqwest::{Method, StatusCode};

use super::{Client, Question};
use crate::error::{Error, Result};
use crate::gateway::trouble::Refusal;

/// What a gateway says when it is asked to bring back the image before.
#[derive(Debug)]
pub enum Return {
    /// It restarts into that image.
    Begun,
    /// Not now: it is still looking at what it holds, its image is on trial, or it does something else.
    NotYet(Error),
    /// It holds none, or is firmware that keeps none.
    NothingHeld,
}

impl Client {
    /// Asks a gateway to bring back the image before.
    ///
    /// # Errors
    ///
    /// As [`Client::status`].
    pub async fn roll_back(&mut self) -> Result<Return> {
        let question = Question {
            method: Method::POST,
            path: "/api/v1/rollback",
            body: None,
            what: "request",
        };
        let answer = self.ask(&question).await?;
        let refusal = Refusal::parse(&answer.body);
        let code = refusal.as_ref().map(|refusal| refusal.code.as_str());
        match (answer.status, code) {
            (StatusCode::ACCEPTED, _) => Ok(Return::Begun),
            (StatusCode::CONFLICT, Some("no-previous-image")) | (StatusCode::NOT_FOUND, _) => {
                Ok(Return::NothingHeld)
            }
            (StatusCode::CONFLICT, _) => Ok(Return::NotYet(self.refusal(&answer))),
            _ => Err(self.refusal(&answer)),
        }
    }
}
