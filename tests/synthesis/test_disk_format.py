"""Sounds as bytes: what comes back is what went in, or an error."""

from __future__ import annotations

import hashlib
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sotto.errors import KeptSoundError
from sotto.messages import AudioChunk, Cue, MarkCue, WordCue
from sotto.synthesis.disk_format import FORMAT, decode, encode, is_keepable
from sotto.synthesis.memory_cache import CachedSound
from speech.stage import RATE

TITLE = "a phrase"
HEAD = struct.Struct("<8sHI16s")


def chunk(samples: int, *cues: Cue, seed: int = 0, rate: int = RATE) -> AudioChunk:
    chance = np.random.default_rng(seed)
    return AudioChunk(chance.uniform(-1, 1, samples).astype(np.float32), rate, cues)


def sound(*chunks: AudioChunk) -> CachedSound:
    return CachedSound(chunks, "neural", "sotto:linda")


SOUND = sound(chunk(900, WordCue(0, 0, 4)), chunk(500, WordCue(20, 5, 11), seed=1))


def test_what_was_kept_comes_back_to_the_bit() -> None:
    back = decode(encode(TITLE, SOUND), TITLE)
    (one,) = back.chunks
    expected = np.concatenate([each.samples for each in SOUND.chunks])
    assert one.samples.tobytes() == expected.tobytes()
    assert one.cues == (WordCue(0, 0, 4), WordCue(920, 5, 11))
    assert (one.rate, back.engine, back.voice) == (RATE, "neural", "sotto:linda")
    assert one.samples.flags.writeable


def test_the_same_sound_is_the_same_bytes() -> None:
    assert encode(TITLE, SOUND) == encode(TITLE, decode(encode(TITLE, SOUND), TITLE))
    assert is_keepable(SOUND)


@given(st.integers(0, 1 << 30), st.integers(0, 7))
@settings(max_examples=200, deadline=None)
def test_no_flipped_bit_goes_unnoticed(place: int, bit: int) -> None:
    content = bytearray(encode(TITLE, SOUND))
    content[place % len(content)] ^= 1 << bit
    with pytest.raises(KeptSoundError):
        decode(bytes(content), TITLE)


@pytest.mark.parametrize("size", [0, 1, HEAD.size - 1, HEAD.size, 100, 1000, -1])
def test_what_is_cut_off_is_noticed(size: int) -> None:
    with pytest.raises(KeptSoundError):
        decode(encode(TITLE, SOUND)[:size], TITLE)


def test_what_is_too_long_is_noticed() -> None:
    with pytest.raises(KeptSoundError):
        decode(encode(TITLE, SOUND) + b"\0" * 4, TITLE)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_anything_else_is_no_sound(content: bytes) -> None:
    with pytest.raises(KeptSoundError):
        decode(content, TITLE)


def test_another_format_is_left_alone() -> None:
    content = bytearray(encode(TITLE, SOUND))
    struct.pack_into("<H", content, 8, FORMAT + 1)
    with pytest.raises(KeptSoundError, match="format"):
        decode(bytes(content), TITLE)


def test_the_sound_of_something_else_is_not_taken() -> None:
    with pytest.raises(KeptSoundError, match="something else"):
        decode(encode("another", SOUND), TITLE)


@pytest.mark.parametrize(
    "wrong",
    [
        sound(),
        sound(chunk(0)),
        sound(chunk(4 * RATE)),
        sound(chunk(10), chunk(10, rate=16_000)),
        sound(chunk(10, MarkCue(0, "m"))),
        sound(AudioChunk(np.full(10, 1.5, np.float32), RATE)),
        sound(AudioChunk(np.full(10, np.nan, np.float32), RATE)),
    ],
)
def test_what_could_not_come_back_is_refused(wrong: CachedSound) -> None:
    assert not is_keepable(wrong)
    with pytest.raises(KeptSoundError):
        encode(TITLE, wrong)


def forged(samples: bytes = b"\0" * 40, **changed: object) -> bytes:
    """A file whose digest is right and whose description may not be."""
    description = {"title": TITLE, "engine": "e", "voice": "v", "rate": RATE, "words": []}
    encoded = json.dumps(description | changed).encode()
    body = encoded + samples
    digest = hashlib.blake2b(body, digest_size=16).digest()
    return HEAD.pack(b"Sotto\0ph", FORMAT, len(encoded), digest) + body


def test_a_forged_one_would_be_taken() -> None:
    assert len(decode(forged(), TITLE).chunks[0].samples) == 10


@pytest.mark.parametrize(
    "content",
    [
        forged(rate=1),
        forged(rate=float("nan")),
        forged(rate=float("inf")),
        forged(rate="fast"),
        forged(rate=None),
        forged(engine="e" * 1000),
        forged(words=3),
        forged(words=[[1, 2]]),
        forged(words=[[11, 0, 1]]),
        forged(words=[[-1, 0, 1]]),
        forged(words=[[5, 0, 1], [4, 1, 2]]),
        forged(words=[[0, 2, 1]]),
        forged(b"\0" * 41),
        forged(b""),
        forged(np.full(10, np.inf, "<f4").tobytes()),
        forged(np.full(10, 2, "<f4").tobytes()),
        forged(b"\0" * 4 * 4 * RATE),
    ],
)
def test_a_forged_description_is_refused(content: bytes) -> None:
    with pytest.raises(KeptSoundError):
        decode(content, TITLE)
