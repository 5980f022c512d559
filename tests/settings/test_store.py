"""The settings that hold: changed by callers and by hand, taken back, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sotto.errors import InvalidOptionError, SettingsError
from sotto.messages import Style
from sotto.settings.store import MOST_STEPS, SettingsStore, Work
from sotto.settings.values import Settings


class Told:
    """What a store told of."""

    def __init__(self) -> None:
        self.changes: list[Mapping[str, object]] = []
        self.problems: list[str] = []

    def __call__(
        self, settings: Settings, changes: Mapping[str, object], problems: list[str]
    ) -> None:
        self.changes.append(changes)
        self.problems += problems


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sotto" / "settings.toml"


def edit(file: Path, content: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(content)


def test_what_is_set_holds_is_told_and_is_written(file: Path) -> None:
    told = Told()
    store = SettingsStore(file, told)
    store.set("rate", 2)
    store.set("style", "calm")
    store.set("rate", 2.0)
    assert store.current == Settings(rate=2.0, style=Style.CALM)
    assert told.changes == [{"rate": 2.0}, {"style": Style.CALM}]
    assert file.read_text() == 'rate = 2.0\nstyle = "calm"\n'
    store.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [("rate", 9.0), ("rate", "2"), ("rate", float("nan")), ("style", "loud"), ("rat", 1.0)],
)
def test_what_is_refused_changes_nothing(file: Path, name: str, value: object) -> None:
    store = SettingsStore(file, told := Told())
    with pytest.raises(InvalidOptionError):
        store.set(name, value)
    assert store.current == Settings()
    assert not told.changes
    assert not file.exists()
    store.close()


def test_every_kind_of_change_is_taken_back_step_by_step(file: Path) -> None:
    store = SettingsStore(file, Told())
    for rate in range(1, 13):
        store.set("volume", rate / 10)
    store.reset(["volume"])
    store.set("pitch", 1.5)
    store.reset([])
    edit(file, "rate = 3.0\n")
    assert store.current == Settings(rate=3.0)
    assert store.undo() == ("rate",)
    assert store.undo() == ("pitch",)
    assert store.undo() == ("pitch",)
    assert store.undo() == ("volume",)
    assert store.current == Settings(volume=1.2)
    for _ in range(12):
        assert store.undo() == ("volume",)
    assert store.undo() == ()
    assert store.current == Settings()
    assert file.read_text() == ""
    store.close()


def test_steps_are_bounded(file: Path) -> None:
    store = SettingsStore(file, Told())
    for turn in range(MOST_STEPS + 5):
        store.set("volume", 0.5 + turn % 2)
    assert store.steps == MOST_STEPS
    store.close()


def test_a_hand_edit_holds_at_the_next_look_wherever_the_folder_was(file: Path) -> None:
    told = Told()
    # Neither the file nor its folder is there yet.
    store = SettingsStore(file, told)
    assert store.current == Settings()
    edit(file, "rate = 2.0\n")
    assert store.current == Settings(rate=2.0)
    fresh = file.with_name("fresh")
    fresh.write_text("rate = 3.0\n")
    fresh.replace(file)
    assert store.current == Settings(rate=3.0)
    file.unlink()
    assert store.current == Settings()
    file.parent.rmdir()
    assert store.current == Settings()
    edit(file, "rate = 4.0\n")
    assert store.current == Settings(rate=4.0)
    assert [dict(each) for each in told.changes] == [
        {"rate": 2.0}, {"rate": 3.0}, {"rate": 1.0}, {"rate": 4.0}
    ]  # fmt: skip
    store.close()


def test_an_edit_of_the_file_behind_a_link_is_seen(file: Path, tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "sotto.toml"
    real.write_text("rate = 2.0\n")
    file.parent.mkdir()
    file.symlink_to(real)
    store = SettingsStore(file, Told())
    assert store.current == Settings(rate=2.0)
    real.write_text("rate = 3.0\n")
    assert store.current == Settings(rate=3.0)
    store.close()


def test_the_file_is_not_looked_at_while_nothing_has_changed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(file, "rate = 2.0\n")
    store = SettingsStore(file, Told())

    def refuse(self: Path, **_: object) -> None:
        raise AssertionError(f"{self} was looked at")

    monkeypatch.setattr(Path, "stat", refuse)
    assert store.current == Settings(rate=2.0)
    monkeypatch.undo()
    store.close()


def test_a_mistake_is_told_once_and_what_held_stays(file: Path) -> None:
    edit(file, "rate = 2.0\n")
    told = Told()
    store = SettingsStore(file, told)
    for content in ("rate = \n", "rate = \n# again\n", "rate = 99.0\n", "rate = 99.0\npitch = 1.5"):
        edit(file, content)
        assert store.current.rate == 2.0
        assert len(store.problems) == 1
    assert len([each for each in told.problems if SettingsError.hears in each]) == 1
    assert len([each for each in told.problems if "99.0" in each]) == 1
    edit(file, "rate = 3.0\n")
    assert store.current == Settings(rate=3.0)
    assert store.problems == []
    store.close()


def test_a_home_that_cannot_be_written_costs_no_change(file: Path) -> None:
    file.parent.write_text("no folder")
    store = SettingsStore(file, told := Told())
    store.set("rate", 2.0)
    store.set("pitch", 1.5)
    assert store.current == Settings(rate=2.0, pitch=1.5)
    assert len(told.problems) == 1
    assert "cannot be written" in told.problems[0]
    assert told.problems[0] in store.problems
    store.close()


class Later:
    """Writing that waits until it is let go on."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Work, Callable[[SettingsError | None], None]]] = []

    def __call__(self, work: Work, done: Callable[[SettingsError | None], None]) -> None:
        self.waiting.append((work, done))

    def run(self) -> None:
        work, done = self.waiting.pop(0)
        done(work())


def test_changes_made_while_it_writes_are_written_together_and_win_over_edits(file: Path) -> None:
    later = Later()
    store = SettingsStore(file, Told(), later)
    for rate in (1.5, 2.0, 2.5):
        store.set("rate", rate)
    store.set("pitch", 1.5)
    edit(file, "rate = 5.0\nvolume = 0.5\n")
    assert store.current == Settings(rate=2.5, pitch=1.5, volume=0.5)
    later.run()
    later.run()
    assert later.waiting == []
    assert file.read_text() == "rate = 2.5\nvolume = 0.5\npitch = 1.5\n"
    assert store.current == Settings(rate=2.5, pitch=1.5, volume=0.5)
    store.close()


def test_what_is_not_written_yet_is_written_at_the_end(file: Path) -> None:
    store = SettingsStore(file, Told(), later := Later())
    store.set("rate", 2.0)
    store.set("pitch", 1.5)
    store.close()
    assert file.read_text() == "pitch = 1.5\n"
    assert len(later.waiting) == 1
