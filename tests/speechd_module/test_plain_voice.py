"""The module's own plain voice: libespeak-ng hangs or crashes, and speech goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sotto_speechd import plain_remote
from sotto_speechd.errors import PlainVoiceError
from sotto_speechd.espeak import PlainVoice
from sotto_speechd.pieces import Mark, Piece, Sound, Take, Word
from sotto_speechd.plain_remote import PROGRAM, RemotePlainVoice
from sotto_speechd.request import Request

HANG = "import time; time.sleep(3600)"
CRASH = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
TEXT = "one two three four"
MARKED = 'one <mark name="a"/>two <mark name="b"/>three'


def broken(what: str, method: str) -> str:
    """A process whose voice does that when it is asked for the first time."""
    wrong = f"def wrong(*given):\n    {what}\nespeak.PlainVoice.{method} = wrong"
    return _with(wrong)


def broken_at(what: str, word: str, flag: str) -> str:
    """A process that does that at a word, unless the file is there; it makes the file."""
    wrong = f"""
inner = espeak.PlainVoice._word
def wrong(self, start, length):
    import os
    wanted = inner(self, start, length)
    at = espeak.bisect_right(self._ends, start)
    if self.text[at:at + length] == {word!r} and not os.path.exists({flag!r}):
        open({flag!r}, "w").close()
        {what}
    return wanted
espeak.PlainVoice._word = wrong
speak = espeak.PlainVoice.speak
def remember(self, request, take):
    self.text = request.text
    speak(self, request, take)
espeak.PlainVoice.speak = remember
"""
    return _with(wrong)


def _with(change: str) -> str:
    head, tail = PROGRAM.split("from sotto", 1)
    return f"{head}\nimport sotto_speechd.espeak as espeak\n{change}\nfrom sotto{tail}"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_remote, "ANSWER_SECONDS", 0.5)


@pytest.fixture
def voice() -> Iterator[RemotePlainVoice]:
    made = RemotePlainVoice()
    yield made
    made.close()


def spoken(voice: RemotePlainVoice | PlainVoice, text: str, kind: str = "text") -> list[Piece]:
    pieces: list[Piece] = []
    voice.speak(Request(text, kind), lambda piece: pieces.append(piece) or True)  # type: ignore[func-returns-value]
    return pieces


def _take_one(pieces: list[Piece]) -> Take:
    def take(piece: Piece) -> bool:
        pieces.append(piece)
        return False

    return take


def sound_of(pieces: list[Piece]) -> bytes:
    return b"".join(piece.pcm for piece in pieces if isinstance(piece, Sound))


@pytest.mark.parametrize(("text", "kind"), [(TEXT, "text"), (MARKED, "ssml"), ("ä", "character")])
def test_it_says_the_same_as_in_this_process(voice: RemotePlainVoice, text: str, kind: str) -> None:
    here = PlainVoice()
    assert voice.rate() == here.rate()
    ours, theirs = spoken(here, text, kind), spoken(voice, text, kind)
    assert [p for p in ours if not isinstance(p, Sound)] == [
        p for p in theirs if not isinstance(p, Sound)
    ]
    assert abs(len(sound_of(ours)) - len(sound_of(theirs))) <= 0.05 * len(sound_of(ours))


@pytest.mark.parametrize("what", [HANG, CRASH])
@pytest.mark.parametrize("method", ["_load", "_set", "__init__"])
def test_one_of_no_use_is_told_and_left(
    voice: RemotePlainVoice, what: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_remote, "START_SECONDS", 1.0)
    voice._program = broken(what, method)
    with pytest.raises(PlainVoiceError):
        spoken(voice, TEXT)
    voice._program = PROGRAM
    monkeypatch.setattr(plain_remote, "START_SECONDS", 30.0)
    assert sound_of(spoken(voice, TEXT))


@pytest.mark.parametrize("what", [HANG, CRASH])
@pytest.mark.parametrize("word", ["one", "two", "four"])
def test_a_fresh_one_goes_on_where_it_was(
    voice: RemotePlainVoice, what: str, word: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    flag = tmp_path_factory.mktemp("flag") / "done"
    voice._program = broken_at(what, word, str(flag))
    words: list[int] = []

    def take(piece: Piece) -> bool:
        if isinstance(piece, Word):
            words.append(piece.end - piece.start)
        return True

    voice.speak(Request(TEXT, "text"), take)
    assert flag.exists()
    # The word at which it went is begun anew; nothing before it is said twice.
    at = TEXT.split().index(word)
    lengths = [len(each) for each in TEXT.split()]
    assert words == [*lengths[: at + 1], *lengths[at:]]


def test_what_is_stopped_leaves_it_useful(voice: RemotePlainVoice) -> None:
    pieces: list[Piece] = []
    voice.speak(Request(TEXT * 100, "text"), _take_one(pieces))
    assert len(pieces) == 1
    process = voice._process
    assert sound_of(spoken(voice, TEXT))
    assert voice._process is process


def test_one_that_died_in_between_is_not_noticed(voice: RemotePlainVoice) -> None:
    before = sound_of(spoken(voice, TEXT))
    assert voice._process is not None
    voice._process._process.kill()
    assert sound_of(spoken(voice, TEXT)) == before


def test_marks_are_told(voice: RemotePlainVoice) -> None:
    names = [piece.name for piece in spoken(voice, MARKED, "ssml") if isinstance(piece, Mark)]
    assert names == ["a", "b"]
