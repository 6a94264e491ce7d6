//! The answers to a gateway's challenges (RFC 7616).
//!
//! The session is kept here and not by the HTTP client: one challenge serves many requests, and a password is never tried twice.

use digest_auth::{AlgorithmType, AuthContext, HttpMethod, WwwAuthenticateHeader};

use super::client::Login;

/// A challenge and how often it was answered.
#[derive(Debug)]
pub(super) struct Session {
    challenge: WwwAuthenticateHeader,
}

impl Session {
    /// The strongest of the challenges in the headers of an answer.
    pub(super) fn from_headers<'a>(headers: impl Iterator<Item = &'a str>) -> Option<Session> {
        let known = headers.filter_map(|header| WwwAuthenticateHeader::parse(header).ok());
        known
            .max_by_key(|challenge| match challenge.algorithm.algo {
                AlgorithmType::SHA2_512_256 => 2,
                AlgorithmType::SHA2_256 => 1,
                AlgorithmType::MD5 => 0,
            })
            .map(|challenge| Session { challenge })
    }

    /// Whether the last answer was right, and only its challenge too old.
    pub(super) fn is_stale(&self) -> bool {
        self.challenge.stale
    }

    /// The value of the `Authorization` header for a request.
    pub(super) fn answer(&mut self, login: &Login, method: &str, path: &str) -> Option<String> {
        let context = AuthContext::new_with_method(
            login.user.as_str(),
            login.password.expose(),
            path,
            None::<&[u8]>,
            HttpMethod::from(method.to_owned()),
        );
        let answer = self.challenge.respond(&context).ok()?;
        Some(answer.to_header_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::secret::Password;

    const MD5: &str = r#"Digest realm="smr-a1b2c3", qop="auth", algorithm=MD5, nonce="00aa""#;
    const SHA256: &str =
        r#"Digest realm="smr-a1b2c3", qop="auth", algorithm=SHA-256, nonce="00aa", stale=true"#;

    #[test]
    fn the_strongest_challenge_is_answered_and_each_answer_counts_on() {
        let headers = ["Basic realm=\"x\"", MD5, SHA256];
        let mut session = Session::from_headers(headers.into_iter()).expect("a challenge");
        assert!(session.is_stale());
        let login = Login {
            user: "admin".to_owned(),
            password: Password::new("hunter2").expect("a password"),
        };
        for count in ["nc=00000001", "nc=00000002"] {
            let answer = session
                .answer(&login, "GET", "/api/v1/events?since=3")
                .expect("an answer");
            assert!(answer.contains("algorithm=SHA-256"), "{answer}");
            assert!(answer.contains(count), "{answer}");
            assert!(
                answer.contains("uri=\"/api/v1/events?since=3\""),
                "{answer}"
            );
            assert!(!answer.contains("hunter2"), "{answer}");
        }
    }

    #[test]
    fn without_a_digest_challenge_there_is_no_session() {
        assert!(Session::from_headers(["Basic realm=\"x\"", ""].into_iter()).is_none());
    }
}
