//! Running what waits for events.

use std::process::exit;

use crate::error::{Error, Kind, Result};

/// Runs a future to its end on this thread.
pub(super) fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| Error::failed("cannot start the event loop").because(cause))?;
    let outcome = runtime.block_on(future);
    // A thread that hangs in a read must not keep the program from ending.
    runtime.shutdown_background();
    outcome
}

/// Waits until the user or the system asks the program to stop. A second request ends it at once.
pub(super) async fn stop_requested() {
    one_request().await;
    tokio::spawn(async {
        one_request().await;
        exit(Kind::Interrupted.exit_code().into());
    });
}

#[cfg(unix)]
async fn one_request() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn one_request() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
