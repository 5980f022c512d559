"""Sound of short utterances that were spoken or asked for ahead of time, bounded in bytes.

What is kept are the very chunks that were rendered, so a hit sounds as the miss did.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace

from sotto.messages import AudioChunk, Cue, Kind, MarkCue, Options, Priority
from sotto.synthesis.progress import Progress

DEFAULT_BYTES = 8 * 1024 * 1024
LONGEST_SECONDS = 4.0
"""Longer utterances are not kept: they seldom come again, and push out many that do. Of those
that were asked for ahead of time the beginning is kept."""

SHORT_SECONDS = 1.0
"""Letters, names of keys and most words; rows and lines take longer."""

SHORT_SHARE = 0.9
"""At a rate of 1 the letters of two manners take 2.4 MB of the default's 8, and some 3 more what is
looked ahead to of what may be typed."""

HEAD_SECONDS = 0.7
"""Of such a beginning, at least: while it sounds, it is rendered again with what follows."""

_OVERHEAD = 512
_CUE = 160
"""Bytes of one, its numbers included."""


@dataclass(frozen=True, slots=True)
class CachedSound:
    """A whole utterance, or the beginning of one: its chunks and who spoke it. `reached` is how
    far a beginning goes, None for the whole."""

    chunks: tuple[AudioChunk, ...]
    engine: str
    voice: str
    reached: Progress | None = None

    @property
    def size(self) -> int:
        """Bytes, about."""
        return sum(map(_chunk_size, self.chunks)) + _OVERHEAD


class MemoryCache:
    """Least recently used sound goes first, what is short only while it takes more than
    `SHORT_SHARE`: letters come again, and lines that a reader looks ahead to would push them all
    out. `bytes_limit` 0 keeps nothing."""

    def __init__(self, bytes_limit: int = DEFAULT_BYTES) -> None:
        self._limit = bytes_limit
        self._short, self._long = _Shelf(), _Shelf()

    def __len__(self) -> int:
        return len(self._short.sounds) + len(self._long.sounds)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._short.sounds or key in self._long.sounds

    @property
    def keeps_any(self) -> bool:
        """Whether anything is kept at all."""
        return self._limit > 0

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._short.size + self._long.size

    def has_whole(self, key: Hashable) -> bool:
        """Whether all of its sound is here."""
        sound = self._shelf_of(key).sounds.get(key)
        return sound is not None and sound.reached is None

    def get(self, key: Hashable) -> CachedSound | None:
        """The sound, if known; it becomes the most recently used."""
        sounds = self._shelf_of(key).sounds
        if key in sounds:
            sounds.move_to_end(key)
        return sounds.get(key)

    def put(self, key: Hashable, sound: CachedSound) -> None:
        """Keep a sound; one that is too long or too large is not kept."""
        seconds = sum(len(chunk.samples) / chunk.rate for chunk in sound.chunks)
        if seconds >= LONGEST_SECONDS or _size(key, sound) > self._limit:
            return
        self._shelf_of(key).drop(key)
        (self._short if seconds <= SHORT_SECONDS else self._long).put(key, sound)
        while self.size > self._limit:
            is_crowded = self._short.size > SHORT_SHARE * self._limit or not self._long.sounds
            (self._short if is_crowded else self._long).drop_oldest()

    def clear(self) -> None:
        """Forget everything."""
        self._short, self._long = _Shelf(), _Shelf()

    def _shelf_of(self, key: Hashable) -> _Shelf:
        return self._short if key in self._short.sounds else self._long


class _Shelf:
    """Sounds, the least recently used first, and their bytes."""

    def __init__(self) -> None:
        self.sounds: OrderedDict[Hashable, CachedSound] = OrderedDict()
        self.size = 0

    def put(self, key: Hashable, sound: CachedSound) -> None:
        self.sounds[key] = sound
        self.size += _size(key, sound)

    def drop(self, key: Hashable) -> None:
        if (old := self.sounds.pop(key, None)) is not None:
            self.size -= _size(key, old)

    def drop_oldest(self) -> None:
        self.drop(next(iter(self.sounds)))


@dataclass(frozen=True, slots=True)
class SoundKey:
    """All that decides how a text sounds: what the request said of it, whole, and the daemon's
    defaults where it left voice or language open."""

    text: str
    options: Options
    voice: str = ""
    language: str = ""
    words: str = ""
    """The revision of the listener's own words."""

    @property
    def manner(self) -> SoundKey:
        """How it is said, whatever is said."""
        return replace(self, text="", options=replace(self.options, kind=Kind.TEXT))

    def of(self, kind: Kind, text: str) -> SoundKey:
        """Another text said in this manner."""
        return replace(self, text=text, options=replace(self.options, kind=kind))


def cache_key(text: str, options: Options, voice: str, language: str, words: str = "") -> SoundKey:
    """`voice` and `language` are the daemon's defaults.

    Which options change the sound is not asked: all count but those that only decide whose
    turn it is.
    """
    return SoundKey(
        text,
        replace(options, priority=Priority.TEXT, resume=False),
        "" if options.voice else voice,
        "" if options.language else language,
        words,
    )


def _size(key: Hashable, sound: CachedSound) -> int:
    """Bytes of both, about: markup may make a text of any length of a short sound."""
    return sound.size + (sys.getsizeof(key.text) if isinstance(key, SoundKey) else 0)


def _chunk_size(chunk: AudioChunk) -> int:
    return chunk.samples.nbytes + _OVERHEAD + sum(map(_cue_size, chunk.cues))


def _cue_size(cue: Cue) -> int:
    return _CUE + (sys.getsizeof(cue.name) if isinstance(cue, MarkCue) else 0)
