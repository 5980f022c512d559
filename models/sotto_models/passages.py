"""Loading every reader's aligned clips for the acoustic model."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sotto_models.align import load_alignment
from sotto_models.clips import Features, load_features
from sotto_models.config import Paths
from sotto_models.latents import load_projection
from sotto_models.readers import (
    LANGUAGES,
    READERS,
    Clip,
    Reader,
    Split,
    read_clips,
    source_of,
)
from sotto_models.samples import Passage, Statistics, Timed, make_passage, measure
from sotto_models.tokens import PAUSE, PUNCTUATION, SILENCE, UNKNOWN

RARE = 3
# A symbol heard less often is not learned.


@dataclass(frozen=True, slots=True)
class Material:
    """Passages by split, and each reader's statistics."""

    train: list[Passage]
    tune: list[Passage]
    statistics: list[Statistics]
    vocabulary: dict[str, int]


def make_vocabulary(rows: Iterable[Timed]) -> dict[str, int]:
    """Number the symbols that are heard often enough; 0 is for all others."""
    heard = Counter(token.symbol for timed in rows for token, _ in timed)
    special = [UNKNOWN, SILENCE, PAUSE, *PUNCTUATION]
    common = sorted(s for s, count in heard.items() if count >= RARE and s not in special)
    return {symbol: number for number, symbol in enumerate([*special, *common])}


def load_material(
    paths: Paths,
    readers: Sequence[Reader] = READERS,
    vocabulary: dict[str, int] | None = None,
) -> Material:
    """Load the clips of readers; normalisation is measured on training clips alone.

    Without a `vocabulary` it is made of what they say. Only people's clips are tuned with.
    """
    projection = load_projection(paths.latents)
    train: list[Passage] = []
    tune: list[Passage] = []
    heard: list[Timed] = []
    statistics = []
    for number, reader in enumerate(readers):
        aligned = load_alignment(paths, reader.name)
        identity = (number, LANGUAGES[reader.language])

        def load(chosen: list[Clip], name: str = reader.name) -> list[Features]:
            return [load_features(paths.clips(name) / f"{clip.name}.npz") for clip in chosen]

        listed = read_clips(source_of(paths, reader), reader)
        chosen = {s: [c for c in listed if c.split is s] for s in (Split.TRAIN, Split.TUNE)}
        heard.extend(aligned[clip.name] for clip in chosen[Split.TRAIN])
        clips = {split: load(found) for split, found in chosen.items()}
        latents = {s: [projection.encode(c.log_mel) for c in found] for s, found in clips.items()}
        measured = measure(latents[Split.TRAIN], clips[Split.TRAIN])
        statistics.append(measured)
        wanted = ((Split.TRAIN, train), (Split.TUNE, tune if reader in READERS else []))
        for split, passages in wanted:
            for clip, code, sound in zip(chosen[split], latents[split], clips[split], strict=True):
                passages.append(make_passage(aligned[clip.name], code, sound, measured, identity))
    return Material(train, tune, statistics, vocabulary or make_vocabulary(heard))
