"""The styles of a file's voices: numbers of strangers, read without running anything of theirs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from math import prod
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from sotto_voices.errors import UnpreparedError
from sotto_voices.kokoro.family import WIDTH
from sotto_voices.piper.source import check_file

Styles = Mapping[str, NDArray[np.float32]]

_LARGEST = 128 << 20
"""Bytes of all voices together; those of Kokoro take 28 million."""
_MOST_VOICES, _MOST_ROWS = 256, 4096
_LARGEST_NUMBER = 1e3
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}\Z")
_TYPES = ("<f2", "<f4", "<f8")
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def read_styles(files: Sequence[Path]) -> Styles:
    """Styles [rows, WIDTH] by the voices' names, all of as many rows. Raises UnpreparedError."""
    found: dict[str, NDArray[np.float32]] = {}
    room = _LARGEST
    for file in files[: _MOST_VOICES + 1]:
        check_file(file, room)
        for name, style in _of_file(file):
            room -= style.nbytes
            if name in found or len(found) == _MOST_VOICES or room < 0:
                raise UnpreparedError(f"{file.name} holds too much, or {name} twice")
            found[name] = style
    if not found:
        raise UnpreparedError("the file of voices holds none")
    if len({len(style) for style in found.values()}) != 1:
        raise UnpreparedError("the voices have different numbers of rows")
    return found


def _of_file(file: Path) -> Iterator[tuple[str, NDArray[np.float32]]]:
    with file.open("rb") as opened:
        is_archive = opened.read(2) == b"PK"
    if is_archive:
        yield from _of_archive(file)
    else:
        yield _name(file.stem), _checked(np.fromfile(file, np.uint8).tobytes(), file.name)


def _of_archive(file: Path) -> Iterator[tuple[str, NDArray[np.float32]]]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > _MOST_VOICES or sum(m.file_size for m in members) > _LARGEST:
                raise UnpreparedError(f"{file.name} holds too much")
            for member in members:
                name = _name(member.filename.removesuffix(".npy"))
                yield name, _array(archive.read(member), f"{file.name}: {name}")
    except UnpreparedError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # zlib, lzma and others have errors of their own
        raise UnpreparedError(f"{file.name} is damaged: {error or type(error).__name__}") from error


def _array(data: bytes, where: str) -> NDArray[np.float32]:
    """Numbers of an .npy file; nothing of Python's own is read from it."""
    stream = io.BytesIO(data)
    header = _HEADERS.get(npy.read_magic(stream))
    if header is None:
        raise UnpreparedError(f"{where} is of an unknown version")
    shape, is_turned, kind = header(stream)
    if kind.str not in _TYPES or is_turned or any(n < 0 for n in shape):
        raise UnpreparedError(f"{where} holds no plain numbers")
    rest = data[stream.tell() :]
    if len(rest) != prod(shape) * kind.itemsize or not shape or shape[-1] != WIDTH:
        raise UnpreparedError(f"{where} is no style: its shape is {shape[:4]}")
    return _checked(np.frombuffer(rest, kind).astype(np.float32).tobytes(), where)


def _checked(data: bytes, where: str) -> NDArray[np.float32]:
    row = WIDTH * 4
    if not data or len(data) % row or len(data) > _MOST_ROWS * row:
        raise UnpreparedError(f"{where} is no style of {WIDTH} numbers a row")
    style = np.frombuffer(data, "<f4").reshape(-1, WIDTH)
    if not np.isfinite(style).all() or float(np.abs(style).max()) > _LARGEST_NUMBER:
        raise UnpreparedError(f"{where} holds numbers that are none")
    return style


def _name(name: str) -> str:
    if not _NAME.match(name):
        raise UnpreparedError(f"{name[:100]!a} is no name for a voice")
    return name
