"""A sound as bytes on disk: a head, a description, samples, and a digest over all of it. Pure.

Samples are kept as the 32-bit floats they were rendered as: 16 bits would be half as large and
not the same sound. What is read is untrusted.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass

import numpy as np

from sotto.errors import KeptSoundError
from sotto.messages import AudioChunk, Cue, WordCue
from sotto.synthesis.memory_cache import LONGEST_SECONDS, CachedSound

FORMAT = 1
LARGEST = 2 << 20
"""Bytes of a whole file."""

_MAGIC = b"Sotto\0ph"
_HEAD = struct.Struct("<8sHI16s")
_LARGEST_DESCRIPTION = 64 * 1024
_RATES = range(8000, 48_001)
_LONGEST_NAME = 200


def encode(title: str, sound: CachedSound) -> bytes:
    """`title` says what it is the sound of. Raises KeptSoundError unless `is_keepable`."""
    if not is_keepable(sound):
        raise KeptSoundError("not a sound that can be kept")
    whole = _joined(sound)
    samples = whole.samples.astype("<f4")
    description = {
        "title": title,
        "engine": sound.engine,
        "voice": sound.voice,
        "rate": whole.rate,
        "words": _words(whole),
    }
    encoded = json.dumps(description).encode()
    body = encoded + samples.tobytes()
    return _HEAD.pack(_MAGIC, FORMAT, len(encoded), _digest(body)) + body


def is_keepable(sound: CachedSound) -> bool:
    """Whether there is anything to be heard, not for too long, of one rate, and without marks."""
    if len({chunk.rate for chunk in sound.chunks}) != 1:
        return False
    whole = _joined(sound)
    return _is_sound(whole.samples, whole.rate) and len(whole.cues) == len(_words(whole))


def decode(content: bytes, title: str) -> CachedSound:
    """The sound of `title`. Raises KeptSoundError when the bytes are not that, whole."""
    if len(content) < _HEAD.size:
        raise KeptSoundError("too short")
    magic, version, size, digest = _HEAD.unpack_from(content)
    body = content[_HEAD.size :]
    if magic != _MAGIC or version != FORMAT:
        raise KeptSoundError("not of this format")
    if size > min(len(body), _LARGEST_DESCRIPTION) or _digest(body) != digest:
        raise KeptSoundError("damaged")
    described = _describe(body[:size])
    if described.title != title:
        raise KeptSoundError("the sound of something else")
    return _sound(described, body[size:])


def _joined(sound: CachedSound) -> AudioChunk:
    """All its chunks, at least one, as one."""
    cues: list[Cue] = []
    begin = 0
    for chunk in sound.chunks:
        cues += [cue.moved(begin) for cue in chunk.cues]
        begin += len(chunk.samples)
    samples = np.concatenate([chunk.samples for chunk in sound.chunks])
    return AudioChunk(samples.astype(np.float32), sound.chunks[0].rate, tuple(cues))


@dataclass(frozen=True, slots=True)
class _Header:
    title: str
    engine: str
    voice: str
    rate: int
    words: list[tuple[int, int, int]]


def _describe(encoded: bytes) -> _Header:
    try:
        found = json.loads(encoded)
        title, engine, voice = (str(found[name]) for name in ("title", "engine", "voice"))
        words = [(int(offset), int(start), int(end)) for offset, start, end in found["words"]]
        description = _Header(title, engine, voice, int(found["rate"]), words)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise KeptSoundError(f"not described: {error!r}") from error
    if description.rate not in _RATES or len(engine) + len(voice) > _LONGEST_NAME:
        raise KeptSoundError("described as something impossible")
    return description


def _sound(described: _Header, pcm: bytes) -> CachedSound:
    if len(pcm) % 4:
        raise KeptSoundError("half a sample")
    samples = np.frombuffer(pcm, "<f4").astype(np.float32)
    last = 0
    for offset, start, end in described.words:
        if not (last <= offset <= len(samples) and 0 <= start <= end):
            raise KeptSoundError("words that lie outside")
        last = offset
    if not _is_sound(samples, described.rate):
        raise KeptSoundError("not a sound")
    cues = tuple(WordCue(*word) for word in described.words)
    chunk = AudioChunk(samples, described.rate, cues)
    return CachedSound((chunk,), described.engine, described.voice)


def _is_sound(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]], rate: int) -> bool:
    """Not empty, not too long, and finite within full scale."""
    return 0 < len(samples) < LONGEST_SECONDS * rate and bool((np.abs(samples) <= 1).all())


def _words(chunk: AudioChunk) -> list[tuple[int, int, int]]:
    return [(cue.offset, cue.start, cue.end) for cue in chunk.cues if isinstance(cue, WordCue)]


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).digest()
