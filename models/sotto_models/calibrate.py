"""Calibrate step: each voice to the level of natural speech, and its intonation to its reader's.

A model trained to be right on average speaks more quietly and more evenly than a person. Both are
measured on the tuning sentences and undone by a gain and a factor on the spread of log F0.
"""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sotto_models.clips import load_features
from sotto_models.config import Paths
from sotto_models.latents import FloatArray
from sotto_models.measures import measure_prosody
from sotto_models.readers import READERS, Reader, Split, read_clips
from sotto_models.spectrum import SPEECH_LEVEL, active_level
from sotto_models.speech import Voice

log = logging.getLogger(__name__)

SENTENCES = 20
WIDEST = 1.5
# Largest factor on the spread of log F0.


def speech_level(sounds: Sequence[FloatArray]) -> float:
    """Return the mean level of the speech in sounds, in decibels re full scale."""
    powers = [10.0 ** (active_level(sound) / 10.0) for sound in sounds]
    return float(10.0 * np.log10(np.mean(powers)))


def _calibrate_reader(paths: Paths, voice: Voice, reader: Reader) -> tuple[float, float]:
    """Return the gain and the factor on the spread of log F0."""
    listed = read_clips(paths.data, reader)
    clips = [clip for clip in listed if clip.split is Split.TUNE][:SENTENCES]
    made = [voice.say(clip.text, reader.name, reader.language) for clip in clips]
    gain = 10.0 ** ((SPEECH_LEVEL - speech_level(made)) / 20.0)
    folder = paths.clips(reader.name)
    natural = [load_features(folder / f"{clip.name}.npz").audio for clip in clips]
    ours = np.mean([measure_prosody(sound, reader.lowest_pitch).spread for sound in made])
    theirs = np.mean([measure_prosody(sound, reader.lowest_pitch).spread for sound in natural])
    return gain, float(np.clip(theirs / ours, 1.0, WIDEST))


def calibrate_voice(paths: Paths, folder: Path) -> None:
    """Measure the voice in `folder` and write its gains and pitch spreads into voice.json.

    Running it twice on one voice would widen the pitch twice: it starts from an export.
    """
    description = json.loads((folder / "voice.json").read_text(encoding="utf-8"))
    voice = Voice(folder)
    for reader, speaker in zip(READERS, description["speakers"], strict=True):
        gain, spread = _calibrate_reader(paths, voice, reader)
        speaker["gain"] = round(speaker["gain"] * gain, 4)
        speaker["log_f0_std"] *= spread
        log.info("%s: gain %.3f, pitch spread %.3f", reader.name, gain, spread)
    text = json.dumps(description, ensure_ascii=False, indent=1)
    (folder / "voice.json").write_text(text + "\n", encoding="utf-8")
