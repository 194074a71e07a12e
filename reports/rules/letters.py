"""Letters of a document that the fonts brought along can draw, and what stands for the others.

A PDF for archives is refused whole for one letter that no font has. So what is left over is
written as its number, «[U+1F9FF]», and named, for whoever can spell it otherwise.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from core.text import clean_text
from reports.rules.document import (
    Block,
    Document,
    Paragraph,
    Part,
    Picture,
    Run,
    StatusMark,
    Table,
)

FONTS = Path(__file__).resolve().parent.parent / "fonts"
# Drawn as nothing by every font: joiners, marks of direction, chosen variants, line breaks.
_INVISIBLE = frozenset("\n\u034f\u200b\u200c\u200d\u200e\u200f\u2060\u061c") | {
    chr(number) for number in range(0xFE00, 0xFE10)
}
_MARKS = frozenset(("Mn", "Me", "Mc"))


@dataclass(frozen=True, slots=True)
class MissingLetters:
    """What of a part no font has; ``anchor`` and ``title`` are empty for the document's head."""

    anchor: str
    title: str
    letters: tuple[str, ...]


def printable(text: str) -> str:
    """Without what some format cannot hold: control characters, halves of pairs and the like."""
    return clean_text(text.replace("\x00", "")).replace("\t", " ")


def drawable(text: str) -> str:
    """The same, with a number in place of each letter that no font has."""
    text = printable(text)
    lacking = set(_lacking(text))
    if not lacking:
        return text
    return "".join(
        f"[U+{ord(letter):04X}]" if place in lacking else letter
        for place, letter in enumerate(text)
    )


def missing_letters(document: Document) -> list[MissingLetters]:
    """What no font has, by the part in which it stands, in reading order."""
    head = [document.title, document.subtitle]
    head += [text for fact in document.facts for text in (fact.label, fact.value)]
    parts = [("", "", head)]
    parts += [
        (part.anchor, part.title, list(_texts(part))) for _level, part in document.all_parts()
    ]
    found = [
        MissingLetters(anchor, title, _letters_missing_in(texts)) for anchor, title, texts in parts
    ]
    return [one for one in found if one.letters]


def _letters_missing_in(texts: Iterable[str]) -> tuple[str, ...]:
    missing = (text[place] for text in map(printable, texts) for place in _lacking(text))
    return tuple(dict.fromkeys(missing))


def _texts(part: Part) -> Iterator[str]:
    yield part.title
    for block in part.blocks:
        yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from map(_text, block.runs)
    elif isinstance(block, Picture):
        yield from (block.alternative_text, block.caption)
    elif isinstance(block, Table):
        yield from (block.caption, *(column.heading for column in block.columns))
        for cell in chain.from_iterable(row.cells for row in block.rows):
            for inner in cell:
                yield from _texts_of(inner)
    else:
        yield from map(_text, chain.from_iterable(block.points))


def _text(run: Run) -> str:
    return run.label if isinstance(run, StatusMark) else run.text


def _lacking(text: str) -> list[int]:
    """Places of letters that cannot be drawn. A letter and its marks must be of one font."""
    fonts = coverages()
    if fonts[0].issuperset(text):
        return []
    places: list[int] = []
    for start, end in _clusters(text):
        letters = [place for place in range(start, end) if text[place] not in _INVISIBLE]
        if any(_is_drawn(text[start:end], font) for font in fonts) or not letters:
            continue
        own = next((font for font in fonts if text[letters[0]] in font), frozenset())
        places += [place for place in letters if text[place] not in own]
    return places


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """From where to where each letter reaches with the marks that stand on it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or unicodedata.category(text[place]) not in _MARKS:
            yield start, place
            start = place


def _is_drawn(cluster: str, font: frozenset[str]) -> bool:
    """As it is written, or in one of the two ways in which letters and marks are put together."""
    if font.issuperset(cluster):
        return True
    spellings = (cluster, *(unicodedata.normalize(form, cluster) for form in ("NFC", "NFD")))
    return any(font.issuperset(set(spelling) - _INVISIBLE) for spelling in spellings)


@cache
def coverages() -> tuple[frozenset[str], ...]:
    """The letters of each font, those of the text's own font first."""
    own = [_letters_of(file) for file in sorted((FONTS / "plex").glob("*.ttf"))]
    others = [_letters_of(file) for file in sorted(FONTS.glob("[!p]*/*.ttf"))]
    # Bold and italic must have a letter too, or another font would draw it there.
    return (frozenset.intersection(*own) | {"\n"}, *others)


def _letters_of(file: Path) -> frozenset[str]:
    """What a TrueType font's own table of characters («cmap») leads to a glyph."""
    data = file.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    places = {
        struct.unpack_from(">L", data, start + 8 + 8 * number)[0] + start for number in range(count)
    }
    numbers: set[int] = set()
    for place in places:
        (kind,) = struct.unpack_from(">H", data, place)
        if kind == 4:
            numbers.update(_of_segments(data, place))
        elif kind == 12:
            numbers.update(_of_groups(data, place))
    return frozenset(map(chr, numbers))


def _of_segments(data: bytes, place: int) -> Iterator[int]:
    """Format 4: runs of the first 65.536 characters, each with its glyphs."""
    count = struct.unpack_from(">H", data, place + 6)[0] // 2
    run = f">{count}H"
    ends = struct.unpack_from(run, data, place + 14)
    starts = struct.unpack_from(run, data, place + 16 + 2 * count)
    deltas = struct.unpack_from(run, data, place + 16 + 4 * count)
    at = place + 16 + 6 * count
    offsets = struct.unpack_from(run, data, at)
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if offsets[number]:
                where = at + 2 * number + offsets[number] + 2 * (letter - first)
                (glyph,) = struct.unpack_from(">H", data, where)
            if (glyph + deltas[number]) % 0x10000 and (glyph or not offsets[number]):
                yield letter


def _of_groups(data: bytes, place: int) -> Iterator[int]:
    """Format 12: runs of characters whose glyphs follow one another."""
    (count,) = struct.unpack_from(">L", data, place + 12)
    for number in range(count):
        first, last, glyph = struct.unpack_from(">LLL", data, place + 16 + 12 * number)
        yield from range(first + (glyph == 0), last + 1)
