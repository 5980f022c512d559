"""What the process of libespeak-ng answers: damaged, in halves, too much, and nothing at all."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from sotto.errors import PhonemesError
from sotto.phonemes.frames import read_frame
from sotto.phonemes.remote import PROGRAM, RemoteLibrary

WRITER = """
import os, struct
def head(text, sound=0): return struct.pack('>II', len(text), sound) + text
def request():
    lengths = struct.unpack('>II', os.read(0, 8))
    return os.read(0, lengths[0])
while True:
    asked = request()
    {}
"""
"""A process that reads requests and answers each with what is filled in."""


@pytest.fixture
def remote() -> Iterator[Callable[[str], RemoteLibrary]]:
    made: list[RemoteLibrary] = []

    def make(program: str = PROGRAM) -> RemoteLibrary:
        made.append(RemoteLibrary(program))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is late on a busy machine."""
    monkeypatch.setattr("sotto.phonemes.remote.START_SECONDS", 60.0)
    monkeypatch.setattr("sotto.phonemes.remote.ANSWER_SECONDS", 60.0)


def answering(what: str) -> str:
    return WRITER.format(what)


@pytest.mark.parametrize(
    "what",
    [
        "os._exit(0)",
        "os.write(0, head(b'{}')[:3]); os._exit(0)",
        "os.write(0, head(b'{\"voices\": []}')[:12]); os._exit(0)",
        "os.write(0, head(b'{\"voices\": []}', 4) + b'ab'); os._exit(0)",
        "os.write(0, head(b'nothing'))",
        "os.write(0, head(b'[]'))",
        "os.write(0, head(b'{}'))",
        "os.write(0, head(b'{\"groups\": 1}'))",
        "os.write(0, b'\\xff' * 8)",
        "os.kill(os.getpid(), 11)",
    ],
)
def test_a_damaged_answer_is_a_typed_error_and_the_process_is_ended(
    remote: Callable[[str], RemoteLibrary], what: str
) -> None:
    library = remote(answering(what))
    with pytest.raises(PhonemesError, match="does not answer"):
        library.voices()
    assert library._process is None


def test_an_answer_in_pieces_is_put_together(remote: Callable[[str], RemoteLibrary]) -> None:
    whole = 'head(b\'{"groups": [["a_b"]]}\')'
    library = remote(answering(f"[os.write(0, bytes([byte])) for byte in {whole}]"))
    assert library.phoneme_groups("x") == ["a_b"]


def test_what_the_library_refuses_is_said_and_the_process_goes_on(
    remote: Callable[[str], RemoteLibrary],
) -> None:
    library = remote(PROGRAM)
    library.set_voice("de")
    process = library._process
    with pytest.raises(PhonemesError, match="no voice 'xx-none'"):
        library.set_voice("xx-none")
    assert library._process is process
    assert library.phoneme_groups("Haus") == ["h_ˈaʊ_s"]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("os.write(0, head(b'{\"words\": []}', 8) + b'abcd'); os._exit(0)", "does not answer"),
        ("os.write(0, head(b'{\"words\": []}', 4) + b'abcd'); os._exit(0)", "does not answer"),
        (
            "os.write(0, head(b'{\"words\": []}', 3) + b'abc' + head(b'{\"end\": true}'))",
            "does not answer",
        ),
        ("os.write(0, head(b'{}', 4) + b'abcd')", "does not answer"),
        # After the first sound an error is the library's own.
        (
            "os.write(0, head(b'{\"words\": []}', 2) + b'ab' + head(b'{\"error\": \"too long\"}'))",
            "too long",
        ),
    ],
)
def test_sound_that_breaks_off_is_not_taken_for_the_whole(
    remote: Callable[[str], RemoteLibrary], what: str, told: str
) -> None:
    with pytest.raises(PhonemesError, match=told):
        remote(answering(what)).synthesize("hello", lambda: False)


def test_pieces_of_sound_and_their_words_are_joined_in_order(
    remote: Callable[[str], RemoteLibrary],
) -> None:
    first = "head(b'{\"words\": [[0, 0]]}', 4) + struct.pack('=hh', 16384, -16384)"
    second = "head(b'{\"words\": [[6, 2]]}', 2) + struct.pack('=h', -32768)"
    what = f"os.write(0, {first} + {second} + head(b'{{\"end\": true}}'))"
    samples, words = remote(answering(what)).synthesize("hello world", lambda: False)
    assert samples.dtype == np.float32
    assert samples.tolist() == [0.5, -0.5, -1.0]
    assert [(word.character, word.sample) for word in words] == [(0, 0), (6, 2)]


def test_stopping_is_told_once_and_the_next_answer_is_the_next_ones(
    remote: Callable[[str], RemoteLibrary],
) -> None:
    library = remote(PROGRAM)
    library.set_voice("en-us")
    text = "one two three four five six seven eight nine ten " * 5
    whole = len(library.synthesize(text, lambda: False)[0])
    process = library._process
    for _ in range(5):
        assert len(library.synthesize(text, lambda: True)[0]) < whole
        assert library.phoneme_groups("house") == ["h_ˈaʊ_s"]
    assert library._process is process


def test_a_fresh_process_has_the_voice_and_the_parameters_of_the_last(
    remote: Callable[[str], RemoteLibrary],
) -> None:
    library = remote(PROGRAM)
    library.set_voice("de")
    library.set_parameter(1, 350)
    quick = len(library.synthesize("Guten Morgen", lambda: False)[0])
    phonemes = library.phoneme_groups("Guten Morgen")
    library.close()
    assert library.phoneme_groups("Guten Morgen") == phonemes
    library.close()
    assert len(library.synthesize("Guten Morgen", lambda: False)[0]) == pytest.approx(quick, 0.05)
    library.set_parameter(1, 100)
    assert len(library.synthesize("Guten Morgen", lambda: False)[0]) > 2 * quick


def test_what_was_learned_once_is_asked_no_more(remote: Callable[[str], RemoteLibrary]) -> None:
    library = remote(PROGRAM)
    rate, folder = library.sample_rate, library.data_folder()
    library.set_voice("en-us")
    names = library.names()
    library.close()
    assert (library.sample_rate, library.data_folder()) == (rate, folder)
    assert library.names() is names
    assert library._process is None


def test_closing_twice_or_before_the_beginning_is_nothing(
    remote: Callable[[str], RemoteLibrary],
) -> None:
    library = remote(PROGRAM)
    library.close()
    library.begin()
    process = library._process
    library.begin()
    assert library._process is process
    library.close()
    library.close()
    assert library._process is None


def test_a_process_that_cannot_be_begun_is_a_typed_error(
    remote: Callable[[str], RemoteLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(PhonemesError, match="no process for libespeak-ng"):
        remote(PROGRAM).voices()


def test_a_request_that_there_is_none_ends_the_process(
    remote: Callable[[str], RemoteLibrary],
) -> None:
    library = remote(PROGRAM)
    library.begin()
    process = library._process
    assert process is not None
    process._send({"do": "dance"})
    with pytest.raises((EOFError, OSError)):
        process._read()
    assert process._process.wait(60) != 0
    assert len(library.voices()) > 100


def test_stop_while_nothing_is_spoken_is_answered_by_nothing(
    remote: Callable[[str], RemoteLibrary],
) -> None:
    library = remote(PROGRAM)
    library.begin()
    process = library._process
    assert process is not None
    process._send({"do": "stop"})
    process._send({"do": "begin"})
    head, sound = read_frame(process._socket.fileno(), lambda: ready(process._socket.fileno()))
    assert (sorted(head), sound) == (["folder", "rate"], b"")


def ready(descriptor: int) -> None:
    assert select.select([descriptor], [], [], 60)[0]
