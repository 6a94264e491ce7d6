//! Stands between a client and a board, to keep or change what the board says.

use std::io::{Read, Write, copy};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};

/// Takes away the challenge for SHA-256, so that a client that prefers it has to do with MD5. One request a connection.
pub(super) fn without_sha256(board: &str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    let board = board.to_owned();
    // Ends with the test's process.
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(server) = TcpStream::connect(&board) else {
                return;
            };
            std::thread::spawn(move || pass(client, server));
        }
    });
    address
}

fn pass(mut client: TcpStream, mut server: TcpStream) {
    let (Ok(mut requests), Ok(mut to_server)) = (client.try_clone(), server.try_clone()) else {
        return;
    };
    std::thread::spawn(move || {
        let _ = copy(&mut requests, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let mut answer = Vec::new();
    let _ = server.read_to_end(&mut answer);
    let end = answer
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .map_or(0, |at| at + 4);
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let kept: String = head
        .split_inclusive("\r\n")
        .filter(|line| !line.contains("algorithm=SHA-256"))
        .collect();
    let _ = client.write_all(kept.as_bytes());
    let _ = client.write_all(&answer[end..]);
    let _ = client.shutdown(Shutdown::Both);
}
