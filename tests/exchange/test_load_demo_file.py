"""The demo's file loads; however it is spoilt, its faults are named."""

import copy
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from accounts.models import User
from activities.models import TimeEntry
from exchange.rules.faults import ProgramFileError
from exchange.services.loading import load_program
from programs.models import Program
from tests.exchange.files import a_file, with_registers

DEMO_FILE = Path(__file__).resolve().parents[2] / "demo" / "files" / "program-2011.json"
DEMO_USERS = ("konsulent", "leder", "admin", "laeser", "amina", "jonas", "sofie")


def a_user(username: str) -> User:
    return User.objects.create_user(username, "x", full_name=username.title())


def test_the_demo_file_loads(db):
    for username in DEMO_USERS:
        a_user(username)
    data = json.loads(DEMO_FILE.read_text(encoding="utf-8"))
    counts = load_program(DEMO_FILE.read_bytes()).counts
    assert counts["criteria"] == len(data["criteria"])
    assert counts["measurements"] == len(data["measurements"])
    in_entries = sum("hours" in row for row in data["log_entries"])
    assert TimeEntry.objects.count() == in_entries + len(data["time_entries"])


def _containers(value) -> list:
    found = [value] if isinstance(value, dict | list) and value else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    for each in inner:
        found += _containers(each)
    return found


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["", "0", "-1", "1e5", "2011-06-31", "9" * 20, [], {}, [[]], [{}], "\ud800"]),
    st.recursive(
        st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=4,
    ),
)


def _spoil(data: dict, draw) -> None:
    """Drop, rename, retype, double or swap something somewhere."""
    place = draw(st.sampled_from(_containers(data)))
    key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    match draw(st.sampled_from(["drop", "rename", "retype", "swap", "double"])):
        case "drop":
            del place[key]
        case "rename" if isinstance(place, dict):
            place[draw(st.text(max_size=8))] = place.pop(key)
        case "double" if isinstance(place, list):
            place.append(copy.deepcopy(place[key]))
        case "swap":
            other = draw(st.sampled_from(_containers(data)))
            other_key = draw(
                st.sampled_from(list(other) if isinstance(other, dict) else range(len(other)))
            )
            place[key] = copy.deepcopy(other[other_key])
        case _:
            place[key] = draw(JUNK)


class SpoiltDemoFile(HypothesisTestCase):
    """Whatever somebody does to a file: it is loaded, or its faults are named."""

    @classmethod
    def setUpTestData(cls):
        for username in (*DEMO_USERS, "ann"):
            a_user(username)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.integers(1, 4))
    def test_small_file(self, data, spoils):
        self.load_spoilt(a_file(), data, spoils)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.integers(1, 4))
    def test_small_file_with_registers(self, data, spoils):
        self.load_spoilt(with_registers(), data, spoils)

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.integers(1, 6))
    def test_demo_file(self, data, spoils):
        self.load_spoilt(json.loads(DEMO_FILE.read_text(encoding="utf-8")), data, spoils)

    def load_spoilt(self, content, data, spoils):
        for _time in range(spoils):
            if _containers(content):
                _spoil(content, data.draw)
        try:
            load_program(json.dumps(content).encode())
        except ProgramFileError as error:
            faults = error.faults
        else:
            return
        assert faults
        assert not Program.objects.exists()
