"""Every setting, described once: the bus, the command, the window and the README read it here."""

from __future__ import annotations

# ruff: noqa: RUF009 - `setting` makes a field, as dataclasses' own function does
from dataclasses import dataclass, fields
from enum import Enum

from sotto.chosen import EXAMPLE, LONGEST, read_chosen
from sotto.errors import InvalidOptionError
from sotto.messages import (
    INFLECTION_RANGE,
    PITCH_RANGE,
    RATE_RANGE,
    VOLUME_RANGE,
    Capitals,
    Clarity,
    Emoji,
    Numbers,
    Options,
    Pauses,
    Prosody,
    Punctuation,
    Quality,
    Reading,
    SpellingAlphabet,
    Style,
    Switching,
    WordCapitals,
    Wording,
)
from sotto.settings.description import Page, SettingDescription, check_limits, setting
from sotto.settings.modes import LearnAwake, LogLevel, LongReading, LookAhead
from sotto.settings.programs import EXAMPLE as PROGRAMS
from sotto.settings.programs import LONGEST as LONGEST_PROGRAMS
from sotto.settings.programs import read_programs

LONGEST_STRING = 200
"""Characters of a text, but for the voices of languages: there may be many."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What requests leave open, and how the daemon behaves. All of it holds at once."""

    voice: str = setting(
        "", Page.VOICE, "Voice", "Identifier of a voice; empty: the best one for the language."
    )
    language: str = setting(
        "", Page.VOICE, "Language", "Language of texts, as in: de; empty: that of the session."
    )
    voices: str = setting(
        "",
        Page.VOICE,
        "Voices of languages",
        f"Languages with a voice of their own, as in: {EXAMPLE}.",
    )
    programs: str = setting(
        "",
        Page.VOICE,
        "Programs",
        f"Programs with settings of their own, over what they ask for, as in: {PROGRAMS}.",
    )
    switching: Switching = setting(
        Switching.ON,
        Page.VOICE,
        "Language switching",
        "Whether languages that a text is marked with are followed.",
    )
    style: Style = setting(
        Style.NEUTRAL, Page.VOICE, "Style", "How the voice speaks, on top of speed and pitch."
    )
    quality: Quality = setting(
        Quality.AUTO,
        Page.VOICE,
        "Quality",
        "Light computes less; auto takes it for notifications, to save power, and when late.",
    )
    rate: float = setting(
        1.0, Page.SPEED, "Speed", "Factor on the voice's own speed.", "times", RATE_RANGE
    )
    pitch: float = setting(
        1.0, Page.SPEED, "Pitch", "Factor on the voice's own pitch.", "times", PITCH_RANGE
    )
    pitch_range: float = setting(
        1.0,
        Page.SPEED,
        "Inflection",
        "Factor on the voice's own melody; 0 is monotonous.",
        "times",
        INFLECTION_RANGE,
    )
    volume: float = setting(
        1.0, Page.SPEED, "Volume", "Factor on the voice's own loudness.", "times", VOLUME_RANGE
    )
    pauses: Pauses = setting(
        Pauses.NORMAL,
        Page.SPEED,
        "Pauses",
        "At punctuation and paragraphs; a break that is asked for keeps its length.",
    )
    punctuation: Punctuation = setting(
        Punctuation.NONE, Page.READING, "Punctuation", "How many punctuation signs are named."
    )
    capitals: Capitals = setting(
        Capitals.NONE,
        Page.READING,
        "Capital letters",
        "How they are told: by a word (spell), a higher pitch, or a sound (icon).",
    )
    capital_pitch: float = setting(
        1.3,
        Page.READING,
        "Pitch of capital letters",
        "Factor on the pitch of capital letters that are told by it.",
        "times",
        (1, 2),
    )
    word_capitals: WordCapitals = setting(
        WordCapitals.LETTERS,
        Page.READING,
        "Capitals in words",
        "Told as those of letters are, by words (cap, all cap, mixed cap), or not at all.",
    )
    numbers: Numbers = setting(
        Numbers.LANGUAGE, Page.READING, "Numbers", "As the language reads them, or digit by digit."
    )
    reading: Wording = setting(
        Wording.NATURAL,
        Page.READING,
        "Abbreviations, dates and units",
        "Read in full (natural), or as they are written (literal).",
    )
    emoji: Emoji = setting(
        Emoji.NAMES, Page.READING, "Emoji", "Called by their names, or passed over (off)."
    )
    spelling_alphabet: SpellingAlphabet = setting(
        SpellingAlphabet.OFF,
        Page.READING,
        "Spelling alphabet",
        "Letters that are spelled are called by words (phonetic): alpha, bravo, charlie.",
    )
    device: str = setting(
        "",
        Page.SOUND,
        "Output device",
        "Name of a sound device; empty, or when it is gone: the default one.",
    )
    clarity: Clarity = setting(
        Clarity.OFF,
        Page.SOUND,
        "Clarity",
        "Shapes speech to be understood in noise, and no louder.",
    )
    keep_awake_s: float = setting(
        0.0,
        Page.SOUND,
        "Keep the device awake",
        "Silence is played for so long after speech, so that no first syllable is lost.",
        "seconds",
        (0, 3600),
    )
    keep_awake_bluetooth_s: float = setting(
        0.0,
        Page.SOUND,
        "Keep Bluetooth awake",
        "At least so long on Bluetooth devices.",
        "seconds",
        (0, 3600),
    )
    keep_awake_hdmi_s: float = setting(
        0.0,
        Page.SOUND,
        "Keep HDMI awake",
        "At least so long on HDMI and DisplayPort devices.",
        "seconds",
        (0, 3600),
    )
    keep_awake_usb_s: float = setting(
        0.0,
        Page.SOUND,
        "Keep USB awake",
        "At least so long on USB devices.",
        "seconds",
        (0, 3600),
    )
    learn_awake: LearnAwake = setting(
        LearnAwake.ON,
        Page.SOUND,
        "Learn what devices need",
        "A device that woke late is kept awake longer, where no time is set above.",
    )
    ducking: float = setting(
        1.0,
        Page.SOUND,
        "Other sound while speaking",
        "Factor on the volume of other programs while Sotto speaks; 1 leaves it.",
        "times",
        (0, 1),
    )
    idle_after_s: float = setting(
        2.0,
        Page.SOUND,
        "Let the device sleep after",
        "Seconds of silence after which the sound device may sleep.",
        "seconds",
        (0.1, 600),
    )
    deadline_ms: int = setting(
        100,
        Page.SYSTEM,
        "Deadline",
        "When there is no sound for so long, espeak-ng speaks instead.",
        "milliseconds",
        (20, 5000),
    )
    cache_mb: int = setting(
        8,
        Page.SYSTEM,
        "Sound kept in memory",
        "For short texts that come again; 0 keeps none.",
        "megabytes",
        (0, 64),
    )
    memory_mb: int = setting(
        128,
        Page.SYSTEM,
        "Memory",
        "For the daemon; added voices beyond it leave memory until they speak, the last one stays.",
        "megabytes",
        (64, 4096),
    )
    long_reading: LongReading = setting(
        LongReading.AUTO,
        Page.SYSTEM,
        "Long reading",
        "Whether a heavy voice (Kokoro) goes on with long texts: not on battery (auto), or always.",
    )
    phrase_cache_mb: int = setting(
        32,
        Page.SYSTEM,
        "Phrases kept on disk",
        "Sound of letters, keys and phrases of the interface; 0 keeps none.",
        "megabytes",
        (0, 1024),
    )
    look_ahead: LookAhead = setting(
        LookAhead.ON,
        Page.SYSTEM,
        "Look-ahead",
        "Whether what a screen reader may say next is made ready before it asks.",
    )
    log_level: LogLevel = setting(
        LogLevel.INFO, Page.SYSTEM, "Log", "How much the daemon writes to the journal."
    )

    def __post_init__(self) -> None:
        """Raises InvalidOptionError when a value lies outside its range."""
        read_chosen("voices", self.voices)
        for chosen in read_programs(self.programs).values():
            for name, text in chosen.items():
                from_text(name, text)
        for each in fields(self):
            check_limits(each.name, getattr(self, each.name), each.metadata["limits"])

    def options(self) -> Options:
        """The defaults of a request; voice and language stay open."""
        factors = self.rate, self.pitch, self.pitch_range, self.volume
        prosody = Prosody(*factors, self.style, self.clarity, self.quality)
        reading = Reading(
            self.pauses,
            self.numbers,
            self.reading,
            self.switching,
            self.capital_pitch,
            self.emoji,
            self.spelling_alphabet,
            self.word_capitals,
        )
        return Options(
            prosody=prosody,
            punctuation=self.punctuation,
            capitals=self.capitals,
            reading=reading,
        )

    def voice_of_language(self) -> dict[str, str]:
        """The voices that languages or their varieties have, by tag."""
        return dict(read_chosen("voices", self.voices))


WORDS_PER_MINUTE = SettingDescription(
    "words_per_minute",
    Page.SPEED,
    0,
    "Words a minute",
    "The speed as English text has it; another way to say how fast, kept as the factor.",
    "words a minute",
    (80, 900),
)
"""Follows from the rate and the voice; it is not kept itself."""


def describe() -> tuple[SettingDescription, ...]:
    """All settings, in the order in which people are shown them."""
    return tuple(
        SettingDescription(each.name, default=each.default, **each.metadata) for each in _FIELDS
    )


def describe_all() -> tuple[SettingDescription, ...]:
    """What is kept, and beside the rate what follows from it."""
    kept = describe()
    at = next(index for index, each in enumerate(kept) if each.name == "rate")
    return (*kept[:at], WORDS_PER_MINUTE, *kept[at:])


def convert(name: str, value: object) -> object:
    """What a file or a caller gives, as the setting takes it. Raises InvalidOptionError."""
    found = next((each for each in _FIELDS if each.name == name), None)
    if found is None:
        raise InvalidOptionError(f"there is no setting {name[:LONGEST_STRING]!r}")
    made = _converted(name, value, found.default)
    Settings(**{name: made})  # type: ignore[arg-type]
    return made


def _converted(name: str, value: object, default: object) -> object:
    value = FORMER_VALUES.get((name, str(value)), value)
    if isinstance(default, Enum):
        try:
            return type(default)(value)
        except ValueError as error:
            choices = ", ".join(str(each.value) for each in type(default))
            raise InvalidOptionError(f"{name} is not one of {choices}") from error
    if isinstance(default, float) and type(value) is int:
        return float(value)
    if type(value) is not type(default):
        raise InvalidOptionError(f"{name} is not a {_TYPE_NAMES[type(default)]}")
    longest = _LONGEST.get(name, LONGEST_STRING)
    if isinstance(value, str) and len(value) > longest:
        raise InvalidOptionError(f"{name} is too long")
    return value


def from_text(name: str, text: str) -> object:
    """A setting of a program, as people write it. Raises InvalidOptionError."""
    if name not in PER_PROGRAM:
        raise InvalidOptionError(f"{name} is no setting that a program can have for itself")
    default = next(each.default for each in _FIELDS if each.name == name)
    return convert(name, _number(name, text) if isinstance(default, float) else text)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InvalidOptionError(f"{name} is {text!r}, which is not a number") from error


def plain(value: object) -> object:
    """A setting's value as files and the bus have it."""
    return value.value if isinstance(value, Enum) else value


FORMER_NAMES = {"abbreviations": "reading"}
"""What settings were called once; files may still have it."""

FORMER_VALUES = {("numbers", "natural"): "language"}

_TYPE_NAMES: dict[type, str] = {str: "text in quotes", float: "number", int: "whole number"}
_FIELDS = fields(Settings)
_LONGEST = {"voices": LONGEST, "programs": LONGEST_PROGRAMS}
PER_PROGRAM = frozenset(
    """voice language switching style quality rate pitch pitch_range volume pauses punctuation
    capitals capital_pitch word_capitals numbers reading emoji spelling_alphabet""".split()
) | {"clarity"}
"""What a program can have for itself."""
