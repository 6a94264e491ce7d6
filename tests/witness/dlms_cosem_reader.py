"""Reads telegrams with dlms_cosem and prints the numbers in them, or the text, one JSON line a telegram.

Each line of standard input is a JSON object: `hex`, and for a meter that encrypts `key` and `authentication`.
"""

import json
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from dlms_cosem.crc import CRCCCITT
from dlms_cosem.protocol.xdlms.general_global_cipher import GeneralGlobalCipher
from dlms_cosem.utils import parse_as_dlms_data

LINK = bytes.fromhex("E6E700")


def checked(part, check):
    """A part of a frame, if this is its checksum."""
    assert CRCCCITT().calculate_for(part) == check, "a wrong checksum"
    return part


def hdlc(data):
    """The information of all frames, put together."""
    unit = b""
    while data:
        assert data[0] == 0x7E
        length = int.from_bytes(data[1:3], "big") & 0x7FF
        frame, data = data[1 : length + 1], data[length + 2 :]
        # Addresses end with an odd byte; behind both stand the control byte and the checksum of the head.
        at = 2
        for _ in range(2):
            while not frame[at] & 1:
                at += 1
            at += 1
        checked(frame[: at + 1], frame[at + 1 : at + 3])
        checked(frame[:-2], frame[-2:])
        information = frame[at + 3 : -2].removeprefix(LINK)
        if information[0] == 0xE0:
            length, start = information[6], 7
            if length & 0x80:
                start += length & 0x7F
                length = int.from_bytes(information[7:start], "big")
            information = information[start:]
            assert len(information) == length
        unit += information
    return unit


def mbus(data):
    """The data of all long frames, put together."""
    unit = b""
    while data:
        length = data[1]
        assert data[0] == data[3] == 0x68 and data[2] == length
        covered = data[4 : 4 + length]
        assert sum(covered) & 0xFF == data[4 + length] and data[5 + length] == 0x16
        unit += covered[5:]
        data = data[6 + length :]
    return unit


def deciphered(unit, key, authentication):
    """The text of a unit. The library checks the tag; units without one it does not know, those are decrypted here."""
    cipher = GeneralGlobalCipher.from_bytes(unit)
    if cipher.security_control.authenticated:
        return cipher.to_plain_apdu(key, authentication)
    counter = bytes(cipher.system_title) + cipher.invocation_counter.to_bytes(4, "big") + (2).to_bytes(4, "big")
    return Cipher(algorithms.AES(key), modes.CTR(counter)).decryptor().update(cipher.ciphered_text)


def body(unit):
    """What a notification holds, as Python values."""
    assert unit[0] == 0x0F
    at = 5
    if unit[at] == 0x09:
        at += 1
    return parse_as_dlms_data(unit[at + 1 + unit[at] :])


def numbers(values):
    """All numbers, without powers of ten with units and without the list of objects."""
    for value in values:
        if isinstance(value, list):
            is_scale = len(value) == 2 and all(isinstance(part, int) for part in value)
            is_object = len(value) == 4 and isinstance(value[0], int)
            if not is_scale and not is_object:
                yield from numbers(value)
        elif isinstance(value, int):
            yield value


def main():
    for line in sys.stdin:
        order = json.loads(line)
        unit = bytes.fromhex(order["hex"])
        unit = {0x7E: hdlc, 0x68: mbus}.get(unit[0], lambda data: data)(unit)
        if unit[0] == 0xDB:
            unit = deciphered(unit, bytes.fromhex(order["key"]), bytes.fromhex(order["authentication"]))
        if unit[:1] == b"/":
            found = {"text": unit.decode("ascii")}
        else:
            found = {"numbers": list(numbers(body(unit)))}
        print(json.dumps(found), flush=True)


main()
