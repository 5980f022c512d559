"""Compression step: the voice in 32, 8 and 4 bits, whole and light, side by side.

What each costs is measured in processes of its own, one after the other; what each loses by a
recogniser on held-out sentences and by the distance of its spectral envelopes to the 32-bit
voice's, with the same durations.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sotto.messages import Prosody, Quality
from sotto.phonemes.espeak import Espeak
from sotto_models.card import put_section, table
from sotto_models.config import Paths
from sotto_models.cost import SENTENCES, WORDS, say
from sotto_models.envelopes import Envelopes, cepstral_distance, envelope_distance
from sotto_models.readers import READERS, Split, read_clips
from sotto_models.recognise import Recogniser, error_rates
from sotto_models.speech import Voice
from sotto_models.variants import make_variants

log = logging.getLogger(__name__)

REPEATS = 3
# Processes that measure a row; their medians count.


@dataclass(frozen=True, slots=True)
class Row:
    """A voice on disk, and whether layers are skipped."""

    name: str
    folder: Path
    quality: Quality


def rows_of(variants: dict[str, Path]) -> list[Row]:
    """Return what is compared: every width whole, and the shipped width light."""
    whole = [Row(name, folder, Quality.FULL) for name, folder in variants.items()]
    return [*whole, Row("int8, light", variants["int8"], Quality.LIGHT)]


# ---- what it costs


def cost(row: Row) -> dict[str, float]:
    """Return the medians over some processes; see `sotto_models.cost`."""
    command = [sys.executable, "-m", "sotto_models.cost", str(row.folder)]
    command += ["--light"] if row.quality is Quality.LIGHT else []
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(REPEATS)
    ]
    return {name: float(np.median([run[name] for run in runs])) for name in runs[0]}


# ---- what it loses: words


def word_errors(row: Row, reader_name: str, data: Path) -> dict[str, Any]:
    """Speak a reader's reporting sentences; return what was to be heard and what was."""
    reader = next(reader for reader in READERS if reader.name == reader_name)
    voice, recogniser = Voice(row.folder), Recogniser()
    texts = [clip.text for clip in read_clips(data, reader) if clip.split is Split.REPORT]
    prosody = Prosody(quality=row.quality)
    heard = [
        recogniser.hear(voice.say(text, reader.name, reader.language, prosody)) for text in texts
    ]
    return {"said": texts, "heard": heard}


def word_error_rates(rows: Sequence[Row], paths: Paths, jobs: int) -> list[float]:
    """Return percent of words over the sentences of both English readers, a figure a row."""
    names = [reader.name for reader in READERS if reader.language == "en-us"]
    with ProcessPoolExecutor(jobs) as pool:
        tasks = [
            [pool.submit(word_errors, row, name, paths.data) for name in names] for row in rows
        ]
        found = [[task.result() for task in each] for each in tasks]
    rates = []
    for parts in found:
        said = [text for part in parts for text in part["said"]]
        heard = [text for part in parts for text in part["heard"]]
        rates.append(error_rates(said, heard).words)
    return rates


# ---- what it loses: spectrum


def _envelopes(row: Row) -> Envelopes:
    return Envelopes(row.folder, row.quality is Quality.LIGHT)


def distances(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return for each row the two distances to the first one, which gives the durations."""
    espeak = Espeak()
    runs = [say(text, espeak) for text in (*SENTENCES, *WORDS)]
    base = _envelopes(rows[0])
    wanted = [base.of(run, None) for run in runs]
    found = []
    for row in rows:
        voice = _envelopes(row)
        pairs = [
            (voice.of(run, frames)[0], levels)
            for run, (levels, frames) in zip(runs, wanted, strict=True)
        ]
        found.append(
            (
                float(np.mean([envelope_distance(*pair) for pair in pairs])),
                float(np.mean([cepstral_distance(*pair) for pair in pairs])),
            )
        )
    return found


# ---- the table


def as_text(results: Sequence[dict[str, Any]]) -> str:
    """Return the table and what its columns are."""
    whole, light = (
        next(row for row in results if row["weights"] == name) for name in ("int8", "int8, light")
    )
    names = "first median ms", "real-time factor", "encoder + decoder"
    first, all_of_it, networks = (whole[name] / light[name] for name in names)
    return (
        table(results)
        + f"""
`int8` is what ships; `light` is the same file with every other layer of encoder and decoder
skipped, which makes these {networks:.2f} times faster, the first sound of a word {first:.2f} times
and whole sentences {all_of_it:.2f} times: vocoder and rendering stay as they are.

`engine MB` is the proportional memory that loading and speaking adds, `process MB` the resident
memory of a process that does nothing else. Times are a processor's. First sound: from phonemes to
the first chunk of {len(WORDS)} single words. Real-time factor: all of the engine over whole
sentences; `encoder + decoder` is their part in it. WER: pocketsphinx, the held-out sentences of
both English readers. `envelope dB` and `MCD dB` are distances of spectral envelopes to the fp32
voice, with its durations.
"""
    )


def compress_voice(paths: Paths, folder: Path, jobs: int) -> None:
    """Build and measure the variants; write compression.json and .md and the card in `folder`."""
    description = folder / "voice.json"
    rows = rows_of(make_variants(paths.whole_voice, description, paths.work / "variants"))
    costs = [cost(row) for row in rows]
    near = distances(rows)
    errors = word_error_rates(rows, paths, jobs)
    results = [
        {
            "weights": row.name,
            "graphs MB": spent["size_mb"],
            "engine MB": spent["engine_mb"],
            "process MB": spent["process_mb"],
            "first median ms": spent["first_median_ms"],
            "first p95 ms": spent["first_p95_ms"],
            "real-time factor": spent["real_time_factor"],
            "encoder + decoder": spent["acoustic_factor"],
            "WER %": wrong,
            "envelope dB": envelope,
            "MCD dB": cepstral,
        }
        for row, spent, wrong, (envelope, cepstral) in zip(rows, costs, errors, near, strict=True)
    ]
    text = as_text(results)
    (folder / "compression.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    (folder / "compression.md").write_text(text, encoding="utf-8")
    put_section(folder / "MODEL_CARD.md", "Compression", text)
    log.info("\n%s", text)
