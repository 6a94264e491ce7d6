"""Reads telegrams over TCP with dsmr_parser and prints what it found, one JSON line a telegram.

Usage: dsmr_parser_client.py HOST PORT SPECIFICATION COUNT
"""

import itertools
import json
import re
import sys
from datetime import datetime

from dsmr_parser import telegram_specifications
from dsmr_parser.clients import SocketReader
from dsmr_parser.objects import MBusObject, MBusObjectPeak, ProfileGenericObject


def codes(reference):
    """The groups C.D.E that the pattern of a line stands for: usually one, more where a digit is left open."""
    c, d, e = re.search(r":(\d+)\\\.(\d+)\\\.(\d+|\[\d+\])", reference).groups()
    return [f"{c}.{d}.{last}" for last in e.strip("[]")] if "[" in e else [f"{c}.{d}.{e}"]


def plain(value):
    """A value in JSON, numbers with all of their digits as text."""
    if value is None:
        return {"kind": "nothing", "text": ""}
    if isinstance(value, datetime):
        return {"kind": "time", "text": value.isoformat()}
    if isinstance(value, str):
        return {"kind": "text", "text": value}
    return {"kind": "number", "text": str(value)}


def entries(item):
    """The values of a line."""
    if isinstance(item, list):
        return [entry for each in item for entry in entries(each)]
    if isinstance(item, ProfileGenericObject):
        return [entry for each in item.buffer for entry in entries(each)]
    entry = {"value": plain(item.value), "unit": item.unit}
    if isinstance(item, MBusObjectPeak):
        entry.update(period_end=plain(item.datetime), time=plain(item.occurred))
    elif isinstance(item, MBusObject):
        entry.update(time=plain(item.datetime))
    return [entry]


def lines(telegram, references):
    """Every line that dsmr_parser names."""
    for name, item in telegram:
        if name == "MBUS_DEVICES":
            for device in item:
                yield from lines(device, references)
            continue
        first = item[0] if isinstance(item, list) else item
        a, b = first.obis_id_code
        yield {
            "name": name,
            "codes": [f"{a}-{b}:{code}" for code in codes(references[name])],
            "is_list": isinstance(item, (list, ProfileGenericObject)),
            "entries": entries(item),
        }


def main():
    host, port, name, count = sys.argv[1:]
    specification = getattr(telegram_specifications, name)
    references = {item["value_name"]: item["obis_reference"] for item in specification["objects"]}
    reader = SocketReader(host, int(port), specification)
    for telegram in itertools.islice(reader.read(), int(count)):
        print(json.dumps(list(lines(telegram, references))), flush=True)


main()
