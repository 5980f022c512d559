"""Features on disk."""

from pathlib import Path

import numpy as np

from sotto_models.clips import load_audio, load_features, save_arrays, save_audio


def test_a_clip_survives_the_round_trip(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    audio, mel = rng.uniform(-0.9, 0.9, 1024), rng.standard_normal((4, 80)).astype(np.float32)
    path = tmp_path / "clip.npz"
    save_audio(path, audio, mel)
    pitch = np.linspace(5, 5.3, 4, dtype=np.float32)
    save_arrays(path.with_suffix(".pitch.npz"), log_f0=pitch, voicing=np.ones(4, np.float32))
    clip = load_features(path)
    np.testing.assert_allclose(clip.audio, audio, atol=1e-4)
    np.testing.assert_array_equal(clip.audio, load_audio(path))
    np.testing.assert_array_equal(clip.log_mel, mel)
    np.testing.assert_array_equal(clip.log_f0, pitch)


def test_no_half_written_file_stays(tmp_path: Path) -> None:
    save_arrays(tmp_path / "a.npz", x=np.zeros(3))
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]
