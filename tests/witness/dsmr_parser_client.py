"""Reads telegrams over TCP with dsmr_parser and prints each as one JSON line: code to value, unit and time."""

import json
import sys
from datetime import datetime, timezone
from decimal import Decimal

from dsmr_parser import telegram_specifications
from dsmr_parser.clients.socket_ import SocketReader
from dsmr_parser.objects import CosemObject, MBusObject, MBusObjectPeak, ProfileGenericObject


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def entry(thing):
    if isinstance(thing, MBusObjectPeak):
        return {
            "period_end": plain(thing.datetime),
            "time": plain(thing.occurred),
            "value": plain(thing.value),
            "unit": thing.unit,
        }
    if isinstance(thing, MBusObject):
        return {"time": plain(thing.datetime), "value": plain(thing.value), "unit": thing.unit}
    return {"value": plain(thing.value), "unit": thing.unit}


def code(reference, thing):
    a, b = thing.obis_id_code
    groups = reference.split(":", 1)[1].replace("\\", "").split("*")[0].split(".")
    return f"{a}-{b}:" + ".".join(groups[:3])


def readings(telegram):
    found = {}
    for reference, thing in telegram.items():
        if isinstance(thing, list):
            if thing:
                found[code(reference, thing[0])] = [entry(one) for one in thing]
        elif isinstance(thing, ProfileGenericObject):
            found[code(reference, thing)] = [entry(one) for one in thing.buffer] if thing.values else []
        elif isinstance(thing, (CosemObject, MBusObject)):
            found[code(reference, thing)] = entry(thing)
    return found


def main():
    port, specification, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    reader = SocketReader("127.0.0.1", port, getattr(telegram_specifications, specification))
    for number, telegram in enumerate(reader.read(), start=1):
        print(json.dumps(readings(telegram)), flush=True)
        if number == count:
            return


main()
