"""Adapt step: teach the vocoder the latents that the acoustic model really gives.

Durations, pitch and voicing are the natural ones, so that the sound can be compared.
"""

import logging

import numpy as np
import torch

from sotto_models.adversary import Stakes
from sotto_models.config import Paths
from sotto_models.export import load_acoustic
from sotto_models.latents import load_projection
from sotto_models.passages import load_material
from sotto_models.readers import Split
from sotto_models.variance import load_widening, predict_frames
from sotto_models.vocoder import SEGMENT, Plan, Trainer, Utterance, load_split, run_training

log = logging.getLogger(__name__)

PEAK_RATE = 1e-3
PREDICTED = 0.7
# Share of segments that use predicted latents; the rest keep the vocoder faithful.
STAKES = Stakes(deception=0.3, features=1.0)


def adapt_vocoder(paths: Paths, steps: int) -> None:
    """Fine-tune the trained vocoder for `steps` steps on mostly predicted latents."""
    torch.set_num_threads(1)
    net, facts = load_acoustic(paths.finished_acoustic)
    projection, material = load_projection(paths.latents), load_material(paths)
    factors = np.array(load_widening(paths), np.float32)
    clips: dict[Split, list[Utterance]] = {}
    for split, passages in ((Split.TRAIN, material.train), (Split.TUNE, material.tune)):
        clips[split] = []
        for passage, clip in zip(passages, load_split(paths, split), strict=True):
            if len(clip.log_f0) < SEGMENT:
                continue
            scale = material.statistics[passage.speaker]
            frames = predict_frames(net, passage, facts["vocabulary"]) * factors[passage.speaker]
            predicted = frames * scale.latent_deviation + scale.latent_mean
            clips[split].append(Utterance(projection.encode(clip.log_mel), clip, predicted))
        log.info("%d clips predicted", len(clips[split]))
    plan = Plan(steps, PEAK_RATE, PREDICTED, 0.0, STAKES)
    trainer = Trainer(clips[Split.TRAIN], plan)
    state = torch.load(paths.vocoder, weights_only=True, map_location="cpu")["average"]
    trainer.run.net.load_state_dict(state)
    trainer.run.average.load_state_dict(state)
    log.info(
        "before: %.4f natural, %.4f predicted",
        trainer.judge(clips[Split.TUNE]),
        trainer.judge(clips[Split.TUNE], 1.0),
    )
    trainer.run.resume(paths.adapted_vocoder)
    if trainer.adversary:
        trainer.adversary.resume(paths.adapted_vocoder.with_suffix(".critic"))
    run_training(trainer, clips[Split.TUNE], paths.adapted_vocoder)
    log.info(
        "after: %.4f natural, %.4f predicted",
        trainer.judge(clips[Split.TUNE]),
        trainer.judge(clips[Split.TUNE], 1.0),
    )
