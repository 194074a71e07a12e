#!/usr/bin/env bash
# For the archive, typst refuses a whole document because of one word of 16.384 letters.
#
# One would guess: what compiles to PDF compiles to PDF/A too, or fails for what archives are about:
# fonts, colours, alternative texts. A long word is ugly, and breaks out of its line, no more.
# What happens: under a-2a a run of text that nothing interrupts goes into the file as one string, two
# bytes a letter, and the standard ends strings at 32.767 bytes. 16.000 letters pass, 16.384 stop the
# compiler, with no word on where. Without a standard, and under ua-1 alone, the same text passes. A
# text of 36.000 letters with spaces in it passes as well. An empty h(0pt) between the letters does not
# interrupt the run; a zero-width space (U+200B), or h(0.001pt), does.
# Why it matters: a report is tried as a draft without a standard and refused on the day it is issued,
# for an encoded picture or a signature that somebody pasted into a note. Interrupt long words
# yourself before typst sees them.
#
# Seen with typst 0.15.2 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2
cd "$place"

venv/bin/python - <<'PY'
import typst

HEAD = '#set document(title: "T", date: datetime(year: 2011, month: 10, day: 1))\n'
PIECES = '#("a" * 40000).clusters().chunks(40).map(piece => piece.join())'


def outcome(body, standard=None):
    try:
        typst.compile((HEAD + body).encode(), format="pdf", pdf_standards=standard or [])
    except RuntimeError as error:
        return str(error).splitlines()[0]
    return "made"


found = {
    "16000 letters, a-2a": outcome('#("a" * 16000)', ["a-2a"]),
    "16384 letters, a-2a": outcome('#("a" * 16384)', ["a-2a"]),
    "16384 letters, ua-1": outcome('#("a" * 16384)', ["ua-1"]),
    "16384 letters, no standard": outcome('#("a" * 16384)'),
    "36000 letters with spaces, a-2a": outcome('#("ord " * 9000)', ["a-2a"]),
    "pieces with h(0pt), a-2a": outcome(PIECES + ".join(h(0pt))", ["a-2a"]),
    "pieces with U+200B, a-2a": outcome(PIECES + '.join("\\u{200B}")', ["a-2a"]),
}
for case, result in found.items():
    print(f"{case}: {result}")

refused = {case for case, result in found.items() if "longer than 32767" in result}
assert refused == {"16384 letters, a-2a", "pieces with h(0pt), a-2a"}, refused
assert all(result == "made" for case, result in found.items() if case not in refused)
PY
