"""A report of many criteria, and what drawing it takes in each format.

``python -m demo.services.benchmark.report 100 perf_counter`` draws it in a process of its own, on
one core, and prints the seconds of each format and the process's peak of memory.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import resource
import subprocess
import sys
import time

from django.core.management.base import CommandError
from PIL import Image

from reports.rules.document import (
    Block,
    Column,
    Document,
    Fact,
    Figure,
    Paragraph,
    Part,
    Picture,
    Row,
    Runs,
    StatusMark,
    Table,
    Text,
)

AREAS, REFERENCES = 4, 3  # main areas of the report; evidence references of each criterion
PICTURES_OF_HUNDRED = 20
STATUSES = [("met", "Opfyldt"), ("behind", "Bagud"), ("on_track", "På sporet")]
SENTENCE = (
    "Foreningerne stod selv for programmet, og der kom flere end ventet, fordi skolerne og "
    "klubberne i kvarteret havde fortalt om dagen i god tid. "
)


def sample(criteria: int) -> tuple[Document, dict[str, bytes]]:
    """So many criteria, each with its text and three references; a picture for each fifth."""
    pictures = [_picture(number) for number in range(criteria * PICTURES_OF_HUNDRED // 100)]
    parts = tuple(
        Part(
            f"{area}. Hovedområde",
            f"area-{area}",
            (Paragraph((Text(SENTENCE * 3),)),),
            tuple(_criterion(n, pictures) for n in range(area - 1, criteria, AREAS)),
        )
        for area in range(1, AREAS + 1)
    )
    facts = (Fact("Dato", "20-11-2007"), Fact("Sagsnr.", "2007-50025"))
    document = Document("Status for 2. halvår", "2007-11-20", facts, parts)
    return document, {hashlib.sha256(one).hexdigest(): one for one in pictures}


def _criterion(number: int, pictures: list[bytes]) -> Part:
    status, label = STATUSES[number % len(STATUSES)]
    figure = Figure(f"c{number}.value", f"1.{number:03}", f"1{number:03}", f"/criteria/{number}/")
    target = Figure(f"c{number}.target", "2.000", "2000")
    judged: Runs = (StatusMark(status, label), Text(": "), figure, Text(" af "), target)
    columns = (Column("Dato", share=20), Column("Hvad", share=60), Column("Antal", True, 20))
    rows = tuple(_reference(number, turn) for turn in range(REFERENCES))
    table = Table(f"Grundlag for kriterium {number}", columns, rows, has_row_heads=True)
    blocks: list[Block] = [Paragraph(judged), Paragraph((Text(SENTENCE * 5), figure)), table]
    if number % 5 == 0 and number // 5 < len(pictures):
        name = hashlib.sha256(pictures[number // 5]).hexdigest()
        blocks.append(Picture(name, "image/jpeg", 1200, 900, "Folk på pladsen", "På pladsen"))
    return Part(f"Mindst 2.000 besøger dag {number}", f"c{number}", tuple(blocks))


def _reference(number: int, turn: int) -> Row:
    count = Figure(f"c{number}.m{turn}", f"{turn + 1}00", f"{turn + 1}00", f"/entries/{turn}/")
    day, what = Paragraph((Text(f"0{turn + 1}-10-2007"),)), Paragraph((Text(SENTENCE),))
    return Row(((day,), (what,), (Paragraph((count,)),)))


def _picture(number: int) -> bytes:
    """As large as a photograph that was scaled down for the log."""
    drawn = io.BytesIO()
    noise = random.Random(number).randbytes(300 * 225 * 3)  # noqa: S311 - a picture of no meaning
    Image.frombytes("RGB", (300, 225), noise).resize((1200, 900)).save(drawn, "JPEG")
    return drawn.getvalue()


def measure(criteria: int, *, by_processor: bool = False) -> dict[str, float]:
    """Seconds by format, and ``megabytes``."""
    clock = "process_time" if by_processor else "perf_counter"
    command = [sys.executable, "-m", __name__, str(criteria), clock]
    process = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if process.returncode:
        raise CommandError(f"The report was not drawn:\n{process.stderr}")
    return json.loads(process.stdout)


def main(criteria: int, clock: str) -> None:
    from reports.exports.formats import FORMATS

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    document, pictures = sample(criteria)
    now, found = getattr(time, clock), {}
    for kind, how in FORMATS.items():
        started = now()
        how.render(document, pictures)
        found[kind] = now() - started
    # In kilobytes on Linux.
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    import django

    django.setup()
    main(int(sys.argv[1]), sys.argv[2])
