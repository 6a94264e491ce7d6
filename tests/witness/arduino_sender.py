"""Sends firmware as the tools of the Arduino core do.

Usage: arduino_sender.py HOST PORT IMAGE PASSWORD

Prints what the gateway answered to the password, or to the image; ends with 0 if it took the image.
"""

import hashlib
import os
import socket
import sys

LIMIT_S = 60
PIECE = 1460


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def main():
    host, port, file, password = sys.argv[1:]
    with open(file, "rb") as opened:
        image = opened.read()
    mail = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    mail.settimeout(LIMIT_S)
    mail.connect((host, int(port)))
    with socket.create_server((mail.getsockname()[0], 0)) as server:
        server.settimeout(LIMIT_S)
        invitation = f"0 {server.getsockname()[1]} {len(image)} {hashlib.md5(image).hexdigest()}\n"
        mail.send(invitation.encode())
        word, nonce = mail.recv(200).decode().split(" ", 1)
        if word != "AUTH":
            sys.exit(f"no challenge: {word} {nonce}")
        cnonce = md5(os.urandom(16).hex())
        mail.send(f"200 {cnonce} {md5(f'{md5(password)}:{nonce.strip()}:{cnonce}')}\n".encode())
        answer = mail.recv(200).decode()
        print(answer)
        if answer != "OK":
            sys.exit(1)
        gateway, _ = server.accept()
    gateway.settimeout(LIMIT_S)
    said = ""
    with gateway:
        for begin in range(0, len(image), PIECE):
            gateway.sendall(image[begin:begin + PIECE])
            # A count for what arrived, perhaps in several parts.
            said += gateway.recv(64).decode()
        while "OK" not in said and "ERROR" not in said:
            part = gateway.recv(64).decode()
            if not part:
                break
            said += part
    print(said.lstrip("0123456789"))
    sys.exit(0 if said.endswith("OK") else 1)


main()
