"""Latents: fitting, encoding, decoding."""

from pathlib import Path

import numpy as np

from sotto_models.latents import (
    FloatArray,
    fit_projection,
    load_projection,
    mel_cepstral_distortion,
)


def low_rank_frames(rank: int, count: int = 500) -> FloatArray:
    rng = np.random.default_rng(3)
    frames = rng.standard_normal((count, rank)) @ rng.standard_normal((rank, 80)) - 5.0
    return frames.astype(np.float32)


def test_frames_within_the_components_survive_the_round_trip() -> None:
    frames = low_rank_frames(6)
    projection = fit_projection([frames[:200], frames[200:]], 6)
    np.testing.assert_allclose(projection.decode(projection.encode(frames)), frames, atol=1e-3)


def test_components_are_orthonormal_and_ordered_by_variance() -> None:
    frames = low_rank_frames(20)
    projection = fit_projection([frames], 8)
    products = projection.components @ projection.components.T
    np.testing.assert_allclose(products, np.eye(8), atol=1e-4)
    variances = projection.encode(frames).var(axis=0)
    assert (np.diff(variances) <= 1e-3).all()


def test_more_components_lose_less() -> None:
    frames = low_rank_frames(40)
    losses = []
    for count in (4, 16, 32):
        projection = fit_projection([frames], count)
        losses.append(mel_cepstral_distortion(frames, projection.decode(projection.encode(frames))))
    assert losses[0] > losses[1] > losses[2] > 0


def test_a_projection_can_be_saved(tmp_path: Path) -> None:
    projection = fit_projection([low_rank_frames(6)], 6)
    projection.save(tmp_path / "latents.npz")
    loaded = load_projection(tmp_path / "latents.npz")
    np.testing.assert_array_equal(loaded.components, projection.components)


def test_distortion_of_a_louder_copy_is_zero() -> None:
    frames = low_rank_frames(6)
    assert mel_cepstral_distortion(frames, frames + 1.0) < 1e-4
