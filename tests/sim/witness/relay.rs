//! Stands between a client and a board, to see what the client asks for, or to change what the board says.

use std::io::{Read, Write, copy};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// What passed on its way to the board.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Vec<u8>>>);

impl Seen {
    fn add(&self, bytes: &[u8]) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend_from_slice(bytes);
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// How the board's answers come back.
type Back = fn(&mut TcpStream, &mut TcpStream);

/// Takes away the challenge for SHA-256, so that a client that prefers it has to do with MD5. One request a connection.
pub(super) fn without_sha256(board: &str) -> SocketAddr {
    start(board, &Seen::default(), |server, client| {
        let mut answer = Vec::new();
        let _ = server.read_to_end(&mut answer);
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n");
        let (head, body) = answer.split_at(end.map_or(0, |at| at + 4));
        let kept: String = String::from_utf8_lossy(head)
            .split_inclusive("\r\n")
            .filter(|line| !line.contains("algorithm=SHA-256"))
            .collect();
        let _ = client.write_all(&[kept.as_bytes(), body].concat());
    })
}

/// Passes on everything as it is, and remembers the requests.
pub(super) fn that_sees(board: &str) -> (SocketAddr, Seen) {
    let seen = Seen::default();
    let address = start(board, &seen, |server, client| {
        let _ = copy(server, client);
    });
    (address, seen)
}

/// Ends with the test's process.
fn start(board: &str, seen: &Seen, back: Back) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    let (board, seen) = (board.to_owned(), seen.clone());
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // Where the board does not answer, its client is left alone too.
            if let Ok(server) = TcpStream::connect(&board) {
                pass(client, server, &seen, back);
            }
        }
    });
    address
}

fn pass(mut client: TcpStream, mut server: TcpStream, seen: &Seen, back: Back) {
    let (Ok(mut requests), Ok(mut to_server)) = (client.try_clone(), server.try_clone()) else {
        return;
    };
    let seen = seen.clone();
    std::thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = requests.read(&mut piece) {
            seen.add(&piece[..count]);
            if to_server.write_all(&piece[..count]).is_err() {
                break;
            }
        }
        let _ = to_server.shutdown(Shutdown::Write);
    });
    std::thread::spawn(move || {
        back(&mut server, &mut client);
        let _ = client.shutdown(Shutdown::Both);
    });
}
