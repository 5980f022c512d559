"""What makes kept sounds another run's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sotto.synthesis import fingerprint as module
from sotto.synthesis.fingerprint import fingerprint


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    folder = tmp_path / "voice"
    folder.mkdir()
    (folder / "voice.json").write_text("{}")
    (folder / "encoder.onnx").write_bytes(b"graph")
    return folder


def change(folder: Path) -> None:
    (folder / "encoder.onnx").write_bytes(b"grapH")


def add(folder: Path) -> None:
    (folder / "light.onnx").write_bytes(b"graph")


def rename(folder: Path) -> None:
    (folder / "encoder.onnx").rename(folder / "decoder.onnx")


def remove(folder: Path) -> None:
    (folder / "encoder.onnx").unlink()


def test_nothing_changed(voice: Path) -> None:
    first = fingerprint([voice], [])
    assert first == fingerprint([voice], [])
    assert len(first) == 32
    (voice / "MODEL_CARD.md").write_text("# Better words")
    (voice / "__pycache__").mkdir()
    (voice / "__pycache__" / "a.pyc.1234").write_bytes(b"half of the code")
    assert first == fingerprint([voice], [])


@pytest.mark.parametrize("act", [change, add, rename, remove])
def test_the_voice_changed(voice: Path, act: Callable[[Path], None]) -> None:
    before = fingerprint([voice], [])
    act(voice)
    assert fingerprint([voice], []) != before


def test_large_data_counts_by_size_and_date(voice: Path) -> None:
    before = fingerprint([], [voice])
    assert fingerprint([], [voice]) == before
    os.utime(voice / "encoder.onnx", (1, 1))
    assert fingerprint([], [voice]) != before


def test_another_program_or_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint([], [])
    for name, other in (("version", lambda name: "0"), ("_processor", lambda: ["flags: none"])):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, other)
            assert fingerprint([], []) != before


def test_what_is_missing_is_no_error(tmp_path: Path) -> None:
    assert fingerprint([tmp_path / "none"], [tmp_path / "none"])
