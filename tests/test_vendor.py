"""What lies in the folders of files from others is what their VENDORED.md says, and complete."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
FOLDERS = [VENDOR, ROOT / "reports" / "fonts"]
ROW = re.compile(r"^\|[^|]+\|[^|]+\|[^|]+\| `(?P<file>[^`]+)` \| `(?P<sha512>[0-9a-f]{128})` \|$")
CSS_REFERENCE = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!data:)([^"')\s]+)""")
SOURCE_MAP = re.compile(r"sourceMappingURL=(\S+)")


def recorded_checksums() -> dict[Path, str]:
    return {
        folder / row["file"]: row["sha512"]
        for folder in FOLDERS
        for row in map(ROW.match, (folder / "VENDORED.md").read_text().splitlines())
        if row
    }


def vendored_files() -> list[Path]:
    files = (path for folder in FOLDERS for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.name != "VENDORED.md")


def test_every_vendored_file_is_recorded_and_every_record_has_its_file():
    assert vendored_files() == sorted(recorded_checksums())


@pytest.mark.parametrize("file", recorded_checksums(), ids=lambda file: file.name)
def test_a_vendored_file_is_unchanged(file):
    assert hashlib.sha512(file.read_bytes()).hexdigest() == recorded_checksums()[file]


@pytest.mark.parametrize(
    "project", sorted({file.parent for file in vendored_files()}), ids=lambda path: path.name
)
def test_each_vendored_project_brings_its_licence(project):
    assert (project / "LICENSE").is_file()


@pytest.mark.parametrize(
    "file",
    [str(path.relative_to(VENDOR)) for path in vendored_files() if path.suffix in (".css", ".js")],
)
def test_a_vendored_file_refers_to_nothing_that_is_missing(file):
    path = VENDOR / file
    text = path.read_text(encoding="utf-8")
    references = SOURCE_MAP.findall(text)
    if path.suffix == ".css":
        references += CSS_REFERENCE.findall(text)

    missing = [name for name in references if not (path.parent / name).is_file()]

    assert missing == []
