"""Values that travel between the stages, from a request to sound.

All are frozen and validated where they are made. Offsets are Unicode code points into
the text of the request; sample offsets count from the first sample of their chunk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, TypeAlias

from sotto.errors import InvalidOptionError

if TYPE_CHECKING:  # the bus name is owned before numpy is imported
    import numpy as np
    from numpy.typing import NDArray

Samples: TypeAlias = "NDArray[np.float32]"
"""Mono sound, shape [samples], full scale is -1..1."""

HOUSE_RATE = 24_000
"""Hertz of the sink, and of all sound once it has left its engine."""

RATE_RANGE = (0.3, 6.0)
PITCH_RANGE = (0.5, 2.0)
INFLECTION_RANGE = (0.0, 2.0)
VOLUME_RANGE = (0.0, 2.0)


class Kind(Enum):
    """What the text of a request is."""

    TEXT = "text"
    SSML = "ssml"
    CHARACTER = "character"
    KEY = "key"
    SPELL = "spell"


class Priority(IntEnum):
    """SSIP's five priorities, the most urgent first."""

    IMPORTANT = 1
    MESSAGE = 2
    TEXT = 3
    NOTIFICATION = 4
    PROGRESS = 5


class Punctuation(Enum):
    """How many punctuation characters are spoken by name."""

    NONE = "none"
    SOME = "some"
    MOST = "most"
    ALL = "all"


class Capitals(Enum):
    """How a capital letter is told from a small one."""

    NONE = "none"
    SPELL = "spell"
    PITCH = "pitch"
    ICON = "icon"


class Style(Enum):
    """A way to speak: its own rate, melody and timbre, relative to the voice's."""

    NEUTRAL = "neutral"
    LIVELY = "lively"
    CALM = "calm"
    WHISPER = "whisper"


class Clarity(Enum):
    """Whether speech is shaped to be understood in noise, at the same level."""

    OFF = "off"
    ON = "on"


class Quality(Enum):
    """Which variant of a voice speaks: all of it, or the light one, which computes less."""

    AUTO = "auto"
    FULL = "full"
    LIGHT = "light"


class Pauses(Enum):
    """How long the voice rests at punctuation and between paragraphs."""

    NORMAL = "normal"
    SHORT = "short"
    SHORTEST = "shortest"


class Numbers(Enum):
    """Whether a number is read as the language reads it, or digit by digit."""

    LANGUAGE = "language"
    DIGITS = "digits"


class Wording(Enum):
    """Whether abbreviations, dates, times, money and units are read in full, or as written."""

    NATURAL = "natural"
    LITERAL = "literal"


class Emoji(Enum):
    """Whether emoji are named, or passed over."""

    NAMES = "names"
    OFF = "off"


class SpellingAlphabet(Enum):
    """Whether letters that are spelled are called by their names, or by words for them."""

    OFF = "off"
    PHONETIC = "phonetic"


class WordCapitals(Enum):
    """How capitals in words are told: as those of letters are, by short words (cap, all cap,
    mixed cap), or not at all."""

    LETTERS = "letters"
    WORDS = "words"
    NONE = "none"


class Switching(Enum):
    """Whether the languages that a text is marked with are followed."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Prosody:
    """Factors on the voice's own rate, F0, F0 range and amplitude; 1 is the voice's own.

    `style`, `clarity` and `quality` are further ways in which the voice is rendered; an engine
    takes a quality that is still open as the full one.
    """

    rate: float = 1.0
    pitch: float = 1.0
    pitch_range: float = 1.0
    volume: float = 1.0
    style: Style = Style.NEUTRAL
    clarity: Clarity = Clarity.OFF
    quality: Quality = Quality.AUTO

    def __mul__(self, other: Prosody) -> Prosody:
        """The two applied one after the other, clipped to what a voice can do.

        A style, a clarity and a quality other than the defaults hold, the second one's before
        the first's.
        """
        return Prosody(
            _clip(self.rate * other.rate, RATE_RANGE),
            _clip(self.pitch * other.pitch, PITCH_RANGE),
            _clip(self.pitch_range * other.pitch_range, INFLECTION_RANGE),
            _clip(self.volume * other.volume, VOLUME_RANGE),
            self.style if other.style is Style.NEUTRAL else other.style,
            self.clarity if other.clarity is Clarity.OFF else other.clarity,
            self.quality if other.quality is Quality.AUTO else other.quality,
        )


def _clip(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])


# ---- what may stand in a request, once parsed


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be read as running text; `start` is their offset in the request.

    `end` is given where the request holds other characters than `text`: an entity, an alias.
    """

    text: str
    start: int
    end: int = -1


@dataclass(frozen=True, slots=True)
class Pronounced:
    """Text whose sounds are given: `ipa` as `sotto.text.ipa.clean_ipa` gives it. An engine that
    reads nothing but text says `text`, which may be empty."""

    text: str
    start: int
    end: int
    ipa: str


class SayAsForm(Enum):
    """How a `SayAs` is told.

    Characters and spelling take white space as a pause; glyphs name it as well. A key is
    the name of a key combination. Dates, ordinals and cardinals are read in the language.
    """

    CHARACTERS = "characters"
    GLYPHS = "glyphs"
    DIGITS = "digits"
    SPELL = "spell"
    KEY = "key"
    DATE = "date"
    ORDINAL = "ordinal"
    CARDINAL = "cardinal"


@dataclass(frozen=True, slots=True)
class SayAs:
    """Characters that are named one by one, or read as what they are said to be; `end` as in
    `Text`. `detail` is the order of a date's fields (`dmy`), or ""."""

    text: str
    start: int
    form: SayAsForm
    end: int = -1
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place whose passing is reported to the client."""

    name: str


@dataclass(frozen=True, slots=True)
class Break:
    """A silence in milliseconds, the same at every rate."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class ProsodyChange:
    """From here on these factors hold (absolute, not nested)."""

    prosody: Prosody


@dataclass(frozen=True, slots=True)
class LanguageChange:
    """From here on the text is in this language; "" is the request's own."""

    language: str


Segment = Text | Pronounced | SayAs | Mark | Break | ProsodyChange | LanguageChange


# ---- what the text stage hands on


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


# ---- phonemes


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


# ---- sound


@dataclass(frozen=True, slots=True)
class WordCue:
    """A word of the request (start..end) begins at sample `offset` of the chunk."""

    offset: int
    start: int
    end: int

    def moved(self, samples: int) -> WordCue:
        """The same cue, `samples` later."""
        return WordCue(self.offset + samples, self.start, self.end)


@dataclass(frozen=True, slots=True)
class MarkCue:
    """A mark lies at sample `offset` of the chunk."""

    offset: int
    name: str

    def moved(self, samples: int) -> MarkCue:
        """The same cue, `samples` later."""
        return MarkCue(self.offset + samples, self.name)


Cue = WordCue | MarkCue


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """Mono samples at `rate` hertz and the cues that lie in them, in order of offset."""

    samples: Samples
    rate: int
    cues: tuple[Cue, ...] = ()

    def after(self, samples: int) -> AudioChunk:
        """What follows the first `samples`."""
        cues = (cue.moved(-samples) for cue in self.cues if cue.offset >= samples)
        return AudioChunk(self.samples[samples:], self.rate, tuple(cues))


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice as a client sees it. `languages` are BCP-47 tags, the best one first; `engine` is
    what its engine calls itself."""

    identifier: str
    name: str
    engine: str
    languages: tuple[str, ...]
    gender: str = ""
    description: str = ""
    has_light: bool = False
    """Whether it has a light variant."""
    words_a_minute: float = 0.0
    """Of running text at rate 1, as measured; 0 where nobody measured it."""
    licence: str = ""
    """As its files tell it; "" where they do not."""
    is_heavy: bool = False
    """Whether it is too slow to begin: another voice does, and it goes on with long texts."""
    companion: str = ""
    """The identifier of the voice that sounds the same, to begin for a heavy one; "" for none."""


# ---- requests


@dataclass(frozen=True, slots=True)
class Reading:
    """How a listener wants to be read to; `capital_pitch` is the factor on F0 of a capital that
    is told by pitch."""

    pauses: Pauses = Pauses.NORMAL
    numbers: Numbers = Numbers.LANGUAGE
    wording: Wording = Wording.NATURAL
    switching: Switching = Switching.ON
    capital_pitch: float = 1.3
    emoji: Emoji = Emoji.NAMES
    alphabet: SpellingAlphabet = SpellingAlphabet.OFF
    word_capitals: WordCapitals = WordCapitals.LETTERS


@dataclass(frozen=True, slots=True)
class Options:
    """How a request is to be spoken; the defaults are those of the D-Bus interface."""

    kind: Kind = Kind.TEXT
    voice: str = ""
    language: str = ""
    prosody: Prosody = field(default_factory=Prosody)
    priority: Priority = Priority.TEXT
    punctuation: Punctuation = Punctuation.NONE
    capitals: Capitals = Capitals.NONE
    resume: bool = False
    reading: Reading = field(default_factory=Reading)
    voices: tuple[tuple[str, str], ...] = ()
    """Tags of languages and the voices that speak them unless `voice` is given."""

    def __post_init__(self) -> None:
        """Raises InvalidOptionError when a factor lies outside its range."""
        for name, limits in (
            ("rate", RATE_RANGE),
            ("pitch", PITCH_RANGE),
            ("pitch_range", INFLECTION_RANGE),
            ("volume", VOLUME_RANGE),
        ):
            value = getattr(self.prosody, name)
            if not limits[0] <= value <= limits[1]:
                raise InvalidOptionError(f"{name} is {value}, not {limits[0]} to {limits[1]}")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One request of one client (its unique bus name)."""

    id: int
    client: str
    text: str
    options: Options = field(default_factory=Options)
