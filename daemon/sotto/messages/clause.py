"""What the text stage hands on, and its phonemes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sotto.messages.prosody import Prosody


class Stop(Enum):
    """How a clause, or a part of it, ends: it decides the intonation and the pause there."""

    NONE = ""
    COMMA = ","
    FULL = "."
    QUESTION = "?"
    EXCLAMATION = "!"


@dataclass(frozen=True, slots=True)
class Word:
    """One speakable word: `text` is what to pronounce, start..end what it stands for.

    `letter` words are the name of a single character. `pitch` multiplies F0 (a capital
    told by pitch); `icon` asks for the capital sound before the word. `stop` is what stands
    between it and the next word of the clause; at the end the clause's own holds. `ipa`, if given,
    is how it is pronounced by engines that can; `text` is for the others.
    """

    text: str
    start: int
    end: int
    letter: bool = False
    pitch: float = 1.0
    icon: bool = False
    stop: Stop = Stop.NONE
    ipa: str = ""


@dataclass(frozen=True, slots=True)
class ClauseMark:
    """A mark heard just before word `word` (len(words): after the last)."""

    word: int
    name: str


@dataclass(frozen=True, slots=True)
class Clause:
    """The piece that is phonemised and rendered at once, in one language and prosody.

    `pause` is the silence in milliseconds at rate 1 before whatever follows; it is not
    heard at the end of an utterance. The part of it that was asked for by a break, `fixed`, is
    as long at every rate.
    """

    words: tuple[Word, ...]
    language: str
    stop: Stop = Stop.NONE
    pause: int = 0
    prosody: Prosody = field(default_factory=Prosody)
    marks: tuple[ClauseMark, ...] = ()
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class Phoneme:
    """An IPA symbol as libespeak-ng writes it; stress 0 none, 1 secondary, 2 primary."""

    symbol: str
    stress: int = 0


@dataclass(frozen=True, slots=True)
class PhonemeRun:
    """A clause and the phonemes of each of its words (same length as clause.words)."""

    clause: Clause
    words: tuple[tuple[Phoneme, ...], ...]
