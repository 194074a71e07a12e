"""The one kind of registry: what lower apps ask, and higher ones answer."""

from pathlib import Path

import pytest

from core.registry import Registry, registries

ARCHITECTURE = Path(__file__).parents[2] / "docs/architecture.md"


class Coded:
    code = "x"


@pytest.fixture
def registry():
    yield Registry("made_for_a_test", "What?")
    del registries["made_for_a_test"]


def answer():
    return 1


def test_keeps_the_order_and_takes_each_once(registry):
    coded = Coded()
    registry.register(answer)
    registry.register(coded)
    registry.register(answer)

    assert list(registry) == [answer, coded]
    assert len(registry) == 2


def test_finds_an_entry_by_its_code(registry):
    first, second = Coded(), Coded()
    registry.register(first)
    registry.register(second)

    assert registry["x"] is second
    assert "x" in registry and "y" not in registry
    with pytest.raises(KeyError):
        registry["y"]


def test_all_of_them_are_listed_on_the_architecture_page():
    text = ARCHITECTURE.read_text()

    assert len(registries) >= 6
    assert [name for name in registries if f"| `{name}` |" not in text] == []


def test_a_higher_app_has_answered_each():
    assert [name for name, registry in registries.items() if not registry] == []
