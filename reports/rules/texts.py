"""What people write in a section, as blocks: paragraphs, lists, and live figures in place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from reports.rules.document import Block, Figure, Listing, Paragraph
from reports.rules.tokens import runs_of

# A point of a list. «1. oktober» begins a sentence, so that numbers begin no list.
_POINT = re.compile(r"\s*[-•]\s+(\S.*)")


def blocks_of(text: str, figures: Mapping[str, Figure], own: str = "") -> tuple[Block, ...]:
    """Each line is a paragraph, lines of points that follow one another are one list."""
    lines = [(line, _POINT.fullmatch(line)) for line in text.split("\n") if line.strip()]
    blocks: list[Block] = []
    for is_list, group in groupby(lines, key=lambda one: one[1] is not None):
        texts = [point[1] if point else line for line, point in group]
        found = tuple(runs_of(text.strip(), figures, own) for text in texts)
        blocks += [Listing(found)] if is_list else [Paragraph(runs) for runs in found]
    return tuple(blocks)
