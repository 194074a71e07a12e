"""Messages that Outlook saves (.msg): «compound files», which hold others as folders do."""

import struct
from typing import IO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What stands at the top of every message, and of no document or workbook.
OF_A_MESSAGE = {"__properties_version1.0", "__nameid_version1.0"}
SECTOR_SIZES = {9: 512, 12: 4096}
LAST_SECTOR = 0xFFFFFFFA  # those above it say that there is none
ENTRY = 128  # bytes


def is_message(file: IO[bytes]) -> bool:
    try:
        return _names_at_the_top(file) >= OF_A_MESSAGE
    except (struct.error, KeyError, IndexError, ValueError):
        return False


def _names_at_the_top(file: IO[bytes]) -> set[str]:
    """By [MS-CFB]: the names beside each other under the root, which is the first entry."""
    file.seek(0)
    header = file.read(512)
    size = SECTOR_SIZES[struct.unpack_from("<H", header, 30)[0]]
    entries = _directory(file, header, size)
    found, waiting, seen = set(), [_number(entries, 0, 76)], set()
    while waiting:
        place = waiting.pop()
        if place >= LAST_SECTOR or place in seen:
            continue
        seen.add(place)
        length = struct.unpack_from("<H", entries, place * ENTRY + 64)[0]
        raw = entries[place * ENTRY : place * ENTRY + max(0, length - 2)]
        found.add(raw.decode("utf-16-le"))
        waiting += [_number(entries, place, 68), _number(entries, place, 72)]  # left and right
    return found


def _number(entries: bytes, place: int, offset: int) -> int:
    return struct.unpack_from("<I", entries, place * ENTRY + offset)[0]


def _directory(file: IO[bytes], header: bytes, size: int) -> bytes:
    """All entries: the sectors that follow each other from the one that the header names."""
    tables = _tables(file, header, size)
    in_one = size // 4
    entries, sector, seen = [], struct.unpack_from("<I", header, 48)[0], set()
    while sector < LAST_SECTOR and sector not in seen:
        seen.add(sector)
        entries.append(_sector(file, sector, size))
        table = _sector(file, tables[sector // in_one], size)
        sector = struct.unpack_from("<I", table, sector % in_one * 4)[0]
    return b"".join(entries)


def _tables(file: IO[bytes], header: bytes, size: int) -> list[int]:
    """The sectors that say which sector follows which: 109 in the header, the rest in a chain."""
    tables = list(struct.unpack_from("<109I", header, 76))
    sector, seen = struct.unpack_from("<I", header, 68)[0], set()
    while sector < LAST_SECTOR and sector not in seen:
        seen.add(sector)
        *more, sector = struct.unpack(f"<{size // 4}I", _sector(file, sector, size))
        tables += more
    return tables


def _sector(file: IO[bytes], number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)
