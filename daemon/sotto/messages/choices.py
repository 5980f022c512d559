"""What a listener and a client choose from."""

from __future__ import annotations

from enum import Enum, IntEnum


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
