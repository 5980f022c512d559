"""Where voices are found and who speaks what."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sotto.cancel import CancelToken
from sotto.errors import UnknownVoiceError
from sotto.messages import HOUSE_RATE, AudioChunk, PhonemeRun, Prosody, VoiceInfo
from sotto.voice.abilities import Abilities
from sotto.voice.catalogue import CHECKOUT, Catalogue, voice_folders


class Named:
    """An engine that only has voices."""

    abilities = Abilities(HOUSE_RATE, needs_phonemes=False)

    def __init__(self, *voices: VoiceInfo) -> None:
        self._voices = voices

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._voices

    def speak(
        self, run: PhonemeRun, voice: str, prosody: Prosody, cancel: CancelToken
    ) -> Iterator[AudioChunk]:
        raise AssertionError("never asked to speak")

    def close(self) -> None:
        return None


NATURAL = Named(
    VoiceInfo("v:anna", "anna", "neural", ("en-us", "de")),
    VoiceInfo("v:berta", "berta", "neural", ("de", "en-us")),
)
PLAIN = Named(
    VoiceInfo("espeak:af", "Afrikaans", "espeak-ng", ("af",)),
    VoiceInfo("espeak:de", "German", "espeak-ng", ("de",)),
    VoiceInfo("espeak:en-us", "English", "espeak-ng", ("en-us", "en")),
    VoiceInfo("espeak:ru", "Russian", "espeak-ng", ("ru",)),
)


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue([NATURAL], PLAIN)


@pytest.mark.parametrize(
    ("name", "language", "chosen"),
    [
        ("", "", "v:anna"),
        ("", "de-AT", "v:berta"),
        ("", "en", "v:anna"),
        ("BERTA", "en", "v:berta"),
        ("espeak:ru", "", "espeak:ru"),
        ("", "ru", "espeak:ru"),
        ("", "tlh", "v:anna"),
    ],
)
def test_a_voice_is_chosen_by_name_then_language(
    catalogue: Catalogue, name: str, language: str, chosen: str
) -> None:
    assert catalogue.choose(name, language).identifier == chosen


def test_an_unknown_name_is_a_typed_error(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownVoiceError):
        catalogue.choose("carla", "")


@pytest.mark.parametrize(
    ("voice", "language", "route"),
    [
        ("anna", "", (NATURAL, "v:anna", "en-us")),
        ("anna", "en-GB", (NATURAL, "v:anna", "en-us")),
        ("anna", "de", (NATURAL, "v:anna", "de")),
        ("anna", "ru", (PLAIN, "espeak:ru", "ru")),
        ("anna", "tlh", (PLAIN, "espeak:en-us", "en-us")),
        ("German", "", (PLAIN, "espeak:de", "de")),
    ],
)
def test_a_clause_goes_to_who_speaks_its_language(
    catalogue: Catalogue, voice: str, language: str, route: tuple[Named, str, str]
) -> None:
    found = catalogue.route(catalogue.find(voice), language)
    assert (found.engine, found.voice, found.language) == route


def make(root: Path, name: str) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "voice.json").write_text("{}")
    return folder


def test_folders_are_searched_in_order_and_the_first_of_a_name_wins(tmp_path: Path) -> None:
    own, data, shared = tmp_path / "own", tmp_path / "data", tmp_path / "shared"
    first = make(own, "a")
    make(data / "sotto/voices", "a")
    second = make(data / "sotto/voices", "b")
    third = make(shared / "sotto/voices", "c")
    environment = {
        "SOTTO_VOICES": str(own),
        "XDG_DATA_HOME": str(data),
        "XDG_DATA_DIRS": str(shared),
    }
    found = [folder for folder in voice_folders(environment) if CHECKOUT not in folder.parents]
    assert found == [first, second, third]


def test_the_checkout_has_the_bundled_voice() -> None:
    assert CHECKOUT / "sotto" in list(voice_folders({"HOME": "/nonexistent"}))


# ---- varieties, and what the user chose


def of(tag: str, gender: str = "") -> VoiceInfo:
    return VoiceInfo(f"v:{tag}{gender}", tag + gender, "neural", (tag,), gender)


SPARE = Named(*(VoiceInfo(f"espeak:{t}", t, "espeak-ng", (t,)) for t in ("en-us", "pt", "pt-br")))


@pytest.mark.parametrize(
    ("voices", "wanted", "chosen"),
    [
        (["en", "pt-pt", "pt-br"], "pt-BR", "v:pt-br"),
        (["en", "pt-pt", "pt"], "pt-BR", "v:pt"),
        (["en", "pt-pt"], "pt-BR", "v:pt-pt"),
        (["en", "pt-br"], "pt", "v:pt-br"),
        (["en"], "pt-BR", "espeak:pt-br"),
        (["en"], "pt-AO", "espeak:pt"),
        (["en-us", "en-gb"], "en-AU", "v:en-gb"),
        (["en-gb", "en-us"], "en", "v:en-us"),
        (["en", "no-no"], "nb", "v:no-no"),
    ],
)
def test_the_nearest_variety_speaks(voices: list[str], wanted: str, chosen: str) -> None:
    catalogue = Catalogue([Named(*map(of, voices))], SPARE)
    assert catalogue.choose("", wanted).identifier == chosen
    if "en" in voices:
        assert catalogue.route(catalogue.find("v:en"), wanted).voice == chosen


def test_the_variety_counts_more_than_the_gender() -> None:
    voices = Named(of("en", "female"), of("pt-br", "female"), of("pt-pt", "male"))
    catalogue = Catalogue([voices], SPARE)
    assert catalogue.route(catalogue.find("v:enfemale"), "pt-PT").voice == "v:pt-ptmale"
    assert catalogue.route(catalogue.find("v:enfemale"), "pt").voice == "v:pt-brfemale"


def test_what_each_voice_is_best_for() -> None:
    catalogue = Catalogue([Named(*map(of, ("en-us", "pt-br", "en-gb")))], PLAIN)
    best = catalogue.best_for({})
    assert best["v:en-us"] == ["en", "en-us"]
    assert best["v:pt-br"] == ["pt", "pt-br"]
    assert best["v:en-gb"] == ["en-gb"]
    assert best["espeak:de"] == ["de"]
    chosen = catalogue.best_for({"de-at": "espeak:de", "pt": "espeak:af"}, "v:en-gb")
    assert chosen["v:en-gb"] == ["en", "en-gb", "en-us"]
    # It does not speak what it was chosen for.
    assert chosen["v:pt-br"] == ["pt", "pt-br"]
    assert chosen["espeak:de"] == ["de", "de-at"]


def test_voices_come_and_go(catalogue: Catalogue) -> None:
    catalogue.use([NATURAL, Named(of("fr"))])
    assert catalogue.choose("", "fr").identifier == "v:fr"
    catalogue.use([NATURAL])
    assert catalogue.choose("", "fr").identifier == "v:anna"
    # Whoever asks for it by name is still spoken to.
    assert catalogue.find("v:fr").identifier == "v:anna"


@pytest.mark.parametrize(
    ("chosen", "wanted", "language", "usual"),
    [
        ({}, "", "en", {"v:anna"}),
        ({}, "v:berta", "en", {"v:berta"}),
        ({"en": "berta"}, "", "en", {"v:berta", "berta"}),
        ({"de": "v:berta"}, "espeak:en-us", "en", {"v:berta", "espeak:en-us"}),
        ({}, "espeak:ru", "en", {"v:anna", "espeak:ru"}),
        ({}, "gone", "de", {"v:berta", "gone"}),
    ],
)
def test_the_best_voice_is_usual_only_where_none_was_chosen(
    catalogue: Catalogue,
    chosen: Mapping[str, str],
    wanted: str,
    language: str,
    usual: set[str],
) -> None:
    """Before, the bundled voice stayed in memory beside the one that was chosen in its place."""
    assert catalogue.usual(chosen, wanted, language) == usual
