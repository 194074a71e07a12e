"""What lies under static/vendor is what VENDORED.md says, and complete."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
ROW = re.compile(r"^\|[^|]+\|[^|]+\|[^|]+\| `(?P<file>[^`]+)` \| `(?P<sha512>[0-9a-f]{128})` \|$")
CSS_REFERENCE = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!data:)([^"')\s]+)""")
SOURCE_MAP = re.compile(r"sourceMappingURL=(\S+)")


def recorded_checksums() -> dict[str, str]:
    lines = (VENDOR / "VENDORED.md").read_text().splitlines()
    return {row["file"]: row["sha512"] for row in map(ROW.match, lines) if row}


def vendored_files() -> list[str]:
    files = (path for path in VENDOR.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(VENDOR)) for path in files if path.name != "VENDORED.md")


def test_every_vendored_file_is_recorded_and_every_record_has_its_file():
    assert vendored_files() == sorted(recorded_checksums())


@pytest.mark.parametrize(("file", "sha512"), recorded_checksums().items())
def test_a_vendored_file_is_unchanged(file, sha512):
    assert hashlib.sha512((VENDOR / file).read_bytes()).hexdigest() == sha512


@pytest.mark.parametrize("folder", sorted(path.name for path in VENDOR.iterdir() if path.is_dir()))
def test_each_vendored_project_brings_its_licence(folder):
    assert (VENDOR / folder / "LICENSE").is_file()


@pytest.mark.parametrize(
    "file", [name for name in vendored_files() if name.endswith((".css", ".js"))]
)
def test_a_vendored_file_refers_to_nothing_that_is_missing(file):
    path = VENDOR / file
    text = path.read_text(encoding="utf-8")
    references = SOURCE_MAP.findall(text)
    if path.suffix == ".css":
        references += CSS_REFERENCE.findall(text)

    missing = [name for name in references if not (path.parent / name).is_file()]

    assert missing == []
