"""The voices in the repository: complete, small, and giving finite numbers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from sotto_models.readers import LANGUAGES, READERS
from sotto_models.steps import expand
from sotto_models.tokens import PUNCTUATION, SILENCE, UNKNOWN

VOICE = Path(__file__).parents[2] / "models" / "voices" / "sotto"
LARGEST = 6_000_000
# Bytes of all graphs.

Arrays = dict[str, np.ndarray[Any, Any]]


@pytest.fixture(scope="module")
def voice() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VOICE / "voice.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def graphs(voice: dict[str, Any]) -> dict[str, onnxruntime.InferenceSession]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return {
        part: onnxruntime.InferenceSession(
            str(VOICE / name), options, providers=["CPUExecutionProvider"]
        )
        for part, name in voice["graphs"].items()
    }


Graphs = dict[str, onnxruntime.InferenceSession]


def encode(graphs: Graphs, voice: dict[str, Any], light: bool = False) -> Arrays:
    symbols = [SILENCE, "h", "ə", "l", "oʊ", ".", SILENCE]
    tokens = np.array([[voice["phonemes"][symbol] for symbol in symbols]])
    feed = {"phoneme": tokens, "stress": np.zeros_like(tokens), "boundary": np.zeros_like(tokens)}
    feed["boundary"][0, 1] = 1
    feed |= {"speaker": np.array([0]), "language": np.array([0]), "light": np.array(light)}
    names = ("hidden", "log_duration", "pitch")
    return dict(zip(names, graphs["encoder"].run(list(names), feed), strict=True))


def decode(
    graphs: Graphs, encoded: Arrays, span: slice, light: bool = False
) -> np.ndarray[Any, Any]:
    index, position = expand(np.full(encoded["hidden"].shape[1], 24))
    feed = {
        "hidden": encoded["hidden"],
        "pitch": encoded["pitch"],
        "speaker": np.array([0]),
        "index": index[None, span],
        "position": position[None, span],
        "light": np.array(light),
    }
    found: np.ndarray[Any, Any] = graphs["decoder"].run(["frames"], feed)[0]
    return found


def test_description_is_complete(voice: dict[str, Any]) -> None:
    assert voice["format"] == 1
    assert voice["licence"] == "CC0-1.0"
    assert voice["languages"] == LANGUAGES
    assert len(voice["mel_frequencies"]) == voice["bands"]
    assert [speaker["name"] for speaker in voice["speakers"]] == [r.name for r in READERS]
    for speaker in voice["speakers"]:
        assert speaker["language"] in voice["languages"]
        assert len(speaker["latent_mean"]) == len(speaker["latent_std"]) == voice["latents"]
        assert min(speaker["latent_std"]) > 0
        assert 4.0 < speaker["log_f0_mean"] < 6.0
        assert 0 < speaker["gain"] < 4


def test_phoneme_numbers_are_distinct_and_zero_is_the_unknown(voice: dict[str, Any]) -> None:
    numbers = list(voice["phonemes"].values())
    assert sorted(numbers) == list(range(len(numbers)))
    assert voice["phonemes"][UNKNOWN] == 0
    assert {SILENCE, *PUNCTUATION} <= set(voice["phonemes"])


def test_graphs_are_small(voice: dict[str, Any]) -> None:
    assert sum((VOICE / name).stat().st_size for name in voice["graphs"].values()) < LARGEST


@pytest.mark.parametrize("light", [False, True])
def test_encoder_gives_durations_and_pitch(
    graphs: Graphs, voice: dict[str, Any], light: bool
) -> None:
    encoded = encode(graphs, voice, light)
    assert encoded["log_duration"].shape == (1, 7)
    assert encoded["pitch"].shape == (1, 7, 2)
    assert all(np.isfinite(values).all() for values in encoded.values())
    assert 0.1 < np.exp(encoded["log_duration"][0, 1:5]).sum() * 256 / 22050 < 1.5


def test_light_is_another_network(graphs: Graphs, voice: dict[str, Any]) -> None:
    full, light = encode(graphs, voice), encode(graphs, voice, light=True)
    assert not np.array_equal(full["hidden"], light["hidden"])
    span = slice(0, 40)
    assert not np.array_equal(decode(graphs, full, span), decode(graphs, full, span, light=True))


@pytest.mark.parametrize("light", [False, True])
def test_decoder_gives_in_pieces_what_it_gives_at_once(
    graphs: Graphs, voice: dict[str, Any], light: bool
) -> None:
    encoded = encode(graphs, voice, light)
    context = (voice["light"] if light else voice)["decoder_context"]
    whole = decode(graphs, encoded, slice(0, 84), light)
    assert whole.shape == (1, 84, 2, voice["latents"] + 2)
    assert np.isfinite(whole).all()
    piece = decode(graphs, encoded, slice(30 - context, 40 + context), light)
    difference = piece[0, context : context + 10] - whole[0, 30:40]
    # What is left is the rounding of 8-bit activations.
    assert np.sqrt(np.mean(difference**2)) < 0.1 * np.sqrt(np.mean(whole**2))


def test_vocoder_gives_envelopes_within_the_rendered_range(
    graphs: dict[str, onnxruntime.InferenceSession], voice: dict[str, Any]
) -> None:
    mean = np.array(voice["speakers"][0]["latent_mean"], np.float32)
    feed = {
        "latent": np.repeat(mean[None, :, None], 40, axis=2),
        "log_f0": np.full((1, 40), 5.2, np.float32),
        "voicing": np.ones((1, 40), np.float32),
    }
    for envelope in graphs["vocoder"].run(["harmonic", "noise"], feed):
        assert envelope.shape == (1, 40, voice["bands"])
        assert np.isfinite(envelope).all()
        assert envelope.max() < 4.0
