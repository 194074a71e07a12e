#!/usr/bin/env bash
# segno.make() gives a Micro QR code for a short text, which ordinary QR readers do not see.
#
# One would guess: make() makes a QR code, and a shorter text makes one that is easier to scan.
# What happens: what fits into a Micro QR code, such as a case number or a short word, becomes
# one: a single corner square instead of three. A reader that knows QR codes only, here OpenCV's,
# finds nothing in the picture; ZXing knows both and reads it. Some characters more, and the same
# line of Python makes a code that either takes.
# Why it matters: codes on attendance sheets and equipment labels are short, developers try with a
# web address, which is long enough, and the labels are printed before anyone scans one. Say
# make_qr(), or make(…, micro=False).
#
# Seen with segno 1.6.6, opencv-python-headless 5.0.0.93, zxing-cpp 3.1.1 on Python 3.11.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check \
    segno==1.6.6 opencv-python-headless==5.0.0.93 numpy==2.4.6 zxing-cpp==3.1.1

"$place/venv/bin/python" - <<'PY'
from importlib.metadata import version
from io import BytesIO

import cv2
import numpy
import segno
import zxingcpp

for name in ("segno", "opencv-python-headless", "zxing-cpp"):
    print(name, version(name))


def read(code):
    file = BytesIO()
    code.save(file, kind="png", scale=10, border=4)
    picture = cv2.imdecode(numpy.frombuffer(file.getvalue(), numpy.uint8), cv2.IMREAD_GRAYSCALE)
    by_opencv = cv2.QRCodeDetector().detectAndDecode(picture)[0]
    return by_opencv, [found.text for found in zxingcpp.read_barcodes(picture)]


seen = {}
for text in ("1042", "TFI-1042", "https://example.org/f/1042"):
    for make in (segno.make, segno.make_qr):
        code = make(text)
        by_opencv, by_zxing = read(code)
        seen[text, make.__name__] = (code.is_micro, by_opencv)
        print(f"{text:27} {make.__name__:8} {code.designator:5} OpenCV reads {by_opencv!r}, ZXing {by_zxing}")
        assert by_zxing == [text]

long = "https://example.org/f/1042"
for text in ("1042", "TFI-1042"):
    assert seen[text, "make"] == (True, "")
    assert seen[text, "make_qr"] == (False, text)
assert seen[long, "make"] == seen[long, "make_qr"] == (False, long)
PY
