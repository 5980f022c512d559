"""A home that does not answer, a network's for one, keeps nobody from speaking."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sotto.settings import store as module
from sotto.settings.file import read_settings
from sotto.settings.store import SettingsStore
from sotto.settings.values import Settings
from waiting import wait_until


class Disk:
    """One that answers only while it is awake."""

    def __init__(self) -> None:
        self.awake = threading.Event()
        self.awake.set()

    def read(self, path: Path, before: Settings | None = None) -> tuple[Settings, list[str]]:
        self.awake.wait()
        return read_settings(path, before)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made = Disk()
    monkeypatch.setattr(module, "read_settings", made.read)
    yield made
    made.awake.set()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "settings.toml"
    made.write_text("rate = 2.0\n")
    return made


def test_what_held_holds_until_the_disk_answers(file: Path, disk: Disk) -> None:
    told: list[Mapping[str, object]] = []
    store = SettingsStore(file, lambda _, changes, __: told.append(changes))
    assert store.current.rate == 2.0
    disk.awake.clear()
    file.write_text("rate = 3.0\n")
    assert store.current.rate == 2.0
    assert any("does not answer" in problem for problem in store.problems)
    threads = threading.active_count()
    for _ in range(20):
        assert store.current.rate == 2.0
    assert threading.active_count() == threads
    disk.awake.set()
    wait_until(lambda: store.current.rate == 3.0, "the change holds")
    assert told == [{"rate": 3.0}]
    assert store.problems == []
    store.close()


def test_a_start_without_the_disk_has_the_defaults_and_then_the_settings(
    file: Path, disk: Disk
) -> None:
    disk.awake.clear()
    store = SettingsStore(file, lambda *_: None)
    assert store.current == Settings()
    assert any("does not answer" in problem for problem in store.problems)
    disk.awake.set()
    wait_until(lambda: store.current.rate == 2.0, "the settings hold")
    store.close()


def test_a_change_while_the_disk_hangs_is_not_lost(file: Path, disk: Disk) -> None:
    store = SettingsStore(file, lambda *_: None)
    disk.awake.clear()
    file.write_text("rate = 3.0\n")
    assert store.current.rate == 2.0
    file.write_text("rate = 4.0\n")
    assert store.current.rate == 2.0
    disk.awake.set()
    wait_until(lambda: store.current.rate == 4.0, "the last change holds")
    store.close()
