//! Events of several sources as one stream.

use tokio::sync::mpsc;

use crate::error::Result;
use crate::source::{Event, Options, Source};
use crate::target::SourceSpec;

/// Events that may wait to be shown before the sources have to wait.
const QUEUE: usize = 32;

/// A source as the user named it, and what that means.
pub(super) type Named = (String, SourceSpec);

/// What came from a source: its position, and an event or why it is given up.
pub(super) type Item = (usize, Result<Event>);

/// Reads all sources at once. The stream ends when each has ended.
///
/// Must be called within a tokio runtime that has time and network enabled.
pub(super) fn start(sources: &[Named], options: Options) -> mpsc::Receiver<Item> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    for (position, (_, spec)) in sources.iter().enumerate() {
        let sender = sender.clone();
        let source = Source::open(spec, options);
        tokio::spawn(async move {
            // Whoever listens may have gone: then there is nobody left to tell.
            match source {
                Ok(source) => pass_on(position, source, sender).await,
                Err(error) => drop(sender.send((position, Err(error))).await),
            }
        });
    }
    receiver
}

async fn pass_on(position: usize, mut source: Source, sender: mpsc::Sender<Item>) {
    while let Some(item) = source.next().await.transpose() {
        let is_over = item.is_err();
        if sender.send((position, item)).await.is_err() || is_over {
            return;
        }
    }
}
