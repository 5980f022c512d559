"""An instance of libespeak-ng that hangs or dies: nobody waits for ever, another one goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.errors import EngineError, PhonemesError
from sotto.messages import Clause, PhonemeRun, Prosody, Word, WordCue
from sotto.phonemes.binding import EspeakLibrary, Library
from sotto.phonemes.owner import EspeakThread
from sotto.phonemes.remote import PROGRAM, RemoteLibrary
from sotto.voice.espeak import EspeakEngine

HANGING = """
import time
import sotto.phonemes.binding as binding
def hang(*given): time.sleep(60)
binding.EspeakLibrary.{} = hang
"""
DYING = """
import os
import sotto.phonemes.binding as binding
binding.EspeakLibrary.{} = lambda *given: os._exit(1)
"""


def broken(program: str, method: str) -> str:
    """An instance with a method that does not come back."""
    head, tail = PROGRAM.split("from sotto", 1)
    return head + program.format(method) + "from sotto" + tail


class Held(EspeakLibrary):
    """A library in this process that hangs in every call for phonemes."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def phoneme_groups(self, text: str) -> list[str]:
        self.released.wait()
        return super().phoneme_groups(text)


def clause(*texts: str) -> Clause:
    return Clause(tuple(Word(text, 0, len(text)) for text in texts), "en-us")


def speak(owner: EspeakThread, what: Clause) -> tuple[np.ndarray, int]:
    """The sound, and how many words are in it."""
    engine = EspeakEngine(owner)
    chunks = list(engine.speak(PhonemeRun(what, ()), "espeak:en-us", Prosody(), CancelToken()))
    words = sum(isinstance(cue, WordCue) for chunk in chunks for cue in chunk.cues)
    return np.concatenate([chunk.samples for chunk in chunks]), words


@pytest.fixture
def owners() -> Iterator[Callable[..., EspeakThread]]:
    made: list[EspeakThread] = []

    def make(first: Callable[[], Library] = EspeakLibrary, patience: float = 30.0) -> EspeakThread:
        made.append(EspeakThread(first, patience=patience))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_another_process_says_the_same_as_this_one(owners: Callable[..., EspeakThread]) -> None:
    here, there = owners(), owners(RemoteLibrary)
    words = ["hello", "world", "14:30"]
    assert here.call(lambda e: e.phonemes(words, "en-us")) == there.call(
        lambda e: e.phonemes(words, "en-us")
    )
    assert here.call(lambda e: e.binding.voices()) == there.call(lambda e: e.binding.voices())
    ours, count = speak(here, clause("hello", "world"))
    theirs, same = speak(there, clause("hello", "world"))
    assert count == same == 2
    assert abs(len(ours) - len(theirs)) <= 0.02 * len(ours)


def test_after_a_hang_phonemes_come_from_another_instance(
    owners: Callable[..., EspeakThread],
) -> None:
    held: list[Held] = []

    def first() -> Held:
        held.append(Held())
        return held[0]

    owner = owners(first, patience=0.5)
    with pytest.raises(PhonemesError, match="did not answer"):
        owner.call(lambda e: e.phonemes(["hello"], "en-us"))
    assert len(owner.submit(lambda e: e.phonemes(["hello"], "en-us")).result(30)[0]) == 4
    held[0].released.set()


def test_while_phonemes_hang_the_plain_voice_speaks(owners: Callable[..., EspeakThread]) -> None:
    held: list[Held] = []

    def first() -> Held:
        held.append(Held())
        return held[0]

    owner, spare = owners(first), owners(RemoteLibrary)
    stuck = owner.submit(lambda e: e.phonemes(["hello"], "en-us"))
    sound, words = speak(spare, clause("hello", "again"))
    assert words == 2
    assert np.abs(sound).max() > 0.1
    assert not stuck.done()
    held[0].released.set()


@pytest.mark.parametrize("how", [HANGING, DYING])
@pytest.mark.parametrize("method", ["say", "set_voice", "__init__"])
def test_a_process_of_no_use_is_told_and_left(
    how: str, method: str, owners: Callable[..., EspeakThread], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotto.phonemes.remote.START_SECONDS", 1.0)
    library = RemoteLibrary(broken(how, method))
    owner = owners(lambda: library)
    with pytest.raises((EngineError, LookupError, PhonemesError)):
        speak(owner, clause("hello"))
    library._program = PROGRAM
    monkeypatch.setattr("sotto.phonemes.remote.START_SECONDS", 30.0)
    assert speak(owner, clause("hello"))[1] == 1


def test_one_that_dies_between_two_requests_is_not_noticed(
    owners: Callable[..., EspeakThread],
) -> None:
    library = RemoteLibrary()
    owner = owners(lambda: library)
    speak(owner, clause("hello"))
    assert library._process is not None
    library._process._process.kill()
    assert speak(owner, clause("hello", "again"))[1] == 2


def test_a_hanging_process_ends_with_its_daemon() -> None:
    """Its own alarm ends it, for nobody else is left to."""
    program = broken(HANGING, "data_folder").replace(
        "main()", "import sotto.phonemes.instance as own; own.LONGEST_SECONDS = 1; main()"
    )
    library = RemoteLibrary(program)
    library.begin()
    assert library._process is not None
    process = library._process
    process._send({"do": "begin"})
    assert process._process.wait(30) < 0
    library.close()


def test_a_cancelled_text_ends_early(owners: Callable[..., EspeakThread]) -> None:
    library = RemoteLibrary()
    owner = owners(lambda: library)
    text = "a very long text " * 500
    sound, _ = owner.call(lambda e: library.synthesize(text, lambda: True))
    assert len(sound) < 100 * 22_050
    assert speak(owner, clause("hello"))[1] == 1
