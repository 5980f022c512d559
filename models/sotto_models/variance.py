"""Variance step: how much less predicted latents vary than natural ones, and by how much to widen.

A model trained to be right on average is too even; widening its latents about their mean (global
variance compensation after Toda and Tokuda, 2007) brings back part of the clarity.
"""

import json
import logging

import numpy as np
import torch

from sotto_models.acoustic import collate
from sotto_models.acoustic_net import AcousticNet
from sotto_models.align import load_alignment
from sotto_models.clips import load_features
from sotto_models.config import Paths
from sotto_models.export import load_acoustic
from sotto_models.latents import FloatArray, load_projection
from sotto_models.readers import LANGUAGES, READERS, Split, read_clips
from sotto_models.samples import Passage, Sample, Statistics, make_example, make_passage

log = logging.getLogger(__name__)

STRENGTH = 0.7
# Power of the measured ratio that is applied: 0 leaves the latents alone, 1 restores them whole.
LARGEST = 2.0
# Ratios above it are mostly noise that no text explains.


@torch.no_grad()
def predict_frames(net: AcousticNet, passage: Passage, vocabulary: dict[str, int]) -> FloatArray:
    """Return normalised latents [frames, latents] for a clip's own timing and pitch."""
    sample = Sample(
        passage.tokens,
        np.diff(passage.starts),
        passage.frames,
        passage.speaker,
        passage.language,
        closed=True,
    )
    batch = collate([make_example(sample, vocabulary)])
    hidden, _, _ = net.encoder(
        batch.phoneme, batch.stress, batch.boundary, batch.speaker, batch.language
    )
    made = net.decoder(hidden, batch.pitch, batch.speaker, batch.index, batch.position)
    frames = made[0].flatten(0, 1)[: len(passage.frames), :-2].numpy()
    return np.asarray(frames, dtype=np.float32)


def widening(natural: FloatArray, predicted: FloatArray) -> FloatArray:
    """Return the factor [latents] for the spread of predicted latents [frames, latents]."""
    ratio = natural.std(axis=0) / np.maximum(predicted.std(axis=0), 1e-6)
    return np.asarray(np.clip(ratio, 1.0, LARGEST) ** STRENGTH, dtype=np.float32)


def load_widening(paths: Paths) -> list[list[float]]:
    """Read the factors of every speaker that `measure_variance` wrote."""
    found: list[list[float]] = json.loads(paths.variance.read_text(encoding="utf-8"))
    return found


def measure_variance(paths: Paths) -> None:
    """Measure the factors on the tuning clips."""
    torch.set_num_threads(1)
    net, facts = load_acoustic(paths.finished_acoustic)
    projection = load_projection(paths.latents)
    factors = []
    for number, reader in enumerate(READERS):
        stored = facts["statistics"][number]
        statistics = Statistics(
            np.array(stored["latent_mean"], np.float32),
            np.array(stored["latent_std"], np.float32),
            stored["log_f0_mean"],
            stored["log_f0_std"],
        )
        aligned = load_alignment(paths, reader.name)
        natural, predicted = [], []
        for clip in read_clips(paths.data, reader):
            if clip.split is not Split.TUNE:
                continue
            sound = load_features(paths.clips(reader.name) / f"{clip.name}.npz")
            latents = projection.encode(sound.log_mel)
            identity = (number, LANGUAGES[reader.language])
            passage = make_passage(aligned[clip.name], latents, sound, statistics, identity)
            natural.append(passage.frames[:, :-2])
            predicted.append(predict_frames(net, passage, facts["vocabulary"]))
        factor = widening(np.concatenate(natural), np.concatenate(predicted))
        factors.append([round(float(value), 4) for value in factor])
        log.info("%s: latents widened by %.2f on average", reader.name, float(factor.mean()))
    paths.variance.write_text(json.dumps(factors), encoding="utf-8")
