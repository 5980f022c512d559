"""Measures of sound alone: quality scores, intonation, loudness, clipping and distance."""

from collections.abc import Sequence

import numpy as np

from sotto_models.clips import load_features
from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.evaluation.listening import LISTS
from sotto_models.evaluation.systems import Line, Natural, System
from sotto_models.latents import FloatArray
from sotto_models.readers import Reader
from sotto_models.spectrum import active_level

FULL = 0.999
NARROW_RATE = 16000
# Hertz; what DNSMOS and PESQ hear.


def judge_quality(sounds: Sequence[FloatArray]) -> dict[str, float]:
    """Return the mean DNSMOS overall and P.808 scores, which compare builds and no more."""
    from speechmos import dnsmos

    scores = []
    for sound in sounds:
        narrow = narrowed(sound)
        level = 0.08 / (np.sqrt(np.mean(narrow**2)) + 1e-9)
        scores.append(dnsmos.run(np.clip(narrow * level, -1, 1).astype(np.float32), NARROW_RATE))
    return {
        "ovrl": float(np.mean([score["ovrl_mos"] for score in scores])),
        "p808": float(np.mean([score["p808_mos"] for score in scores])),
    }


def narrowed(sound: FloatArray) -> FloatArray:
    """Return a sound at NARROW_RATE."""
    import soxr

    narrow = soxr.resample(sound.astype(np.float64), SAMPLE_RATE, NARROW_RATE)
    return np.asarray(narrow, dtype=np.float32)


def level_spread(sounds: Sequence[FloatArray]) -> float:
    """Return the standard deviation of the level of speech over sounds, in decibels."""
    return float(np.std([active_level(sound) for sound in sounds]))


def judge_loudness(system: System, sounds: Sequence[FloatArray]) -> dict[str, float]:
    """Return level and its spread over sentences, phrases and letters, and what is clipped."""
    made: dict[str, Sequence[FloatArray]] = {"sentences": sounds}
    if not isinstance(system, Natural):
        for kind in ("phrases", "letters"):
            form, items = LISTS[kind]
            made[kind] = [system.say(Line(item, "en-us", form)) for item in items]
    whole = np.concatenate([sound for found in made.values() for sound in found])
    return {
        "level": float(np.mean([active_level(sound) for sound in sounds])),
        **{f"{kind}_spread": level_spread(found) for kind, found in made.items()},
        "peak": float(np.max(np.abs(whole))),
        "clipped": int(np.sum(np.abs(whole) >= FULL)),
    }


def judge_likeness(
    reader: Reader, sounds: Sequence[FloatArray], natural: Sequence[FloatArray]
) -> dict[str, float]:
    """Compare sounds with a reader's: warped distance, length, median and spread of F0."""
    from sotto_models.measures import measure_prosody, warped_distortion

    ours = [measure_prosody(sound, reader.lowest_pitch) for sound in sounds]
    theirs = [measure_prosody(sound, reader.lowest_pitch) for sound in natural]
    pairs = list(zip(sounds, natural, strict=True))
    return {
        "mcd": float(np.mean([warped_distortion(other, one) for one, other in pairs])),
        "length": float(sum(p.seconds for p in ours) / sum(p.seconds for p in theirs)),
        "median_f0": float(np.mean([p.median for p in ours])),
        "f0_spread": float(np.mean([p.spread for p in ours])),
        "natural_f0_spread": float(np.mean([p.spread for p in theirs])),
    }


def judge_copy(
    paths: Paths, reader: Reader, copies: Sequence[FloatArray], lines: Sequence[Line]
) -> dict[str, float]:
    """Compare recordings with their own latents and pitch sent through the vocoder."""
    from pesq import pesq

    from sotto_models.measures import warped_distortion

    folder = paths.clips(reader.name)
    natural = [load_features(folder / f"{line.clip}.npz").audio for line in lines]
    pairs = list(zip(natural, copies, strict=True))
    likeness = []
    for one, other in pairs:
        length = min(len(one), len(other))
        likeness.append(pesq(NARROW_RATE, narrowed(one[:length]), narrowed(other[:length]), "wb"))
    return {
        "pesq": float(np.mean(likeness)),
        "mcd": float(np.mean([warped_distortion(one, other) for one, other in pairs])),
    }
