"""Holding back the search for cyclic garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from gc25map.memory import growing


@pytest.fixture(autouse=True)
def searching() -> Iterator[None]:
    """The search is on before each test, and after it."""
    gc.enable()
    yield
    gc.enable()


def test_there_is_no_search_meanwhile_and_there_is_afterwards() -> None:
    """Within another, too, and where the work fails."""
    with pytest.raises(RuntimeError), growing():
        with growing():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise RuntimeError
    assert gc.isenabled()


def test_whoever_has_switched_it_off_finds_it_off() -> None:
    """It is given back as it was."""
    gc.disable()
    with growing():
        pass
    assert not gc.isenabled()
