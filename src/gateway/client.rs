//! Requests to a gateway.

pub mod rollback;
pub mod setup;

use std::error::Error as StdError;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, RETRY_AFTER, WWW_AUTHENTICATE};
use reqwest::{Method, Response, StatusCode};

use super::digest::Session;
use super::document::{Config, Document, Events, Info, Kind};
use super::frame::{Frame, FrameCheck};
use super::locate::Located;
use super::status::Status;
use super::trouble::{self, Refusal};
use crate::config::secret::Password;
use crate::error::{Error, Result};

/// The longest answer that is read: more than a gateway has memory for.
const LONGEST: usize = 256 << 10;
/// A connection is not kept open for longer: a gateway has few.
const IDLE: Duration = Duration::from_secs(2);
/// A challenge may grow old between two requests, and once more while it is answered.
const MOST_TRIES: u32 = 3;

/// Who asks.
#[derive(Clone, Debug)]
pub struct Login {
    /// The user: `admin` unless the gateway is none of ours.
    pub user: String,
    /// The password.
    pub password: Password,
}

/// One gateway that is asked.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    address: SocketAddr,
    /// For messages: without the port of HTTP.
    place: String,
    limit: Duration,
    login: Option<Login>,
    /// Whether the password was kept from an earlier time.
    is_kept: bool,
    session: Option<Session>,
}

/// A small request: one that may be sent again when its challenge was too old.
struct Question<'a> {
    method: Method,
    path: &'a str,
    /// JSON.
    body: Option<&'a str>,
    /// What is asked for, for messages.
    what: &'a str,
}

impl<'a> Question<'a> {
    fn get(path: &'a str, what: &'a str) -> Question<'a> {
        Question {
            method: Method::GET,
            path,
            body: None,
            what,
        }
    }
}

/// Whether what was asked for is done, or has only begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is done (HTTP status 200 or 204).
    Now,
    /// It has begun and goes on (HTTP status 202).
    Begun,
}

/// An answer that is neither a challenge nor a failure to connect.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Client {
    /// Asks for `smr.info/1` at one address after the other, until one answers; every request takes at most `limit`.
    ///
    /// # Errors
    ///
    /// Nobody there, somebody else there, or a gateway that speaks otherwise.
    pub async fn reach(located: &Located, limit: Duration) -> Result<(Client, Document<Info>)> {
        let mut failure = trouble::not_found(&located.name);
        for address in &located.addresses {
            let mut client = Client::new(*address, limit)?;
            match client.info().await {
                Ok(info) => return Ok((client, info)),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// A client of the gateway at an address.
    ///
    /// # Errors
    ///
    /// A system without randomness or sockets.
    pub fn new(address: SocketAddr, limit: Duration) -> Result<Client> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .http1_only()
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(IDLE)
            .user_agent(concat!("smr/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|cause| Error::failed("cannot prepare HTTP").because(cause))?;
        let place = match address.port() {
            80 if address.is_ipv4() => address.ip().to_string(),
            _ => address.to_string(),
        };
        Ok(Client {
            http,
            address,
            place,
            limit,
            login: None,
            is_kept: false,
            session: None,
        })
    }

    /// Requests after this are made in this name.
    pub fn log_in(&mut self, login: Login) {
        self.login = Some(login);
        self.is_kept = false;
        self.session = None;
    }

    /// As [`Client::log_in`], with a password that was kept and may be an old one.
    pub fn log_in_as_kept(&mut self, login: Login) {
        self.log_in(login);
        self.is_kept = true;
    }

    /// Where the gateway is, as messages say it: an address, with the port unless it is that of HTTP.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Where the gateway is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Who asks.
    pub(super) fn login(&self) -> Option<&Login> {
        self.login.as_ref()
    }

    /// How long each answer is waited for.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// From now on each answer is waited for so long.
    pub fn set_limit(&mut self, limit: Duration) {
        self.limit = limit;
    }

    /// What anybody may know. No password is sent.
    ///
    /// # Errors
    ///
    /// Nobody there, somebody else there, or a gateway that speaks otherwise.
    pub async fn info(&mut self) -> Result<Document<Info>> {
        let response = self
            .send(&Question::get("/api/v1/info", Info::NAME), None)
            .await?;
        let answer = self.read(response, Info::NAME).await?;
        match answer.status.as_u16() {
            200 => Document::parse(&answer.body, &self.place),
            421 => Err(self.refusal(&answer)),
            status => match Refusal::parse(&answer.body) {
                Some(refusal) => Err(trouble::other(&self.place, status, Some(&refusal))),
                None => Err(trouble::no_gateway(&self.place)),
            },
        }
    }

    /// All figures.
    ///
    /// # Errors
    ///
    /// A gateway that cannot be reached, refuses or speaks otherwise.
    pub async fn status(&mut self) -> Result<Document<Status>> {
        self.document("/api/v1/status").await
    }

    /// What happened, from the event with the number `since` on.
    ///
    /// # Errors
    ///
    /// As [`Client::status`].
    pub async fn events(&mut self, since: u32) -> Result<Document<Events>> {
        self.document(&format!("/api/v1/events?since={since}"))
            .await
    }

    /// The settings, without anything secret.
    ///
    /// # Errors
    ///
    /// As [`Client::status`].
    pub async fn config(&mut self) -> Result<Document<Config>> {
        self.document("/api/v1/config").await
    }

    /// The last whole telegram, if there is one.
    ///
    /// # Errors
    ///
    /// As [`Client::status`].
    pub async fn frame(&mut self) -> Result<Option<Frame>> {
        let answer = self.ask(&Question::get("/api/v1/frame", "frame")).await?;
        if answer.status == StatusCode::NOT_FOUND
            && Refusal::parse(&answer.body).is_some_and(|refusal| refusal.code == "no-frame")
        {
            return Ok(None);
        }
        if answer.status != StatusCode::OK {
            return Err(self.refusal(&answer));
        }
        let header = |name| {
            answer
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        Ok(Some(Frame {
            check: match header("x-smr-crc") {
                Some("valid") => FrameCheck::Valid,
                Some("invalid") => FrameCheck::Invalid,
                _ => FrameCheck::Absent,
            },
            age_ms: header("x-smr-age-ms").and_then(|age| age.parse().ok()),
            bytes: answer.body,
        }))
    }

    /// Asks for something that needs no words: `/api/v1/restart`, `/api/v1/identify`, `/api/v1/factory-reset`,
    /// `/api/v1/wifi-reset`.
    ///
    /// # Errors
    ///
    /// As [`Client::status`].
    pub async fn post(&mut self, path: &str) -> Result<Done> {
        self.order(&Question {
            method: Method::POST,
            path,
            body: None,
            what: "request",
        })
        .await
    }

    /// Changes the settings that a JSON object names, all or none. [`Done::Begun`] if the gateway now tries another network.
    ///
    /// # Errors
    ///
    /// As [`Client::status`].
    pub async fn change_settings(&mut self, body: &str) -> Result<Done> {
        self.order(&Question {
            method: Method::PATCH,
            path: "/api/v1/config",
            body: Some(body),
            what: "settings",
        })
        .await
    }

    async fn order(&mut self, question: &Question<'_>) -> Result<Done> {
        let answer = self.ask(question).await?;
        match answer.status {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(Done::Now),
            StatusCode::ACCEPTED => Ok(Done::Begun),
            _ => Err(self.refusal(&answer)),
        }
    }

    async fn document<T: Kind>(&mut self, path: &str) -> Result<Document<T>> {
        let answer = self.ask(&Question::get(path, T::NAME)).await?;
        match answer.status {
            StatusCode::OK => Document::parse(&answer.body, &self.place),
            _ => Err(self.refusal(&answer)),
        }
    }

    /// Asks in the name of the user. A wrong password is tried once and no more: gateways lock out who guesses.
    async fn ask(&mut self, question: &Question<'_>) -> Result<Answer> {
        for _ in 0..MOST_TRIES {
            let authorization = self.authorization(question.method.as_str(), question.path);
            let was_answered = authorization.is_some();
            let response = self.send(question, authorization).await?;
            // To its end, so that the connection can be used again.
            let answer = self.read(response, question.what).await?;
            if answer.status != StatusCode::UNAUTHORIZED {
                return Ok(answer);
            }
            self.challenged(&answer, was_answered)?;
        }
        Err(trouble::other(&self.place, 401, None))
    }

    /// The `Authorization` of a request, if there is a challenge to answer and somebody to answer it.
    pub(super) fn authorization(&mut self, method: &str, path: &str) -> Option<String> {
        match (&self.login, &mut self.session) {
            (Some(login), Some(session)) => session.answer(login, method, path),
            _ => None,
        }
    }

    /// Keeps the challenge of an answer with status 401; an error if it cannot be answered, or `was_answered` and refused.
    pub(super) fn challenged(&mut self, answer: &Answer, was_answered: bool) -> Result<()> {
        let headers = answer.headers.get_all(WWW_AUTHENTICATE);
        let session = Session::from_headers(headers.iter().filter_map(|it| it.to_str().ok()));
        let Some(login) = &self.login else {
            return Err(trouble::password_needed(&self.place));
        };
        let session = session.ok_or_else(|| trouble::no_gateway(&self.place))?;
        if was_answered && !session.is_stale() {
            return Err(match self.is_kept {
                true => trouble::old_password(&self.place, &login.user),
                false => trouble::wrong_password(&self.place, &login.user),
            });
        }
        self.session = Some(session);
        Ok(())
    }

    async fn send(
        &self,
        question: &Question<'_>,
        authorization: Option<String>,
    ) -> Result<Response> {
        let url = format!("http://{}{}", self.address, question.path);
        let request = self.http.request(question.method.clone(), url);
        let mut request = request.timeout(self.limit);
        if let Some(body) = question.body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_owned());
        }
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        request.send().await.map_err(|cause| self.failure(cause))
    }

    async fn read(&self, mut response: Response, what: &str) -> Result<Answer> {
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(piece)) if body.len() + piece.len() > LONGEST => {
                    return Err(trouble::too_long(&self.place));
                }
                Ok(Some(piece)) => body.extend_from_slice(&piece),
                Ok(None) => break,
                Err(cause) if cause.is_timeout() => return Err(self.failure(cause)),
                Err(cause) => return Err(trouble::cut_off(&self.place, what).because(cause)),
            }
        }
        Ok(Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body,
        })
    }

    /// Why no answer came.
    fn failure(&self, cause: reqwest::Error) -> Error {
        if cause.is_timeout() {
            return trouble::timed_out(&self.place, self.limit);
        }
        let mut next: Option<&(dyn StdError + 'static)> = Some(&cause);
        let mut system = None;
        while let Some(error) = next {
            system = error
                .downcast_ref::<io::Error>()
                .map(io::Error::kind)
                .or(system);
            next = error.source();
        }
        let error = match system {
            Some(io::ErrorKind::ConnectionRefused) => trouble::refused(&self.place),
            _ if cause.is_connect() => trouble::unreachable(&self.place),
            Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => {
                trouble::cut_off(&self.place, "HTTP")
            }
            // It is there, but does not speak HTTP.
            _ => trouble::no_gateway(&self.place),
        };
        error.because(cause)
    }

    /// Why a gateway refuses.
    pub(super) fn refusal(&self, answer: &Answer) -> Error {
        let refusal = Refusal::parse(&answer.body);
        let code = refusal.as_ref().map(|refusal| refusal.code.as_str());
        match (answer.status.as_u16(), code) {
            (403, Some("no-password")) => trouble::unclaimed(&self.place),
            (421, _) => trouble::foreign_host(&self.place),
            (429, _) => {
                let wait = answer.headers.get(RETRY_AFTER);
                let wait = wait.and_then(|wait| wait.to_str().ok()?.parse().ok());
                trouble::locked_out(&self.place, wait)
            }
            (status, _) => trouble::other(&self.place, status, refusal.as_ref()),
        }
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
