"""The step `styles`: what each style does to held-out sentences, measured in their sound."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sotto.messages import Prosody, Style
from sotto.voice.shaping.style import in_style
from sotto_models.card import put_section, table
from sotto_models.config import FFT, SAMPLE_RATE, Paths
from sotto_models.evaluation.texts import PHRASES
from sotto_models.latents import FloatArray
from sotto_models.measures import ACTIVE_RANGE, measure_prosody
from sotto_models.noise import level, mean_spectrum
from sotto_models.pitch import track_pitch
from sotto_models.readers import READERS, Reader, Split, read_clips
from sotto_models.spectrum import frame_levels
from sotto_models.speech import Voice

log = logging.getLogger(__name__)

SENTENCES = 8
# Held-out sentences of each English reader.
QUICK_SENTENCES = 2
CHOICES = PHRASES[::3]
SLOPE_HERTZ = (200.0, 6000.0)


def spectral_slope(sounds: Sequence[FloatArray]) -> float:
    """Return the slope of the mean spectrum in decibels an octave, between SLOPE_HERTZ."""
    hertz = np.linspace(0.0, SAMPLE_RATE / 2, FFT // 2 + 1)
    wanted = (hertz > SLOPE_HERTZ[0]) & (hertz < SLOPE_HERTZ[1])
    octaves, decibels = np.log2(hertz[wanted]), 10.0 * np.log10(mean_spectrum(sounds)[wanted])
    places = np.arange(octaves[0], octaves[-1], 0.1)
    return float(np.polyfit(places, np.interp(places, octaves, decibels), 1)[0])


def centroid(sounds: Sequence[FloatArray]) -> float:
    """Return the mean frequency in hertz of the mean spectrum."""
    powers = mean_spectrum(sounds)
    return float(np.linspace(0.0, SAMPLE_RATE / 2, len(powers)) @ powers / powers.sum())


def voiced_share(sound: FloatArray, lowest_pitch: float) -> float:
    """Return how many of the frames that hold speech are periodic, in percent."""
    voicing = track_pitch(sound, lowest_pitch).voicing
    levels = frame_levels(sound)[: len(voicing)]
    active = levels > np.percentile(levels, 95) - ACTIVE_RANGE
    return 100.0 * float(np.mean(voicing[: len(active)][active]))


def style_row(
    voice: Voice, reader: Reader, style: Style, texts: Sequence[str]
) -> dict[str, object]:
    """Measure one voice in one style."""
    from sotto_models.recognise import ListRecogniser, Recogniser, error_rates

    prosody = in_style(Prosody(style=style))
    sounds = [voice.say(text, reader.name, reader.language, prosody) for text in texts]
    plain = [voice.say(text, reader.name, reader.language) for text in texts]
    found = [measure_prosody(sound, reader.lowest_pitch) for sound in sounds]
    recogniser, chooser = Recogniser(), ListRecogniser(CHOICES)
    phrases = [voice.say(text, reader.name, reader.language, prosody) for text in CHOICES]
    right = [chooser.choose(a) == text for a, text in zip(phrases, CHOICES, strict=True)]
    share = float(np.mean([voiced_share(sound, reader.lowest_pitch) for sound in sounds]))
    has_pitch = style is not Style.WHISPER
    return {
        "voice": reader.name,
        "style": style.value,
        "median F0 Hz": float(np.median([p.median for p in found])) if has_pitch else "none",
        "F0 spread semitones": float(np.mean([p.spread for p in found])) if has_pitch else "none",
        "length": sum(map(len, sounds)) / sum(map(len, plain)),
        "slope dB/octave": spectral_slope(sounds),
        "centroid Hz": centroid(sounds),
        "voiced %": share,
        "level dB": level(np.concatenate(sounds)) - level(np.concatenate(plain)),
        "WER %": error_rates(texts, [recogniser.hear(sound) for sound in sounds]).words,
        "phrases right %": 100.0 * float(np.mean(right)),
    }


def measure_styles(paths: Paths, folder: Path, is_quick: bool) -> None:
    """Measure the voice in `folder`; unless quick, styles.json and a table in MODEL_CARD.md."""
    count = QUICK_SENTENCES if is_quick else SENTENCES
    voice = Voice(folder)
    rows = []
    for reader in (reader for reader in READERS if reader.language == "en-us"):
        clips = [c for c in read_clips(paths.data, reader) if c.split is Split.REPORT]
        texts = [clip.text for clip in clips[:count]]
        for style in Style:
            rows.append(style_row(voice, reader, style, texts))
            log.info("%s", rows[-1])
    log.info("\n%s", table(rows))
    if not is_quick:
        text = json.dumps(rows, indent=1) + "\n"
        (folder / "styles.json").write_text(text, encoding="utf-8")
        put_section(folder / "MODEL_CARD.md", "Styles", _EXPLAINED + "\n" + table(rows))


_EXPLAINED = f"""\
{SENTENCES} held-out sentences and {len(CHOICES)} interface phrases of each English voice.
Length is relative to the neutral style (pauses, which follow the rate in the daemon, are fixed
here), and so is the level; `voiced` is the share of frames of speech in which a pitch tracker
found a period: what it finds in whispers are its mistakes.
"""
