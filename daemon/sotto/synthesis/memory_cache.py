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
    """Least recently used sound goes first; `bytes_limit` 0 keeps nothing."""

    def __init__(self, bytes_limit: int = DEFAULT_BYTES) -> None:
        self._limit = bytes_limit
        self._sounds: OrderedDict[Hashable, CachedSound] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._sounds)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._sounds

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._size

    def has_whole(self, key: Hashable) -> bool:
        """Whether all of its sound is here."""
        return key in self._sounds and self._sounds[key].reached is None

    def get(self, key: Hashable) -> CachedSound | None:
        """The sound, if known; it becomes the most recently used."""
        if key in self._sounds:
            self._sounds.move_to_end(key)
        return self._sounds.get(key)

    def put(self, key: Hashable, sound: CachedSound) -> None:
        """Keep a sound; one that is too long or too large is not kept."""
        seconds = sum(len(chunk.samples) / chunk.rate for chunk in sound.chunks)
        if seconds >= LONGEST_SECONDS or _size(key, sound) > self._limit:
            return
        self._forget(key)
        self._sounds[key] = sound
        self._size += _size(key, sound)
        while self._size > self._limit:
            self._forget(next(iter(self._sounds)))

    def clear(self) -> None:
        """Forget everything."""
        self._sounds.clear()
        self._size = 0

    def _forget(self, key: Hashable) -> None:
        if (old := self._sounds.pop(key, None)) is not None:
            self._size -= _size(key, old)


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
