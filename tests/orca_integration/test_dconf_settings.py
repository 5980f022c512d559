"""Orca's settings in dconf, with the real dconf on a bus of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop import activate_dconf
from sotto_orca.choice import Choice, Family, System
from sotto_orca.dconf_store import FACTORY, SYNTHESIZER, DconfStore, entries, quote
from sotto_orca.errors import OrcaSettingsError
from sotto_orca.record import Record
from sound import SoundSession, sound_session

SPIEL = Choice(System.SPIEL, Family.of('Linda\'s \\ "best"', "en-US"))
USED = {
    FACTORY: "'speechdispatcherfactory'",
    SYNTHESIZER: "'espeak-ng'",
    "/org/gnome/orca/default/speech/rate": "60",
    "/org/gnome/orca/default/voice-sets/primary/default/family-name": '"it\'s"',
    "/org/gnome/orca/evening/speech/synthesizer": "'flite'",
}


@pytest.fixture(scope="module")
def session() -> Iterator[SoundSession]:
    with sound_session() as made:
        activate_dconf(made)
        yield made


@pytest.fixture
def dconf(session: SoundSession) -> Iterator[Callable[..., str]]:
    def run(*arguments: str) -> str:
        done = session.run("dconf", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    yield run
    run("reset", "-f", "/org/gnome/orca/")


@pytest.mark.parametrize("version", [50, 51])
@pytest.mark.parametrize("choice", [Choice(), SPIEL])
@pytest.mark.parametrize("before", [USED, {}])
def test_every_key_comes_back(
    dconf: Callable[..., str],
    tmp_path: Path,
    version: int,
    choice: Choice,
    before: dict[str, str],
) -> None:
    for key, value in before.items():
        dconf("write", key, value)
    dump = dconf("dump", "/")
    store = DconfStore(dconf, Record(tmp_path / "r.json"), version)
    assert not store.is_enabled()
    store.enable(choice)
    assert store.is_enabled()
    for key, value in entries(choice, version).items():
        assert dconf("read", key).strip() == value
    store.enable(Choice())
    assert store.disable()
    assert dconf("dump", "/") == dump
    assert not store.disable()


def test_only_the_users_speech_keys_change(dconf: Callable[..., str], tmp_path: Path) -> None:
    for key, value in USED.items():
        dconf("write", key, value)
    DconfStore(dconf, Record(tmp_path / "r.json"), 51).enable(Choice())
    for key in USED.keys() - {FACTORY, SYNTHESIZER}:
        assert dconf("read", key).strip() == USED[key]


def test_a_synthesizer_chosen_since_is_kept(dconf: Callable[..., str], tmp_path: Path) -> None:
    for key, value in USED.items():
        dconf("write", key, value)
    store = DconfStore(dconf, Record(tmp_path / "r.json"), 51)
    store.enable(SPIEL)
    dconf("write", SYNTHESIZER, "'rhvoice'")
    store.disable()
    assert dconf("read", SYNTHESIZER).strip() == "'rhvoice'"
    assert dconf("read", FACTORY).strip() == USED[FACTORY]


def test_a_backup_holds_everything(dconf: Callable[..., str], tmp_path: Path) -> None:
    for key, value in USED.items():
        dconf("write", key, value)
    dump = dconf("dump", "/org/gnome/orca/")
    DconfStore(dconf, Record(tmp_path / "r.json"), 51).enable(Choice())
    (backup,) = tmp_path.glob("dconf.*")
    assert backup.read_text() == dump


def test_a_damaged_record_is_refused(dconf: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text('{"format": 1, "written": {"a": "b"}}')
    with pytest.raises(OrcaSettingsError, match="damaged"):
        DconfStore(dconf, Record(tmp_path / "r.json"), 51).disable()


def test_voices_lie_where_the_version_looks() -> None:
    assert any("/voices/default/family-name" in key for key in entries(SPIEL, 50))
    assert any("/voice-sets/primary/default/family-name" in key for key in entries(SPIEL, 51))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a b", "'a b'"), ("it's", '"it\'s"'), ('say "x"', "'say \"x\"'"), ("a\\b", "'a\\\\b'")],
)
def test_strings_are_written_as_dconf_prints_them(
    dconf: Callable[..., str], text: str, expected: str
) -> None:
    assert quote(text) == expected
    dconf("write", SYNTHESIZER, quote(text))
    assert dconf("read", SYNTHESIZER).strip() == expected
