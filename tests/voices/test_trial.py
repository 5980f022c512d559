"""Voices are tried by the daemon's own program before they are installed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mirror import own_files
from sotto_voices.errors import UnpreparedError
from sotto_voices.trial import try_voice


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, data in own_files().items():
        (tmp_path / Path(path).name).write_bytes(data)
    return tmp_path


def test_a_sound_one_speaks(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    try_voice(folder)
    assert sorted(path.name for path in folder.iterdir()) == before


def torn(folder: Path) -> None:
    graph = folder / "decoder.onnx"
    graph.write_bytes(graph.read_bytes()[:1000])


def swapped(folder: Path) -> None:
    shutil.copy(folder / "curves.onnx", folder / "decoder.onnx")


def escaping(folder: Path) -> None:
    described = json.loads((folder / "voice.json").read_text())
    described["graphs"]["text"] = "../../etc/passwd"
    (folder / "voice.json").write_text(json.dumps(described))


def greedy(folder: Path) -> None:
    (folder / "text.onnx").write_bytes(HUGE)


def without(folder: Path) -> None:
    (folder / "voice.json").unlink()


HUGE = (
    b'\x08\x08\x12\x00:<\n\x17\n\x01s\x12\x01y"\x0fConstantOfShape\x12\x01g*\x0f\x08\x01\x10\x07:\x06'
    b"\x80\x80\x80\x80\x80\x02B\x01sb\r\n\x01y\x12\x08\n\x06\x08\x01\x12\x02\n\x00B\x04\n\x00\x10\r"
)
"""An ONNX graph that makes 256 GB of noughts."""


@pytest.mark.parametrize("spoil", [torn, swapped, escaping, greedy, without])
def test_others_are_refused_with_a_reason(folder: Path, spoil: Callable[[Path], None]) -> None:
    spoil(folder)
    with pytest.raises(UnpreparedError, match=r"does not speak: .{10}"):
        try_voice(folder)
