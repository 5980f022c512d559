"""Adapt step: teach the vocoder the smoother latents that the acoustic model really gives.

Durations, pitch and voicing are the natural ones, so that the sound can be compared.
"""

import logging

import numpy as np
import torch

from sotto_models.acoustic import collate
from sotto_models.acoustic_net import AcousticNet
from sotto_models.config import Paths
from sotto_models.export import load_acoustic
from sotto_models.latents import FloatArray, load_projection
from sotto_models.passages import load_material
from sotto_models.readers import Split
from sotto_models.samples import Passage, Sample, Statistics, make_example
from sotto_models.vocoder import SEGMENT, Plan, Trainer, Utterance, load_split, run_training

log = logging.getLogger(__name__)

PEAK_RATE = 6e-4
PREDICTED = 0.7
# Share of segments that use predicted latents; the rest keep the vocoder faithful.


@torch.no_grad()
def predict_latents(
    net: AcousticNet, passage: Passage, statistics: Statistics, vocabulary: dict[str, int]
) -> FloatArray:
    """Return the acoustic model's latents [frames, latents] for a clip's own timing and pitch."""
    durations = np.diff(passage.starts)
    sample = Sample(
        passage.tokens,
        durations,
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
    whole = frames * statistics.latent_deviation + statistics.latent_mean
    return np.asarray(whole, dtype=np.float32)


def adapt_vocoder(paths: Paths, steps: int) -> None:
    """Fine-tune the trained vocoder for `steps` steps on mostly predicted latents."""
    torch.set_num_threads(1)
    net, facts = load_acoustic(paths.best_acoustic)
    projection, material = load_projection(paths.latents), load_material(paths)
    known: dict[str, int] = facts["vocabulary"]
    clips: dict[Split, list[Utterance]] = {}
    for split, passages in ((Split.TRAIN, material.train), (Split.TUNE, material.tune)):
        pairs = zip(passages, load_split(paths, split), strict=True)
        clips[split] = [
            Utterance(
                projection.encode(clip.log_mel),
                clip,
                predict_latents(net, passage, material.statistics[passage.speaker], known),
            )
            for passage, clip in pairs
            if len(clip.log_f0) >= SEGMENT
        ]
        log.info("%d clips predicted", len(clips[split]))
    plan = Plan(steps, PEAK_RATE, PREDICTED, fast_from=0.0)
    trainer = Trainer(clips[Split.TRAIN], plan)
    state = torch.load(paths.vocoder, weights_only=True)["average"]
    trainer.run.net.load_state_dict(state)
    trainer.run.average.load_state_dict(state)
    log.info(
        "before: %.4f natural, %.4f predicted",
        trainer.judge(clips[Split.TUNE]),
        trainer.judge(clips[Split.TUNE], 1.0),
    )
    trainer.run.resume(paths.adapted_vocoder)
    run_training(trainer, clips[Split.TUNE], paths.adapted_vocoder)
    log.info(
        "after: %.4f natural, %.4f predicted",
        trainer.judge(clips[Split.TUNE]),
        trainer.judge(clips[Split.TUNE], 1.0),
    )
