"""The settings file: read, written, watched, and damaged in every way."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from sotto.errors import InvalidOptionError, SettingsError
from sotto.messages import Capitals, Clarity, Prosody, Punctuation, Quality, Style
from sotto.settings import (
    Settings,
    SettingsFile,
    read_settings,
    session_language,
    settings_path,
    write_settings,
)

FULL = Settings(
    voice='sotto:"linda"\n\x7f\\',
    language="nl-BE",
    rate=2.5,
    pitch=0.5,
    pitch_range=0.0,
    volume=2.0,
    style=Style.CALM,
    clarity=Clarity.ON,
    quality=Quality.LIGHT,
    punctuation=Punctuation.MOST,
    capitals=Capitals.PITCH,
    deadline_ms=60,
    idle_after_s=1.0,
    keep_awake_s=3.0,
    ducking=0.4,
    cache_mb=0,
    phrase_cache_mb=64,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sotto" / "settings.toml"


def put(file: Path, content: str | bytes) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("settings", [Settings(), FULL, Settings(rate=6.0)])
def test_what_is_written_is_read(file: Path, settings: Settings) -> None:
    write_settings(file, settings)
    assert read_settings(file) == (settings, [])
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_only_what_is_no_default_is_written(file: Path) -> None:
    write_settings(file, Settings(rate=2.0))
    assert file.read_text() == "rate = 2.0\n"


@budget(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_any_text_can_be_a_value(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        write_settings(path, Settings(voice=text))
        assert read_settings(path) == (Settings(voice=text), [])


def test_no_file_means_the_defaults(file: Path) -> None:
    assert read_settings(file) == (Settings(), [])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("rat = 1.0", "rat"),
        ("rate = 9.0", "rate"),
        ("rate = nan", "rate"),
        ("rate = true", "rate"),
        ('rate = "2"', "rate"),
        ("voice = 3", "voice"),
        (f'voice = "{"v" * 300}"', "voice"),
        ('punctuation = "few"', "punctuation"),
        ("punctuation = 1", "punctuation"),
        ("capitals = []", "capitals"),
        ('style = "loud"', "style"),
        ("clarity = true", "clarity"),
        ("quality = 'best'", "quality"),
        ("cache_mb = 1.5", "cache_mb"),
        ("cache_mb = 100000", "cache_mb"),
        ("phrase_cache_mb = -1", "phrase_cache_mb"),
        ("deadline_ms = 0", "deadline_ms"),
        ("[rate]\nx = 1", "rate"),
    ],
)
def test_a_mistake_costs_no_more_than_itself(file: Path, line: str, word: str) -> None:
    settings, problems = read_settings(put(file, f"volume = 0.5\n{line}\n"))
    assert settings == Settings(volume=0.5)
    (problem,) = problems
    assert word in problem
    assert len(problem) < 400


@pytest.mark.parametrize(
    "content",
    [
        b"rate",
        b"rate = 1\nrate = 2",
        b"\xff\xfe",
        b"\0",
        b"x = " + b"[" * 20_000,
        b"# " + b"x" * 100_000,
        b'voice = "',
    ],
)
def test_a_damaged_file_means_the_defaults_and_a_reason(file: Path, content: bytes) -> None:
    settings, problems = read_settings(put(file, content))
    assert settings == Settings()
    assert len(problems) == 1
    assert SettingsError.hears in problems[0]


def test_a_folder_in_its_place_is_told(file: Path) -> None:
    file.mkdir(parents=True)
    settings, problems = read_settings(file)
    assert settings == Settings()
    assert "cannot be read" in problems[0]
    with pytest.raises(SettingsError):
        write_settings(file, FULL)
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_a_value_out_of_range_cannot_be_made() -> None:
    with pytest.raises(InvalidOptionError, match="rate"):
        Settings(rate=0.0)


def test_the_defaults_of_a_request() -> None:
    options = FULL.options()
    assert options.prosody == Prosody(2.5, 0.5, 0.0, 2.0, Style.CALM, Clarity.ON, Quality.LIGHT)
    assert (options.punctuation, options.capitals) == (Punctuation.MOST, Capitals.PITCH)
    assert options.voice == options.language == ""


def test_a_change_is_seen_at_the_next_look_and_told_once(file: Path) -> None:
    seen: list[tuple[Settings, list[str]]] = []
    watched = SettingsFile(file, lambda settings, problems: seen.append((settings, problems)))
    assert watched.current == Settings()
    write_settings(file, Settings(rate=2.0))
    assert watched.current == watched.current == Settings(rate=2.0)
    put(file, "rate = 99.0\n")
    assert watched.current == Settings()
    assert watched.problems
    file.unlink()
    assert watched.current == Settings()
    assert watched.problems == []
    assert [settings for settings, _ in seen] == [Settings(rate=2.0), Settings(), Settings()]
    assert [len(problems) for _, problems in seen] == [0, 1, 0]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de-DE"),
        ({"LANG": "ca_ES@valencia"}, "ca-ES"),
        ({"LANG": "de_DE", "LC_MESSAGES": "nl_BE"}, "nl-BE"),
        ({"LANG": "de_DE", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": ""}, "en"),
    ],
)
def test_the_language_of_the_session(environment: dict[str, str], language: str) -> None:
    assert session_language(environment) == language


def test_where_the_file_is() -> None:
    assert settings_path({"HOME": "/h"}) == Path("/h/.config/sotto/settings.toml")
    found = settings_path({"HOME": "/h", "XDG_CONFIG_HOME": "/c"})
    assert found == Path("/c/sotto/settings.toml")
