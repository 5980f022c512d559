"""What a start reads is asked of the disk at once, where it is not in memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from sotto.starting import readahead
from sotto.starting.readahead import is_on_disk_alone, read_ahead

TAG = sys.implementation.cache_tag


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder that programs are imported from."""
    files = (
        f"sotto/__pycache__/app.{TAG}.pyc",
        f"sotto/text/figures/__pycache__/numbers.{TAG}.pyc",
        f"sotto/cli/__pycache__/say.{TAG}.pyc",
        "sotto/__pycache__/app.cpython-32.pyc",
        "sotto/app.py",
        f"numpy/_core/__pycache__/numeric.{TAG}.pyc",
        f"numpy/_core/tests/__pycache__/test_numeric.{TAG}.pyc",
        "numpy/_core/_multiarray_umath.some.so",
        "numpy/_core/_umath_tests.some.so",
        "numpy.libs/libblas.so.3",
    )
    for name in files:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"1" * (1 if "_tests" in name else readahead._LEAST))
    return tmp_path


def noted(monkeypatch: pytest.MonkeyPatch, *, is_cold: bool) -> list[str]:
    """The files that will have been asked for."""
    found: list[str] = []

    def ask(file: str) -> bool:
        found.append(file)
        return True

    monkeypatch.setattr(readahead, "_ask", ask)
    monkeypatch.setattr(readahead, "is_on_disk_alone", lambda _: is_cold)
    return found


def asked(place: Path, monkeypatch: pytest.MonkeyPatch, *, is_cold: bool) -> list[str]:
    found = noted(monkeypatch, is_cold=is_cold)
    assert read_ahead(["/nowhere", str(place), str(place.parent)]) == len(found)
    return [os.path.relpath(file, place) for file in found]


def test_what_a_start_imports_is_asked_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(place, monkeypatch, is_cold=True)
    assert found[-2:] == ["numpy/_core/_multiarray_umath.some.so", "numpy.libs/libblas.so.3"]
    assert sorted(found[:-2]) == [
        f"numpy/_core/__pycache__/numeric.{TAG}.pyc",
        f"sotto/__pycache__/app.{TAG}.pyc",
        f"sotto/text/figures/__pycache__/numbers.{TAG}.pyc",
    ]


def test_what_is_in_memory_is_not_asked_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(place, monkeypatch, is_cold=False) == []


def test_what_is_installed_is_found_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = noted(monkeypatch, is_cold=True)
    read_ahead()
    names = {Path(file).name.partition(".")[0] for file in found}
    # Ours may not be compiled where they are run from a checkout.
    assert {"numeric", "_multiarray_umath", "_linalg", "message_bus"} <= names
    folder = Path(np.__file__).parent
    assert any(Path(file).is_relative_to(folder) for file in found)


def test_nothing_is_lost_where_nothing_is_found(tmp_path: Path) -> None:
    assert read_ahead([str(tmp_path)]) == 0
    assert not is_on_disk_alone(str(tmp_path / "none"))


def test_a_file_that_was_just_written_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1" * 100_000)
    assert not is_on_disk_alone(str(tmp_path / "file"))
