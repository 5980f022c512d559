"""The light variant of a voice: graphs that may skip layers, and voices that cannot."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sotto.cancel import CancelToken
from sotto.errors import VoiceDamagedError
from sotto.messages import Clause, Phoneme, PhonemeRun, Prosody, Quality, Stop, Word
from sotto.voice.catalogue import CHECKOUT
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.neural.engine import NeuralEngine
from sotto.voice.sessions import Session

BUNDLED = CHECKOUT / "sotto"
HELLO = PhonemeRun(
    Clause((Word("hello", 0, 5),), "en-us", Stop.FULL),
    (tuple(Phoneme(symbol, 2 if symbol == "oʊ" else 0) for symbol in ("h", "ə", "l", "oʊ")),),
)

# If `light` then y = x else y = x + x, an opset 17 model of the inputs x [1] and light [].
CHOICE = base64.b64decode(
    "CAg6uQEKgAEKBWxpZ2h0EgF5IgJJZio2CgtlbHNlX2JyYW5jaDIkCg4KAXgKAXgSAWIiA0FkZBIBZWIPCgFiEgoK"
    "CAgBEgQKAggBoAEFKjgKC3RoZW5fYnJhbmNoMiYKEAoBeBIBYSIISWRlbnRpdHkSAXRiDwoBYRIKCggIARIECgII"
    "AaABBRIBZ1oPCgF4EgoKCAgBEgQKAggBWg8KBWxpZ2h0EgYKBAgJEgBiDwoBeRIKCggIARIECgIIAUIECgAQEQ=="
)


@pytest.fixture
def choice(tmp_path: Path) -> Path:
    (tmp_path / "choice.onnx").write_bytes(CHOICE)
    return tmp_path / "choice.onnx"


def voice(folder: Path, light: object) -> Path:
    """The bundled voice with another `light` in its description; None: without."""
    content: dict[str, Any] = json.loads((BUNDLED / "voice.json").read_text("utf-8"))
    content.pop("light", None)
    if light is not None:
        content["light"] = light
    (folder / "voice.json").write_text(json.dumps(content), "utf-8")
    for graph in BUNDLED.glob("*.onnx"):
        (folder / graph.name).symlink_to(graph)
    return folder


def spoken(engine: NeuralEngine, quality: Quality) -> np.ndarray:
    chunks = engine.speak(HELLO, "linda", Prosody(quality=quality), CancelToken())
    return np.concatenate([chunk.samples for chunk in chunks])


def test_a_graph_may_have_an_optional_input_and_then_needs_it(choice: Path) -> None:
    session = Session(choice, ("x",), ("light",))
    assert session.takes("light")
    x = np.ones(1, np.float32)
    for light, expected in ((True, 1.0), (False, 2.0)):
        (y,) = session.run({"x": x, "light": np.asarray(light)}, CancelToken())
        assert y.tolist() == [expected]


def test_an_input_that_nobody_knows_is_refused(choice: Path) -> None:
    with pytest.raises(VoiceDamagedError, match="light"):
        Session(choice, ("x",))
    with pytest.raises(VoiceDamagedError, match="z"):
        Session(choice, ("x", "z"), ("light",))


@pytest.mark.parametrize("light", [3, [], {}, {"decoder_context": -1}, {"decoder_context": "12"}])
def test_a_damaged_description_is_a_typed_error(tmp_path: Path, light: object) -> None:
    with pytest.raises(VoiceDamagedError, match="light"):
        load_bundle(voice(tmp_path, light))


def test_a_description_tells_whether_its_voices_have_a_light_variant(tmp_path: Path) -> None:
    for folder, light in (("without", None), ("with", {"decoder_context": 12})):
        (tmp_path / folder).mkdir()
        bundle = load_bundle(voice(tmp_path / folder, light))
        assert all(info.has_light is (light is not None) for info in bundle.voices())


def test_a_voice_without_a_light_variant_speaks_in_full(tmp_path: Path) -> None:
    engine = NeuralEngine(load_bundle(voice(tmp_path, None)))
    assert not engine.has_light
    full = spoken(engine, Quality.FULL)
    for quality in Quality:
        assert np.array_equal(spoken(engine, quality), full)


def test_each_variant_of_the_bundled_voice_always_sounds_the_same() -> None:
    one, other = (NeuralEngine(load_bundle(BUNDLED)) for _ in range(2))
    full, light = (spoken(one, quality) for quality in (Quality.FULL, Quality.LIGHT))
    assert np.array_equal(full, light) is not one.has_light
    assert np.array_equal(spoken(other, Quality.LIGHT), light)
    assert np.array_equal(spoken(other, Quality.FULL), full)
    assert all(info.has_light is one.has_light for info in one.voices())
