"""Alignment step: phonemes and their durations for every clip, a JSON file a reader."""

import json
import logging
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from sotto.phonemes.espeak import Espeak
from sotto_models.aligner import Aligner, build_chain, features, share_end, timed_tokens
from sotto_models.config import Paths
from sotto_models.readers import Reader, available_readers, read_clips, source_of
from sotto_models.tokens import LETTER, Token, is_letter, make_tokens

log = logging.getLogger(__name__)

ITERATIONS = 10
END_SILENCE = 5
# Frames of the closing pause that belong to the closing silence.

Timed = list[tuple[Token, int]]


def load_alignment(paths: Paths, reader: str) -> dict[str, Timed]:
    """Read the timed tokens of a reader's clips, by clip name."""
    stored = json.loads(paths.alignment(reader).read_text(encoding="utf-8"))
    return {
        name: [(Token(symbol, stress, starts), frames) for symbol, stress, starts, frames in rows]
        for name, rows in stored.items()
    }


def align_reader(paths: Paths, reader: Reader) -> int:
    """Align one reader's clips and return how many; a finished reader is left alone."""
    target = paths.alignment(reader.name)
    if target.exists():
        return 0
    espeak = Espeak()

    def phonemize(words: Sequence[str]) -> list[list[tuple[str, int]]]:
        plain = [word.removeprefix(LETTER) for word in words]
        found = espeak.phonemes(plain, reader.language, [is_letter(word) for word in words])
        return [[(phoneme.symbol, phoneme.stress) for phoneme in word] for word in found]

    clips = read_clips(source_of(paths, reader), reader)
    tokens = [make_tokens(clip.text, phonemize) for clip in clips]
    chains = [build_chain(row) for row in tokens]
    frames = []
    for clip in clips:
        with np.load(paths.clips(reader.name) / f"{clip.name}.npz") as stored:
            frames.append(features(stored["log_mel"]))
    aligner = Aligner(frames, chains)
    for _ in range(ITERATIONS):
        aligner.iterate()
    rows = {}
    for clip, row, chain, path in zip(clips, tokens, chains, aligner.paths, strict=True):
        timed = share_end(timed_tokens(row, chain, path), END_SILENCE)
        rows[clip.name] = [(t.symbol, t.stress, t.starts, count) for t, count in timed]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return len(rows)


def build_alignment(paths: Paths, jobs: int) -> None:
    """Align every reader, the longest first so that all finish together."""
    readers = available_readers(paths)
    order = sorted(readers, key=lambda r: -len(read_clips(source_of(paths, r), r)))
    with ProcessPoolExecutor(jobs) as pool:
        runs = [(reader, pool.submit(align_reader, paths, reader)) for reader in order]
        for reader, run in runs:
            log.info("%s: %d clips aligned", reader.name, run.result())
