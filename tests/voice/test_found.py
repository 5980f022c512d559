"""Voices of strangers: what is damaged concerns nobody but itself."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from sotto.cancel import CancelToken
from sotto.errors import EngineError, VoiceLoadingError
from sotto.messages import Clause, Phoneme, PhonemeRun, Prosody, Word
from sotto.voice.catalogue import CHECKOUT, Catalogue
from sotto.voice.found import find_voices, loading_order
from sotto.voice.late import LateEngine
from sotto.voice.neural.bundle import load_bundle
from sotto.voice.silent import ToneEngine
from waiting import wait_until

RUN = PhonemeRun(Clause((Word("a", 0, 1),), "en-us"), ((Phoneme("a", 2),),))


def wrong_graph(folder: Path) -> None:
    shutil.copy(folder / "vocoder.onnx", folder / "encoder.onnx")


def torn_graph(folder: Path) -> None:
    graph = folder / "decoder.onnx"
    graph.write_bytes(graph.read_bytes()[:1000])


def no_graph(folder: Path) -> None:
    (folder / "vocoder.onnx").unlink()


def no_json(folder: Path) -> None:
    (folder / "voice.json").write_bytes(b"\xff{")


def deep_json(folder: Path) -> None:
    (folder / "voice.json").write_text("[" * 100_000)


def folder_for_json(folder: Path) -> None:
    (folder / "voice.json").unlink()
    (folder / "voice.json").mkdir()


def pipe_for_json(folder: Path) -> None:
    (folder / "voice.json").unlink()
    os.mkfifo(folder / "voice.json")


def changed(**values: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        content = json.loads((folder / "voice.json").read_text())
        (folder / "voice.json").write_text(json.dumps(content | values))

    return change


DAMAGE: dict[str, Callable[[Path], None]] = {
    "wrong graph": wrong_graph,
    "torn graph": torn_graph,
    "no graph": no_graph,
    "no json": no_json,
    "deep json": deep_json,
    "a folder": folder_for_json,
    "a pipe": pipe_for_json,
    "other format": changed(format=7),
    "no speakers": changed(speakers=[]),
    "other speakers": changed(speakers=[{"name": "odd"}]),
    "other latents": changed(latents=3),
    "no frequencies": changed(mel_frequencies=[0.0, 0.0]),
    "no phonemes": changed(phonemes={"q": 1}),
}


@pytest.fixture(params=DAMAGE)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A home with a damaged voice that has the name of the bundled one."""
    folder = tmp_path / "sotto" / "voices" / "sotto"
    folder.parent.mkdir(parents=True)
    shutil.copytree(CHECKOUT / "sotto", folder)
    DAMAGE[request.param](folder)
    return tmp_path


def spoken(engine: LateEngine) -> int:
    """Samples of a sound in its first voice."""
    voice = engine.voices()[0].identifier
    return sum(len(c.samples) for c in engine.speak(RUN, voice, Prosody(), CancelToken()))


def test_a_damaged_voice_never_hides_a_sound_one(home: Path) -> None:
    voices, damaged = find_voices({"XDG_DATA_HOME": str(home)})
    for each in voices:
        each.load()
    good = [each for each in voices if "sotto" in each.names and not each.problem]
    told = [*damaged, *(reason for each in voices for reason in each.damaged)]
    assert len(good) == 1
    assert spoken(good[0]) > 1000
    assert len(told) == 1
    assert str(home) in told[0]
    assert good[0].voices() == load_bundle(CHECKOUT / "sotto").voices()


def test_another_folder_with_the_bundled_voices_name_is_a_candidate_too(tmp_path: Path) -> None:
    folder = tmp_path / "sotto" / "voices" / "mine"
    folder.parent.mkdir(parents=True)
    shutil.copytree(CHECKOUT / "sotto", folder)
    wrong_graph(folder)
    voices, damaged = find_voices({"XDG_DATA_HOME": str(tmp_path)})
    (mine,) = (each for each in voices if "sotto" in each.names)
    assert mine.load()
    assert damaged == []
    assert str(folder) in mine.damaged[0]
    assert spoken(mine) > 1000


def test_where_none_can_be_used_another_voice_of_the_language_is(tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "sotto", tmp_path / "sotto")
    wrong_graph(tmp_path / "sotto")
    engine = LateEngine(load_bundle(tmp_path / "sotto"))
    plain = ToneEngine("plain", ("af", "en-us", "en-gb", "fr-fr", "de"), needs_phonemes=False)
    catalogue = Catalogue([engine], plain)
    asked = engine.voices()[0]
    assert catalogue.find(asked.name) == asked
    assert not engine.load()
    assert engine.voices() == ()
    assert asked.name in engine.problem or "sotto" in engine.problem
    with pytest.raises(EngineError, match="cannot be used"):
        engine.speak(RUN, asked.identifier, Prosody(), CancelToken())
    substitute = catalogue.find(asked.name)
    assert substitute.languages[0].split("-")[0] == asked.languages[0].split("-")[0]
    for language, tag in {"en-GB": "en-gb", "fr": "fr-fr", "de": "de", "en": "en-us"}.items():
        assert catalogue.choose("", language).languages == (tag,)
        assert catalogue.route(catalogue.choose("", language), language).language == tag


def test_an_installed_voice_comes_after_those_that_came_with_sotto(tmp_path: Path) -> None:
    own = tmp_path / "sotto" / "voices"
    own.mkdir(parents=True)
    for name in ("a-new-one", "chorus"):
        shutil.copytree(CHECKOUT / "chorus", own / name)
    changed(name="new")(own / "a-new-one")
    environment = {"HOME": "/nonexistent", "XDG_DATA_HOME": str(tmp_path)}
    voices, damaged = find_voices(environment)
    assert damaged == []
    # One of a name that came with Sotto stands in its place.
    assert voices[0].folders == (own / "chorus", CHECKOUT / "chorus")
    assert voices[-1].folders == (own / "a-new-one",)
    assert voices[-1].voices()[0].identifier == "new:heart"


def _names(voices: Sequence[LateEngine]) -> list[str]:
    return ["/".join(sorted(voice.names)) for voice in voices]


def test_what_usually_speaks_is_loaded_first_and_what_came_along_when_it_is_wanted(
    tmp_path: Path,
) -> None:
    own = tmp_path / "data" / "sotto" / "voices"
    for name in ("mine", "yours"):
        shutil.copytree(CHECKOUT / "chorus", own / name)
        changed(name=name)(own / name)
    environment = {"HOME": "/nonexistent", "XDG_DATA_HOME": str(tmp_path / "data")}
    voices, _ = find_voices(environment)
    order = loading_order(environment, voices, {"yours:heart"})
    assert _names(order) == ["yours", "mine"]
    put_off = [voice for voice in voices if not voice.problem]
    assert _names(put_off) == ["chorus", "sotto"]
    name = put_off[0].voices()[0].identifier

    def is_there() -> bool:
        # It goes on being loaded while another would cover for it.
        with suppress(VoiceLoadingError):
            return bool(list(put_off[0].speak(RUN, name, Prosody(), CancelToken())))
        return False

    wait_until(is_there, "it came when it was wanted")


def test_links_to_what_came_along_are_no_voices_of_the_user(tmp_path: Path) -> None:
    own = tmp_path / "sotto" / "voices"
    own.mkdir(parents=True)
    for name in ("chorus", "sotto"):
        (own / name).symlink_to(CHECKOUT / name)
    environment = {"HOME": "/nonexistent", "XDG_DATA_HOME": str(tmp_path)}
    voices, _ = find_voices(environment)
    assert _names(loading_order(environment, voices, {"chorus:heart"})) == ["chorus"]


def test_voices_that_a_variable_names_are_all_tried(tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "sotto", tmp_path / "sotto")
    environment = {"HOME": "/nonexistent", "SOTTO_VOICES": str(tmp_path)}
    voices, _ = find_voices(environment)
    assert _names(loading_order(environment, voices, {"chorus:heart"})) == ["chorus", "sotto"]
