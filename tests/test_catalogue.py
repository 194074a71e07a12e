"""The Danish catalogue is whole: every text is there, translated, and compiled as it stands."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
IN_LOCALE = Path("da/LC_MESSAGES/django.po")
CATALOGUE = ROOT / "locale" / IN_LOCALE
RENEW = "run `make messages`, translate what is new in locale/da and run it again"

# What makemessages reads. The tests have no texts for users.
SOURCES = (
    "accounts", "activities", "core", "demo", "directory", "economy", "exchange", "indicators",
    "overview", "programs", "reports", "requisitions", "resources", "templates", "tfi",
)  # fmt: skip

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
ENGLISH = re.compile(
    r"\b(a|and|are|been|but|choose|does|has|is|its|not|of|should|that|the|this|was|were|"
    r"which|with|you|your)\b",
    re.IGNORECASE,
)
SAME_IN_DANISH = frozenset(
    {
        "Administrator",
        "Demo",
        "E-mail",
        "Id",
        "Mail",
        "Median",
        "Organisation",
        "Person",
        "Restaurant",
        "Status",
        "Status %(day)s",
        "e-mail",
        "organisation",
        "person",
        "reference",
    }
)


def read(path):
    return polib.pofile(str(path))


def key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def pairs(entry):
    """Each original with its translation; a plural has one pair a form."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    forms = entry.msgstr_plural
    return [(entry.msgid, forms[0]), *((entry.msgid_plural, forms[n]) for n in forms if n)]


@pytest.fixture(scope="module")
def catalogue():
    return read(CATALOGUE)


def failing(catalogue, fault):
    """The originals for which ``fault(original, translation)`` is true."""
    return [
        original
        for entry in catalogue
        for original, danish in pairs(entry)
        if fault(original, danish)
    ]


def test_every_text_has_a_finished_translation(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.translated()] == [], RENEW
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == [], RENEW
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == [], RENEW


def test_a_plural_has_both_danish_forms(catalogue):
    plurals = [entry for entry in catalogue if entry.msgid_plural]
    assert plurals
    assert [e.msgid for e in plurals if set(e.msgstr_plural) != {0, 1}] == []
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


def test_placeholders_are_those_of_the_original(catalogue):
    def differ(original, danish):
        return sorted(PLACEHOLDER.findall(original)) != sorted(PLACEHOLDER.findall(danish))

    assert failing(catalogue, differ) == []


def test_markup_is_that_of_the_original(catalogue):
    def differ(original, danish):
        return sorted(TAG.findall(original)) != sorted(TAG.findall(danish))

    assert failing(catalogue, differ) == []


def test_spaces_at_the_ends_are_those_of_the_original(catalogue):
    def ends(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    assert failing(catalogue, lambda original, danish: ends(original) != ends(danish)) == []


def test_no_text_is_left_in_english(catalogue):
    same = failing(catalogue, lambda original, danish: original == danish)
    assert set(same) == SAME_IN_DANISH & {entry.msgid for entry in catalogue}

    def english(original, danish):
        # What a placeholder is called stays as it is.
        return ENGLISH.search(PLACEHOLDER.sub("", danish))

    assert failing(catalogue, english) == []


def test_quotation_marks_are_danish(catalogue):
    def foreign(original, danish):
        # Straight ones belong to markup only.
        marks = re.findall("[«»]", danish)
        return marks != ["»", "«"] * (len(marks) // 2) or re.search('[“”„"]', TAG.sub("", danish))

    assert failing(catalogue, foreign) == []


def test_the_statuses_read_as_agreed(catalogue):
    danish = {entry.msgid: entry.msgstr for entry in catalogue if not entry.msgctxt}
    assert {
        "Met": "Opfyldt",
        "Partly met": "Delvist opfyldt",
        "On track": "På sporet",
        "At risk": "I risiko",
        "Behind": "Bagud",
        "Not due": "Afventer",
        "Not met": "Ikke opfyldt",
        "No measurement": "Mangler måling",
        "Cannot be computed": "Kan ikke opgøres",
    }.items() <= danish.items()


def test_the_compiled_catalogue_is_made_of_these_texts(catalogue, tmp_path):
    fresh = tmp_path / "django.mo"
    fresh.write_bytes(catalogue.to_binary())

    def texts(path):
        return {key(entry): pairs(entry) for entry in polib.mofile(str(path))}

    assert texts(CATALOGUE.with_suffix(".mo")) == texts(fresh), "run `make messages`"


def test_every_text_of_the_source_is_in_the_catalogue(catalogue, tmp_path):
    if not shutil.which("xgettext"):
        reason = "gettext is not installed: whether the catalogue has every text was not checked"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    extracted = {key(entry) for entry in read(extracted_anew(tmp_path))}
    known = {key(entry) for entry in catalogue}
    assert sorted(text[1] for text in extracted - known) == [], RENEW
    assert sorted(text[1] for text in known - extracted) == [], RENEW


def extracted_anew(folder):
    """A catalogue without translations of a copy of the source, so that the tree stays as it is."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name,
                folder / name,
                ignore=shutil.ignore_patterns("__pycache__", "migrations", "*.html.py", "*.txt.py"),
            )
    shutil.copy(ROOT / "manage.py", folder)
    (folder / "locale").mkdir()
    command = ["makemessages", "--locale", "da", "--no-obsolete", "--add-location", "never"]
    subprocess.run(
        [sys.executable, "manage.py", *command, "--settings", "tfi.settings.test"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "locale" / IN_LOCALE


TRANSLATES = re.compile(r"(_|n?p?gettext(_lazy)?)$")


def texts_in_f_strings(code):
    """The lines of an f-string that asks for a translation inside: makemessages cannot see it."""
    return [
        node.lineno
        for text in ast.walk(ast.parse(code))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and TRANSLATES.match(getattr(node.func, "id", ""))
    ]


def test_no_text_hides_in_an_f_string():
    assert texts_in_f_strings("""a = _("x")\nb = f'{a} {_("x")}'""") == [2]
    paths = [path for folder in SOURCES for path in (ROOT / folder).rglob("*.py")]
    hidden = {str(path): texts_in_f_strings(path.read_text()) for path in paths}

    assert {path: lines for path, lines in hidden.items() if lines} == {}
