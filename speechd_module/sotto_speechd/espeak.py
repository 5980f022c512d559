"""libespeak-ng through ctypes: the module's own plain voice for when the daemon is away.

A binding of its own, since the module works without anything of the daemon's. The library
keeps global state: one caller at a time. Source of every constant and structure: its public
header speak_lib.h.
"""

from __future__ import annotations

import ctypes
import re
import threading
from bisect import bisect_right
from collections import deque
from itertools import accumulate

from sotto_speechd.errors import PlainVoiceError
from sotto_speechd.pieces import Mark, Sound, Take, Word
from sotto_speechd.request import Request

_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_UTF8, _SSML = 1, 0x10
_RATE, _VOLUME, _PITCH, _RANGE, _PUNCTUATION, _CAPITALS = 1, 2, 3, 4, 5, 6
_EVENT_END, _EVENT_WORD = 0, 1
_BUFFER_MS = 20
_WORDS_PER_MINUTE = 175
_PUNCTUATIONS = {"none": 0, "all": 1, "some": 2, "most": 1}
_CAPITAL_SIGNS = {"none": 0, "icon": 1, "spell": 2}
_SAY_AS = {"character": "tts:char", "key": "tts:key"}
_MARK = re.compile(r"""<mark\s[^<>]*?name\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>""")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


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


class PlainVoice:
    """The library, loaded when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lib: ctypes.CDLL | None = None
        self._rate = 0
        self._done = 0
        self._take: Take = lambda _: False
        self._marks: deque[tuple[int, Mark]] = deque()
        self._ends: list[int] = []
        # The library keeps a bare pointer to it.
        self._callback = _Callback(self._collect)

    def rate(self) -> int:
        """Hertz. Raises PlainVoiceError."""
        with self._lock:
            self._load()
            return self._rate

    def speak(self, request: Request, take: Take) -> None:
        """Synthesize it piece by piece; returns when all is taken. Raises PlainVoiceError."""
        with self._lock:
            lib = self._load()
            self._set(lib, request)
            self._done, self._take = 0, take
            self._marks = _marks(request)
            self._ends = _ends(request)
            data = _markup(request).replace("\0", " ").encode("utf-8", "replace") + b"\0"
            if lib.espeak_Synth(data, len(data), 0, 1, 0, _UTF8 | _SSML, None, None) != 0:
                raise PlainVoiceError("libespeak-ng could not speak")
            while self._marks and take(self._marks[0][1]):
                self._marks.popleft()

    def _load(self) -> ctypes.CDLL:
        if self._lib is not None:
            return self._lib
        try:
            lib = ctypes.CDLL("libespeak-ng.so.1")
        except OSError as error:
            raise PlainVoiceError(f"libespeak-ng is not installed: {error}") from error
        lib.espeak_Synth.argtypes = [
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int),
            *(ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p),
        ]
        rate = lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, None, _DONT_EXIT)
        if rate <= 0:
            raise PlainVoiceError("libespeak-ng found no data files")
        lib.espeak_SetSynthCallback(self._callback)
        self._lib, self._rate = lib, rate
        return lib

    def _set(self, lib: ctypes.CDLL, request: Request) -> None:
        language = request.language.lower()
        for name in (language, language.split("-")[0], "en"):
            if name and lib.espeak_SetVoiceByName(name.encode()) == 0:
                break
        for parameter, value in (
            (_RATE, _WORDS_PER_MINUTE * request.rate),
            (_VOLUME, 100 * request.volume),
            (_PITCH, 50 * request.pitch),
            (_RANGE, 50 * request.pitch_range),
            (_PUNCTUATION, _PUNCTUATIONS[request.punctuation]),
            (_CAPITALS, _CAPITAL_SIGNS[request.capitals]),
        ):
            lib.espeak_SetParameter(parameter, round(value), 0)

    def _collect(self, wav: ctypes._Pointer[ctypes.c_short], count: int, events: object) -> int:
        pcm = ctypes.string_at(wav, 2 * count) if wav and count > 0 else b""
        start, index, wanted = 0, 0, True
        while wanted and events[index].type != _EVENT_END:  # type: ignore[index]
            event = events[index]  # type: ignore[index]
            if event.type == _EVENT_WORD:
                at = min(max(2 * (event.sample - self._done), start), len(pcm))
                wanted = at == start or self._take(Sound(pcm[start:at]))
                wanted = wanted and self._word(event.text_position - 1, event.length)
                start = at
            index += 1
        if wanted and start < len(pcm):
            wanted = self._take(Sound(pcm[start:]))
        self._done += len(pcm) // 2
        return int(not wanted)

    def _word(self, start: int, length: int) -> bool:
        """A word begins, and with it the marks before it. -1: the library knows no place."""
        start = bisect_right(self._ends, start) if self._ends and start >= 0 else start
        while self._marks and self._marks[0][0] <= start:
            if not self._take(self._marks.popleft()[1]):
                return False
        return start < 0 or self._take(Word(start, start + length))


def _marks(request: Request) -> deque[tuple[int, Mark]]:
    """Where the marks are in the text; the library's own events lose some and move others."""
    found = _MARK.finditer(request.text) if request.kind == "ssml" else ()
    return deque((each.end(), Mark(_unescaped(each[1] or each[2] or ""))) for each in found)


def _ends(request: Request) -> list[int]:
    """Where the characters of a plain text end in its markup, in which the library counts."""
    if request.kind != "text":
        return []
    return list(accumulate(len(_escaped(char)) for char in request.text))


def _escaped(char: str) -> str:
    return f"&#{ord(char)};"


def _unescaped(text: str) -> str:
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text


def _markup(request: Request) -> str:
    if request.kind == "ssml":
        return request.text
    text = "".join(map(_escaped, request.text))
    if request.kind == "text":
        return text
    return f'<say-as interpret-as="{_SAY_AS[request.kind]}">{text}</say-as>'
