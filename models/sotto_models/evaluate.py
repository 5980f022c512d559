"""Evaluation step: the finished voice on held-out sentences, beside natural speech and flite.

Only clips of the reporting half are used, which no training or tuning has seen.
"""

import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sotto_models.clips import Features, load_features
from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.latents import FloatArray, load_projection
from sotto_models.measures import Prosody, measure_prosody, warped_distortion
from sotto_models.readers import READERS, Clip, Reader, Split, read_clips
from sotto_models.recognise import Recogniser, error_rates
from sotto_models.speech import Voice, say_flite

log = logging.getLogger(__name__)

JUDGED = 12
# Sentences that DNSMOS scores; it is slow.
SYSTEMS = 4
Speaker = Callable[[Clip], FloatArray]


@dataclass(frozen=True, slots=True)
class Heard:
    """A held-out clip and its natural features."""

    clip: Clip
    natural: Features


def held_out(paths: Paths, reader: Reader) -> list[Heard]:
    """Load a reader's reporting clips."""
    clips = [clip for clip in read_clips(paths.data, reader) if clip.split is Split.REPORT]
    folder = paths.clips(reader.name)
    return [Heard(clip, load_features(folder / f"{clip.name}.npz")) for clip in clips]


def judge_quality(sounds: Sequence[FloatArray]) -> dict[str, float]:
    """Return the mean DNSMOS overall and P.808 scores, which compare builds and no more."""
    import soxr
    from speechmos import dnsmos

    scores = []
    for sound in sounds:
        narrow = soxr.resample(sound.astype(np.float64), SAMPLE_RATE, 16000)
        level = 0.08 / (np.sqrt(np.mean(narrow**2)) + 1e-9)
        scores.append(dnsmos.run(np.clip(narrow * level, -1, 1).astype(np.float32), 16000))
    return {
        "ovrl": float(np.mean([score["ovrl_mos"] for score in scores])),
        "p808": float(np.mean([score["p808_mos"] for score in scores])),
    }


def judge_english(said: Sequence[Heard], speak: Speaker) -> dict[str, float]:
    """Speak the sentences and return error rates and quality scores."""
    recogniser = Recogniser()
    sounds = [speak(item.clip) for item in said]
    heard = [recogniser.hear(sound) for sound in sounds]
    rates = error_rates([item.clip.text for item in said], heard)
    return {"wer": rates.words, "cer": rates.characters, **judge_quality(sounds[:JUDGED])}


def english_systems(paths: Paths, voice: Voice, reader: Reader) -> dict[str, Speaker]:
    """Return what can speak a reader's held-out sentences, by name."""
    projection = load_projection(paths.latents)
    natural = {item.clip.name: item.natural for item in held_out(paths, reader)}
    return {
        "natural": lambda clip: natural[clip.name].audio,
        "copy": lambda clip: voice.copy(natural[clip.name], projection),
        f"sotto {reader.name}": lambda clip: voice.say(clip.text, reader.name, "en-us"),
        "flite slt": lambda clip: say_flite(clip.text),
    }


def english_row(paths: Paths, folder: Path, reader: Reader, place: int) -> dict[str, Any]:
    """Judge one system, or read its scores if they are younger than the voice."""
    voice = Voice(folder)
    name, speak = list(english_systems(paths, voice, reader).items())[place]
    stored = paths.work / "evaluation" / f"{reader.name} {name}.json"
    made = (folder / "voice.json").stat().st_mtime
    if not stored.exists() or stored.stat().st_mtime < made:
        stored.parent.mkdir(exist_ok=True)
        said = held_out(paths, reader)
        stored.write_text(json.dumps({"count": len(said), **judge_english(said, speak)}))
    scores: dict[str, Any] = json.loads(stored.read_text())
    log.info("%s, %s: %s", reader.name, name, scores)
    return {"sentences": reader.name, "system": name, **scores}


def english_table(paths: Paths, folder: Path, jobs: int) -> list[dict[str, Any]]:
    """Judge every English system on the held-out sentences of both English readers."""
    readers = [reader for reader in READERS if reader.language == "en-us"]
    with ProcessPoolExecutor(jobs) as pool:
        runs = [
            pool.submit(english_row, paths, folder, reader, place)
            for reader in readers
            for place in range(SYSTEMS)
        ]
        return [run.result() for run in runs]


def _ratio(ours: Sequence[Prosody], theirs: Sequence[Prosody], name: str) -> float:
    return float(
        np.mean([getattr(p, name) for p in ours]) / np.mean([getattr(p, name) for p in theirs])
    )


def reader_row(paths: Paths, voice: Voice, reader: Reader) -> dict[str, Any]:
    """Compare one voice with its reader, sentence by sentence."""
    projection = load_projection(paths.latents)
    said = held_out(paths, reader)
    began, seconds = time.thread_time(), 0.0
    made = [voice.say(item.clip.text, reader.name, reader.language) for item in said]
    spent = time.thread_time() - began
    seconds = sum(len(sound) for sound in made) / SAMPLE_RATE
    copies = [voice.copy(item.natural, projection) for item in said]
    ours = [measure_prosody(sound, reader.lowest_pitch) for sound in made]
    theirs = [measure_prosody(item.natural.audio, reader.lowest_pitch) for item in said]
    lengths = np.log([a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True)])
    pairs = list(zip(said, made, copies, strict=True))
    return {
        "voice": reader.name,
        "language": reader.language,
        "count": len(said),
        "copy_mcd": float(np.mean([warped_distortion(i.natural.audio, c) for i, _, c in pairs])),
        "mcd": float(np.mean([warped_distortion(i.natural.audio, m) for i, m, _ in pairs])),
        "length": _ratio(ours, theirs, "seconds"),
        "length_spread": float(np.std(lengths)),
        "pitch": _ratio(ours, theirs, "median"),
        "pitch_spread": _ratio(ours, theirs, "spread"),
        "peak": float(max(np.max(np.abs(sound)) for sound in made)),
        "real_time_factor": spent / seconds,
    }


def as_markdown(rows: Sequence[dict[str, Any]]) -> str:
    """Return rows of equal keys as a Markdown table."""
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in rows:
        cells = [f"{v:.3g}" if isinstance(v, float) else str(v) for v in row.values()]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def evaluate_voice(paths: Paths, folder: Path, jobs: int) -> None:
    """Measure the voice in `folder` and write evaluation.json and evaluation.md beside it."""
    voice = Voice(folder)
    english = english_table(paths, folder, jobs)
    readers = [reader_row(paths, voice, reader) for reader in READERS]
    results = {"english": english, "readers": readers}
    text = json.dumps(results, indent=1)
    (folder / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    tables = "\n".join(as_markdown(rows) for rows in results.values())
    (folder / "evaluation.md").write_text(tables, encoding="utf-8")
    log.info("\n%s", tables)
