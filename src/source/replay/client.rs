//! One TCP client of a replay.

use std::sync::Arc;
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// A client that takes no byte for so long is let go.
pub(super) const STUCK: Duration = Duration::from_secs(30);

/// Bytes that the system may hold for a client.
const SEND_BUFFER: usize = 64 * 1024;

/// A client that has everything is given so long to close its side, lest what is on its way be lost.
const GOODBYE: Duration = Duration::from_secs(1);

/// Why a client is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It has everything.
    Complete,
    /// It closed its connection.
    Left,
    /// It took no byte for 30 s.
    Stuck,
}

/// Sends to a client what comes through `queue`, until that ends. Gives the bytes sent.
pub(super) async fn send(stream: TcpStream, mut queue: mpsc::Receiver<Arc<[u8]>>) -> (End, u64) {
    // Whole records are written, so that waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    // What waits in the system counts as taken, so that little of it keeps "stuck" honest.
    let _ = SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER);
    let (mut reader, mut writer) = stream.into_split();
    let mut sent = 0;
    let sending = async {
        while let Some(data) = queue.recv().await {
            if let Err(end) = write(&mut writer, &data, &mut sent).await {
                return end;
            }
        }
        match writer.shutdown().await {
            Ok(()) => End::Complete,
            Err(_) => End::Left,
        }
    };
    let end = tokio::select! {
        end = sending => end,
        () = broken(&mut reader) => End::Left,
    };
    if end == End::Complete {
        let _ = timeout(GOODBYE, closed(&mut reader)).await;
    }
    (end, sent)
}

async fn write(writer: &mut OwnedWriteHalf, data: &[u8], sent: &mut u64) -> Result<(), End> {
    let mut rest = data;
    while !rest.is_empty() {
        let count = match timeout(STUCK, writer.write(rest)).await {
            Ok(Ok(count)) if count > 0 => count,
            Ok(_) => return Err(End::Left),
            Err(_) => return Err(End::Stuck),
        };
        *sent += count as u64;
        rest = rest.get(count..).unwrap_or_default();
    }
    Ok(())
}

/// Takes whatever the client says; done when the connection breaks. A client that only has nothing
/// to say (`nc host port </dev/null`) goes on receiving.
async fn broken(reader: &mut OwnedReadHalf) {
    let mut ignored = [0; 1024];
    loop {
        match reader.read(&mut ignored).await {
            Ok(0) => std::future::pending().await,
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

async fn closed(reader: &mut OwnedReadHalf) {
    let mut ignored = [0; 1024];
    while reader.read(&mut ignored).await.is_ok_and(|count| count > 0) {}
}
