//! What the system asks of the program while the screen is shown.

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(unix),
    expect(dead_code, reason = "other systems stop no programs")
)]
pub(super) enum Asked {
    /// End.
    End,
    /// Give the terminal back and stop.
    Suspend,
    /// The process was stopped by force and goes on.
    Continued,
}

#[cfg(unix)]
mod system {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    use super::Asked;
    use crate::error::{Error, Result};

    /// The signals, caught.
    pub(crate) struct Signals {
        ends: [Signal; 3],
        suspend: Signal,
        continued: Signal,
    }

    impl Signals {
        /// Catches them.
        pub(crate) fn catch() -> Result<Signals> {
            let catch = |kind| {
                signal(kind).map_err(|cause| Error::failed("cannot catch signals").because(cause))
            };
            // Numbers of Linux, macOS and the BSDs differ: ask the library that knows them.
            let raw = |signal: rustix::process::Signal| SignalKind::from_raw(signal.as_raw());
            Ok(Signals {
                ends: [
                    catch(SignalKind::terminate())?,
                    catch(SignalKind::hangup())?,
                    catch(SignalKind::interrupt())?,
                ],
                suspend: catch(raw(rustix::process::Signal::TSTP))?,
                continued: catch(raw(rustix::process::Signal::CONT))?,
            })
        }

        /// Waits for the next one.
        pub(crate) async fn next(&mut self) -> Asked {
            let [terminate, hangup, interrupt] = &mut self.ends;
            tokio::select! {
                _ = terminate.recv() => Asked::End,
                _ = hangup.recv() => Asked::End,
                _ = interrupt.recv() => Asked::End,
                _ = self.suspend.recv() => Asked::Suspend,
                _ = self.continued.recv() => Asked::Continued,
            }
        }
    }
}

#[cfg(not(unix))]
mod system {
    use super::Asked;
    use crate::error::Result;

    /// The signals, caught.
    pub(crate) struct Signals;

    impl Signals {
        /// Catches them.
        #[expect(clippy::unnecessary_wraps, reason = "as on other systems")]
        pub(crate) fn catch() -> Result<Signals> {
            Ok(Signals)
        }

        /// Waits for the next one.
        pub(crate) async fn next(&mut self) -> Asked {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            Asked::End
        }
    }
}

pub(super) use system::Signals;
