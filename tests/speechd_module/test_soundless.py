"""A pause where the server may play nothing: what keeps its player at work until it is noted."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator

import pytest

from sotto_speechd import replies, soundless
from sotto_speechd.outlet import Outlet
from sotto_speechd.telling import Telling

_READ = 0x10
_GET_LOG = 0x1001
_INFO_BYTES = 64


@pytest.fixture
def pipe() -> Iterator[tuple[Telling, int]]:
    reader, writer = os.pipe()
    yield Telling(Outlet(writer), lambda rate: rate), reader
    os.close(reader)
    os.close(writer)


def _paused(telling: Telling, reader: int, *, is_heard_there: bool) -> bytes:
    with telling.accepting() as number:
        pass
    telling.begins(number)
    os.read(reader, 1 << 16)
    telling.pauses(is_heard_there=is_heard_there)
    return os.read(reader, 1 << 16)


def test_a_silence_is_before_the_mark_where_the_server_plays(pipe: tuple[Telling, int]) -> None:
    told = _paused(*pipe, is_heard_there=True)
    assert told.startswith(b"705-")
    assert told.endswith(b"705 AUDIO\n" + replies.mark("__spd_-1"))


def test_no_sound_is_before_it_where_the_server_must_not_play(pipe: tuple[Telling, int]) -> None:
    told = _paused(*pipe, is_heard_there=False)
    assert b"705" not in told
    assert told.startswith(b"706-/proc/")
    assert told.endswith(b"706 ICON\n" + replies.mark("__spd_-1"))


def test_libsndfile_looks_through_it_and_finds_no_sound() -> None:
    """`sf_open` is what the server's player does of an icon; it tells what it met, as far as its
    buffer for that goes."""
    library = ctypes.CDLL("libsndfile.so.1")
    library.sf_open.restype = ctypes.c_void_p
    path = soundless.work().split(b"\n", 1)[0].removeprefix(b"706-")
    assert library.sf_open(path, _READ, ctypes.create_string_buffer(_INFO_BYTES)) is None
    met = ctypes.create_string_buffer(1 << 16)
    library.sf_command(None, _GET_LOG, met, len(met))
    assert met.value.count(b"junk") > 50


def test_without_room_for_the_file_the_mark_comes_alone(
    pipe: tuple[Telling, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_name: str) -> int:
        raise OSError("no room")

    soundless._file.cache_clear()
    monkeypatch.setattr(os, "memfd_create", full)
    assert _paused(*pipe, is_heard_there=False) == replies.mark("__spd_-1")
