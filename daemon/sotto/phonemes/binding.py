"""libespeak-ng through ctypes: phonemes and plain speech, no thread of its own.

The library keeps global state: all calls must come from one thread (see `owner`). numpy is
imported where it is needed only, so that a process of its own (see `instance`) stays small.
Source of every constant and structure: libespeak-ng's public header speak_lib.h.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sotto.errors import PhonemesError
from sotto.phonemes.mnemonics import QUESTIONS, learned, without_brackets
from sotto.phonemes.tongues import files_by_name

if TYPE_CHECKING:
    from sotto.messages import Samples

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_NAMES = 0x100
_IPA = 0x02
_SEPARATOR = "_"
_EVENT_END = 0
_EVENT_WORD = 1
_POSITION_CHARACTER = 1
_BUFFER_MS = 60


class _VoiceRecord(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_uint64),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class EspeakVoice:
    """A voice of libespeak-ng: its file name and its BCP-47 tags, the best one first."""

    identifier: str
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordPosition:
    """A word of the text (code point offset) begins at that sample."""

    character: int
    sample: int


OnSound = Callable[[bytes, list[WordPosition]], None]
"""Takes samples as 16 bit integers, and the words that begin up to there."""


class Library(Protocol):
    """What is asked of an instance of libespeak-ng, in this process or another."""

    @property
    def sample_rate(self) -> int:
        """Hertz."""
        ...

    def data_folder(self) -> Path:
        """Where its data files are. Raises PhonemesError when it does not tell."""
        ...

    def voices(self) -> tuple[EspeakVoice, ...]:
        """Every voice of the installed data files."""
        ...

    def set_voice(self, name: str) -> None:
        """Choose a voice by file name or language tag. Raises PhonemesError."""
        ...

    def phoneme_groups(self, text: str) -> list[str]:
        """IPA of `text`: one string a spoken word, its symbols joined by `_`."""
        ...

    def phoneme_groups_of(self, texts: Sequence[str]) -> list[list[str]]:
        """The same of several texts, one after the other."""
        ...

    def names(self) -> Mapping[str, str]:
        """IPA symbols and the voice's own names of them; empty where it takes none."""
        ...

    def set_parameter(self, number: int, value: int) -> None:
        """Set one of espeak_PARAMETER (1 rate, 2 volume, 3 pitch, 4 range)."""
        ...

    def synthesize(
        self, text: str, stopped: Callable[[], bool], *, has_names: bool = False
    ) -> tuple[Samples, list[WordPosition]]:
        """Speak `text` into memory: samples [n] at `sample_rate` and where words begin.

        True of `stopped` ends it early. With `has_names`, what stands in it between double
        brackets are names of sounds. Raises PhonemesError.
        """
        ...


class EspeakLibrary:
    """The library, initialised. Raises PhonemesError when it is not installed."""

    def __init__(self) -> None:
        try:
            self._lib = ctypes.CDLL("libespeak-ng.so.1")
        except OSError as error:
            raise PhonemesError(f"libespeak-ng is not installed: {error}") from error
        self._declare()
        self.sample_rate: int = self._lib.espeak_Initialize(
            _SYNCHRONOUS, _BUFFER_MS, None, _DONT_EXIT
        )
        if self.sample_rate <= 0:
            raise PhonemesError("libespeak-ng found no data files")
        self._callback = _Callback(self._collect)
        self._lib.espeak_SetSynthCallback(self._callback)
        self._voice = ""
        self._names: dict[str, dict[str, str]] = {}
        self._on_sound: OnSound = _ignore
        self._stopped: Callable[[], bool] = bool

    def _declare(self) -> None:
        lib = self._lib
        lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        lib.espeak_TextToPhonemes.argtypes = [
            ctypes.POINTER(ctypes.c_char_p),
            ctypes.c_int,
            ctypes.c_int,
        ]
        lib.espeak_Info.restype = ctypes.c_char_p
        lib.espeak_Info.argtypes = [ctypes.POINTER(ctypes.c_char_p)]
        lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
        lib.espeak_ListVoices.argtypes = [ctypes.c_void_p]
        lib.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]

    def data_folder(self) -> Path:
        """Where its data files are. Raises PhonemesError when it does not tell."""
        path = ctypes.c_char_p()
        self._lib.espeak_Info(ctypes.byref(path))
        if not path.value:
            raise PhonemesError("libespeak-ng does not tell where its data files are")
        return Path(os.fsdecode(path.value))

    def voices(self) -> tuple[EspeakVoice, ...]:
        """Every voice of the installed data files."""
        records = self._lib.espeak_ListVoices(None)
        found = []
        index = 0
        while records[index]:
            record = records[index].contents
            found.append(
                EspeakVoice(
                    record.identifier.decode(), record.name.decode(), _tags(record.languages)
                )
            )
            index += 1
        return tuple(found)

    def set_voice(self, name: str) -> None:
        """Choose a voice by file name or language tag. Raises PhonemesError."""
        if name == self._voice:
            return
        # By its file: release 1.51 does not find some of the tags that it lists, fr-fr and en-gb.
        tag, plus, variant = name.partition("+")
        file = self._files.get(tag.lower(), tag)
        if self._lib.espeak_SetVoiceByName((file + plus + variant).encode()) != 0:
            raise PhonemesError(f"libespeak-ng has no voice {name!r}")
        self._voice = name

    @cached_property
    def _files(self) -> dict[str, str]:
        return files_by_name(self.voices())

    def phoneme_groups(self, text: str) -> list[str]:
        """IPA of `text`: one string a spoken word, its symbols joined by `_`."""
        return self._groups(without_brackets(text))

    def _groups(self, text: str) -> list[str]:
        # Without a blank at the end the library keeps a last clause of one letter ("8, b")
        # to itself and puts it in front of the next text.
        blank_ended = text.replace("\0", " ") + " "
        pointer = ctypes.c_char_p(blank_ended.encode("utf-8", "replace"))
        groups: list[str] = []
        while pointer.value:
            ipa = self._lib.espeak_TextToPhonemes(
                ctypes.byref(pointer), _UTF8, _IPA | ord(_SEPARATOR) << 8
            )
            if ipa:
                groups.extend(ipa.decode("utf-8", "replace").split())
        return groups

    def phoneme_groups_of(self, texts: Sequence[str]) -> list[list[str]]:
        """The same of several texts, one after the other."""
        return [self.phoneme_groups(text) for text in texts]

    def names(self) -> Mapping[str, str]:
        """IPA symbols and the voice's own names of them; empty where it takes none."""
        if self._voice not in self._names:
            self._speak(" ", has_names=True)  # only speech tells the library to take them
            self._names[self._voice] = learned(self._groups(asked) for _, asked, _ in QUESTIONS)
        return self._names[self._voice]

    def set_parameter(self, number: int, value: int) -> None:
        """Set one of espeak_PARAMETER (1 rate, 2 volume, 3 pitch, 4 range)."""
        self._lib.espeak_SetParameter(number, value, 0)

    def synthesize(
        self, text: str, stopped: Callable[[], bool], *, has_names: bool = False
    ) -> tuple[Samples, list[WordPosition]]:
        """Speak `text` into memory: samples [n] at `sample_rate` and where words begin.

        `stopped` is asked every 60 ms of sound; True ends the synthesis early.
        """
        pieces: list[bytes] = []
        found: list[WordPosition] = []

        def collect(sound: bytes, positions: list[WordPosition]) -> None:
            pieces.append(sound)
            found.extend(positions)

        self.say(text, collect, stopped, has_names=has_names)
        return samples(b"".join(pieces)), found

    def say(
        self,
        text: str,
        on_sound: OnSound,
        stopped: Callable[[], bool],
        *,
        has_names: bool = False,
    ) -> None:
        """Speak `text`, piece by piece. Raises PhonemesError."""
        self._on_sound, self._stopped = on_sound, stopped
        status = self._speak(text, has_names=has_names)
        self._on_sound, self._stopped = _ignore, bool
        if status != 0:
            raise PhonemesError(f"libespeak-ng could not speak (status {status})")

    def _speak(self, text: str, *, has_names: bool) -> int:
        data = text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
        flags = _UTF8 | _NAMES if has_names else _UTF8
        spoken = self._lib.espeak_Synth(
            data, len(data), 0, _POSITION_CHARACTER, 0, flags, None, None
        )
        return int(spoken)

    def _collect(self, wav: ctypes._Pointer[ctypes.c_short], count: int, events: object) -> int:
        sound = ctypes.string_at(wav, 2 * count) if wav and count > 0 else b""
        positions = []
        index = 0
        while events[index].type != _EVENT_END:  # type: ignore[index]
            event = events[index]  # type: ignore[index]
            if event.type == _EVENT_WORD:
                positions.append(WordPosition(event.text_position - 1, event.sample))
            index += 1
        self._on_sound(sound, positions)
        return int(self._stopped())


def samples(sound: bytes) -> Samples:
    """16 bit integers of this machine as samples [n]."""
    import numpy as np

    return np.frombuffer(sound, np.int16).astype(np.float32) / np.float32(32768.0)


def _ignore(sound: bytes, positions: list[WordPosition]) -> None:
    """Nobody speaks."""


def _tags(address: int) -> tuple[str, ...]:
    """The tags of a voice: a priority byte and a C string each, ended by a zero byte."""
    tags: list[tuple[int, str]] = []
    while address and ctypes.string_at(address, 1) != b"\0":
        tag = ctypes.string_at(address + 1)
        tags.append((ctypes.string_at(address, 1)[0], tag.decode()))
        address += len(tag) + 2
    return tuple(tag for _, tag in sorted(tags, key=lambda item: item[0]))
