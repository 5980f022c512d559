"""Orca's settings file: what is put in, what is left alone, and that it comes out again."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto_orca.choice import Choice, Family, System
from sotto_orca.errors import OrcaSettingsError
from sotto_orca.json_format import apply, is_enabled, parse, take_back
from sotto_orca.json_store import JsonStore
from sotto_orca.record import Record

SPIEL = Choice(System.SPIEL, Family.of("Linda", "en-US"))

USED = {
    "general": {
        "speechServerFactory": "speechdispatcherfactory",
        "speechServerInfo": ["espeak", "espeak-ng"],
        "startingProfile": ["Work", "work"],
        "rate": 60,
    },
    "pronunciations": {"sotto": ["sotto", "sott oh"]},
    "keybindings": {"where_am_i": [["a", "1", "2", "1"]]},
    "profiles": {
        "default": {"profile": ["Default", "default"], "enableEchoByWord": True},
        "work": {
            "profile": ["Work", "work"],
            "speechServerFactory": "speechdispatcherfactory",
            "speechServerInfo": ["flite", "flite"],
            "voices": {"default": {"rate": 83.0, "family": {"name": "kal", "lang": "en"}}},
        },
        "quiet": {"profile": ["Quiet", "quiet"], "speechServerInfo": ["x", "rhvoice"]},
    },
}


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    return JsonStore(tmp_path / "orca" / "user-settings.conf", Record(tmp_path / "kept" / "r.json"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "orca" / "user-settings.conf"
    path.parent.mkdir()
    return path


def test_only_the_speech_of_the_starting_profile_changes() -> None:
    settings = copy.deepcopy(USED)
    apply(settings, Choice())
    expected: dict[str, Any] = copy.deepcopy(USED)
    for part in (expected["general"], expected["profiles"]["work"]):
        part["speechServerFactory"] = "speechdispatcherfactory"
        part["speechServerInfo"] = ["Sotto", "sotto"]
    assert settings == expected


def test_spiel_names_the_provider_and_the_voice_and_keeps_the_rate() -> None:
    settings: dict[str, Any] = copy.deepcopy(USED)
    apply(settings, SPIEL)
    work = settings["profiles"]["work"]
    assert work["speechServerFactory"] == "spiel"
    assert work["speechServerInfo"] == ["Sotto", "org.sotto.Speech.Provider"]
    voice = work["voices"]["default"]
    assert (voice["rate"], voice["established"]) == (83.0, True)
    assert (voice["family"]["name"], voice["family"]["dialect"]) == ("Linda", "us")


@pytest.mark.parametrize("choice", [Choice(), SPIEL])
def test_enabled_is_seen_and_the_way_back_is_exact(choice: Choice) -> None:
    settings = copy.deepcopy(USED)
    assert not is_enabled(settings)
    changes = apply(settings, choice)
    assert is_enabled(settings)
    take_back(settings, changes)
    assert settings == USED


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
tables = st.dictionaries(
    st.sampled_from(["speechServerFactory", "speechServerInfo", "rate", "profile"]), values
)


@given(
    general=tables,
    profiles=st.dictionaries(st.sampled_from(["default", "work"]), tables),
    spiel=st.booleans(),
)
def test_any_settings_come_back(
    general: dict[str, Any], profiles: dict[str, Any], spiel: bool
) -> None:
    whole = {
        "general": general,
        "profiles": profiles,
        "pronunciations": {},
        "keybindings": {},
    }
    settings = copy.deepcopy(whole)
    take_back(settings, apply(settings, SPIEL if spiel else Choice()))
    assert settings == whole


def test_the_file_comes_back_to_the_byte(store: JsonStore, file: Path) -> None:
    odd = json.dumps(USED).replace(", ", " ,\n").encode() + b"\n\n"
    file.write_bytes(odd)
    file.chmod(0o600)
    store.enable(Choice())
    assert store.is_enabled()
    assert file.read_bytes() != odd
    assert file.stat().st_mode & 0o777 == 0o600
    store.enable(SPIEL)
    assert store.disable()
    assert file.read_bytes() == odd
    assert not store.disable()


def test_a_backup_stays(store: JsonStore, file: Path, tmp_path: Path) -> None:
    file.write_text(json.dumps(USED))
    store.enable(Choice())
    store.disable()
    (backup,) = (tmp_path / "kept").glob("user-settings.conf.*")
    assert backup.read_bytes() == file.read_bytes()


def test_without_a_file_one_is_made_and_removed(store: JsonStore, file: Path) -> None:
    store.enable(Choice())
    made = json.loads(file.read_bytes())
    assert set(made) == {"general", "profiles", "pronunciations", "keybindings"}
    assert is_enabled(made)
    store.disable()
    assert not file.exists()


def test_what_orca_wrote_since_is_kept(store: JsonStore, file: Path) -> None:
    file.write_text(json.dumps(USED))
    store.enable(SPIEL)
    since = json.loads(file.read_bytes())
    since["profiles"]["work"]["voices"]["default"]["rate"] = 99.0
    since["general"]["enableSpeech"] = False
    file.write_text(json.dumps(since))
    store.disable()
    expected: dict[str, Any] = copy.deepcopy(USED)
    expected["profiles"]["work"]["voices"]["default"]["rate"] = 99.0
    expected["general"]["enableSpeech"] = False
    assert json.loads(file.read_bytes()) == expected


def test_a_synthesizer_chosen_since_is_kept(store: JsonStore, file: Path) -> None:
    file.write_text(json.dumps(USED))
    store.enable(Choice())
    since = json.loads(file.read_bytes())
    since["profiles"]["work"]["speechServerInfo"] = ["RHVoice", "rhvoice"]
    file.write_text(json.dumps(since))
    store.disable()
    now = json.loads(file.read_bytes())
    assert now["profiles"]["work"]["speechServerInfo"] == ["RHVoice", "rhvoice"]
    assert now["general"] == USED["general"]


@pytest.mark.parametrize(
    "damaged",
    [b"", b"\xff\xfe", b"[]", b'{"general": {}}', json.dumps(USED | {"general": []}).encode()],
)
def test_a_damaged_file_is_refused_and_left(store: JsonStore, file: Path, damaged: bytes) -> None:
    file.write_bytes(damaged)
    with pytest.raises(OrcaSettingsError, match="damaged"):
        store.enable(Choice())
    assert file.read_bytes() == damaged


def test_a_damaged_profile_is_refused() -> None:
    with pytest.raises(OrcaSettingsError, match="work"):
        parse(json.dumps(USED | {"profiles": {"work": 1}}).encode())


def test_a_damaged_record_is_refused_and_the_file_left(
    store: JsonStore, file: Path, tmp_path: Path
) -> None:
    file.write_text(json.dumps(USED))
    store.enable(Choice())
    enabled = file.read_bytes()
    record = tmp_path / "kept" / "r.json"
    for content in ("{", "[]", '{"format": 2}', '{"format": 1}'):
        record.write_text(content)
        with pytest.raises(OrcaSettingsError, match="damaged"):
            store.disable()
        assert file.read_bytes() == enabled


def test_a_link_stays_a_link(store: JsonStore, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.conf"
    target.write_text(json.dumps(USED))
    file.symlink_to(target)
    store.enable(Choice())
    assert file.is_symlink()
    assert is_enabled(json.loads(target.read_text()))


def test_folders_that_had_to_be_made_go_again_and_no_others(tmp_path: Path) -> None:
    settings, record = (
        tmp_path / "share" / "orca" / "s.conf",
        tmp_path / "state" / "sotto" / "r.json",
    )
    (tmp_path / "share").mkdir()
    store = JsonStore(settings, Record(record))
    store.enable(SPIEL)
    assert settings.exists()
    assert store.disable()
    assert [each.name for each in tmp_path.iterdir()] == ["share"]
    store.enable(SPIEL)
    (settings.parent / "other").touch()
    assert store.disable()
    assert [each.name for each in settings.parent.iterdir()] == ["other"]
