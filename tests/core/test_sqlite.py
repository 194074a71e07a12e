"""SQLite as the product sets it up: safe when the power goes, and LIKE knows Danish letters."""

import sqlite3
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import given
from hypothesis import strategies as st

from core.sqlite import register_functions
from tfi.settings.base import sqlite_options


@pytest.fixture(scope="module")
def like():
    raw = sqlite3.connect(":memory:")
    register_functions(None, SimpleNamespace(vendor="sqlite", connection=raw))
    yield lambda text, pattern: raw.execute(
        "SELECT ? LIKE ? ESCAPE '\\'", (text, pattern)
    ).fetchone()[0]
    raw.close()


@pytest.mark.parametrize(
    ("text", "pattern", "matches"),
    [
        ("Århus", "%århus%", 1),
        ("ÅRHUS", "århus", 1),
        ("Taste the World – Østerbro", "%ØSTER%", 1),
        ("Århus", "%arhus%", 0),
        ("Århus", "år%", 1),
        ("Århus", "%HUS", 1),
        ("Århus", "år%hus", 1),
        ("Århus", "årh%rhus", 0),  # the two ends may not overlap
        ("Århus", "_rhus", 1),
        ("Århus", "__rhus", 0),
        ("Mjølnerparken", "%Ø%er%er%", 0),
        ("Mjølnerparken", "%Ø%er%p_rk%", 1),
        ("100 %", "%100 \\%%", 1),
        ("100 kr", "%100 \\%%", 0),
        ("a_b", "a\\_b", 1),
        ("axb", "a\\_b", 0),
        ("a\\b", "%\\\\%", 1),
        ("abc", "abc\\", 0),
        ("to\nlinjer", "%to_linjer%", 1),
        ("a.c", "a.c", 1),
        ("abc", "a.c", 0),
        ("", "%", 1),
        ("", "", 1),
        ("x", "", 0),
        (2011, "%01%", 1),
        (None, "%", None),
        ("x", None, None),
        (b"\xc3\x85rhus", "%århus%", 1),
    ],
)
def test_like_with_escape(like, text, pattern, matches):
    assert like(text, pattern) == matches


def test_like_without_escape():
    raw = sqlite3.connect(":memory:")
    register_functions(None, SimpleNamespace(vendor="sqlite", connection=raw))
    assert raw.execute("SELECT 'Århus' LIKE '%åRH%'").fetchone() == (1,)
    raw.close()


@given(
    st.text(alphabet="abAB%_.\n", max_size=12),
    st.text(alphabet="abAB%_\\.\n", max_size=12).filter(lambda p: not p.endswith("\\")),
)
def test_among_ascii_letters_it_agrees_with_sqlites_own(like, text, pattern):
    plain = sqlite3.connect(":memory:")
    expected = plain.execute("SELECT ? LIKE ? ESCAPE '\\'", (text, pattern)).fetchone()[0]
    plain.close()
    assert like(text, pattern) == expected


def test_many_wildcards_do_not_hang(like):
    """With backtracking this would outlive the universe; there is nothing to time."""
    assert like("a" * 5000, "%a" * 200 + "%b") == 0


def test_other_databases_are_left_alone():
    register_functions(None, SimpleNamespace(vendor="postgresql", connection=None))


@pytest.mark.django_db
def test_a_search_in_small_letters_finds_danish_capitals():
    ContentType.objects.create(app_label="Århus Ø", model="x")
    assert ContentType.objects.filter(app_label__icontains="århus ø").exists()
    assert ContentType.objects.filter(app_label__istartswith="ÅRHUS").exists()
    assert not ContentType.objects.filter(app_label__icontains="%").exists()


def test_what_is_answered_is_on_the_disk(tmp_path):
    raw = sqlite3.connect(tmp_path / "db.sqlite3")
    raw.executescript(sqlite_options()["init_command"])
    full, wal = 2, "wal"
    assert raw.execute("PRAGMA synchronous").fetchone() == (full,)
    assert raw.execute("PRAGMA journal_mode").fetchone() == (wal,)
    raw.close()
