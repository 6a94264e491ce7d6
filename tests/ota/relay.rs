//! Stands between `smr` and a board: keeps what was sent to the board, and breaks off where it is told to.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// What goes wrong with an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    Nothing,
    /// The connection ends when so many bytes of the body have passed.
    CutAfter(usize),
    /// All of the upload passes, and its answer does not.
    AnswerLost,
    /// The first upload ends with its head, which does not pass either.
    FirstHeadLost,
}

/// Ends with the test's process.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    /// What passed to the board, by connection.
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
    mishap: Arc<Mutex<Mishap>>,
}

fn body_of(request: &[u8]) -> &[u8] {
    let end = request.windows(4).position(|part| part == b"\r\n\r\n");
    end.map_or(&[], |end| &request[end + 4..])
}

impl Relay {
    pub(crate) fn to(board: &str) -> Relay {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let relay = Relay {
            address: listener.local_addr().expect("bound"),
            seen: Arc::default(),
            mishap: Arc::new(Mutex::new(Mishap::Nothing)),
        };
        let (seen, mishap) = (Arc::clone(&relay.seen), Arc::clone(&relay.mishap));
        let board = board.to_owned();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // Where the board does not answer, its client is left alone too.
                if let Ok(server) = TcpStream::connect(&board) {
                    let mishap = *mishap.lock().unwrap_or_else(PoisonError::into_inner);
                    pass(client, server, &seen, mishap);
                }
            }
        });
        relay
    }

    pub(crate) fn goes_wrong_with(&self, mishap: Mishap) {
        *self.mishap.lock().unwrap_or_else(PoisonError::into_inner) = mishap;
    }

    /// The bodies of all uploads.
    pub(crate) fn bodies(&self) -> Vec<Vec<u8>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let uploads = seen.iter().filter(|request| request.starts_with(b"POST "));
        uploads.map(|request| body_of(request).to_vec()).collect()
    }
}

fn pass(
    mut client: TcpStream,
    mut server: TcpStream,
    seen: &Arc<Mutex<Vec<Vec<u8>>>>,
    mishap: Mishap,
) {
    let (Ok(mut requests), Ok(mut to_server)) = (client.try_clone(), server.try_clone()) else {
        return;
    };
    let place = {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(Vec::new());
        seen.len() - 1
    };
    let record = Arc::clone(seen);
    std::thread::spawn(move || {
        let mut piece = [0; 1000];
        while let Ok(count @ 1..) = requests.read(&mut piece) {
            if mishap == Mishap::FirstHeadLost && piece.starts_with(b"POST ") {
                let mut seen = record.lock().unwrap_or_else(PoisonError::into_inner);
                let is_first = !seen.iter().any(|request| request.starts_with(b"POST "));
                if is_first {
                    seen[place].extend_from_slice(b"POST \r\n\r\n");
                    let _ = requests.shutdown(Shutdown::Both);
                    break;
                }
            }
            let mut piece = piece[..count].to_vec();
            let mut cut = false;
            {
                let mut seen = record.lock().unwrap_or_else(PoisonError::into_inner);
                let request = &mut seen[place];
                if let Mishap::CutAfter(most) = mishap
                    && request.starts_with(b"POST ")
                {
                    let room = most.saturating_sub(body_of(request).len());
                    piece.truncate(room);
                    cut = piece.len() == room;
                }
                request.extend_from_slice(&piece);
            }
            if to_server.write_all(&piece).is_err() {
                break;
            }
            if cut {
                let _ = requests.shutdown(Shutdown::Both);
                break;
            }
        }
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let record = Arc::clone(seen);
    std::thread::spawn(move || {
        let mut piece = [0; 4000];
        let mut answers = 0;
        while let Ok(count @ 1..) = server.read(&mut piece) {
            let is_upload = {
                let seen = record.lock().unwrap_or_else(PoisonError::into_inner);
                seen[place].starts_with(b"POST ")
            };
            if is_upload && answers > 0 && mishap == Mishap::AnswerLost {
                break;
            }
            answers += 1;
            if client.write_all(&piece[..count]).is_err() {
                break;
            }
        }
        let _ = client.shutdown(Shutdown::Both);
    });
}
