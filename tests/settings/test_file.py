"""The settings file: read, written value by value, and damaged in every way."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from sotto.errors import InvalidOptionError, SettingsError
from sotto.messages import (
    Capitals,
    Clarity,
    Emoji,
    Numbers,
    Pauses,
    Prosody,
    Punctuation,
    Quality,
    Reading,
    SpellingAlphabet,
    Style,
    Switching,
    WordCapitals,
    Wording,
)
from sotto.settings.file import differences, read_settings, write_changes
from sotto.settings.modes import LearnAwake, LogLevel, LookAhead
from sotto.settings.places import session_language, settings_path
from sotto.settings.values import Settings, describe

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
    device="alsa_output.usb",
    log_level=LogLevel.DEBUG,
    voices="de=sotto:kerstin, nl = sotto:nathalie",
    switching=Switching.OFF,
    pauses=Pauses.SHORTEST,
    numbers=Numbers.DIGITS,
    reading=Wording.LITERAL,
    programs="orca: rate=2, style=calm",
    capital_pitch=1.5,
    emoji=Emoji.OFF,
    spelling_alphabet=SpellingAlphabet.PHONETIC,
    word_capitals=WordCapitals.WORDS,
    look_ahead=LookAhead.OFF,
    keep_awake_bluetooth_s=10.0,
    keep_awake_hdmi_s=20.0,
    keep_awake_usb_s=30.0,
    learn_awake=LearnAwake.OFF,
)


def write_settings(path: Path, settings: Settings) -> None:
    write_changes(path, differences(Settings(), settings))


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
    written = [path.name for path in file.parent.glob("*")]
    assert written == ([] if settings == Settings() else ["settings.toml"])


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
        ('voices = "de"', "voices"),
        ('voices = "de=a b"', "voices"),
        ("voices = {de = 1}", "voices"),
        ("capital_pitch = 3.0", "capital_pitch"),
        ('pauses = "none"', "pauses"),
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
    assert options.reading == Reading(
        Pauses.SHORTEST,
        Numbers.DIGITS,
        Wording.LITERAL,
        Switching.OFF,
        1.5,
        Emoji.OFF,
        SpellingAlphabet.PHONETIC,
        WordCapitals.WORDS,
    )
    assert FULL.voice_of_language() == {"de": "sotto:kerstin", "nl": "sotto:nathalie"}


OWN = """\
# My settings.
volume = 0.5   # quiet, for the night

pitch = 1.2
rate = 1.5 # from work
unknown = [1, 2]
"""


def test_comments_order_and_what_is_unknown_stay(file: Path) -> None:
    put(file, OWN)
    write_changes(file, {"rate": 3.0, "style": Style.CALM, "pitch": 1.0})
    assert (
        file.read_text()
        == OWN.replace("rate = 1.5", "rate = 3.0").replace("pitch = 1.2\n", "") + 'style = "calm"\n'
    )


def test_a_file_of_restricted_mode_or_behind_a_link_stays_so(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("rate = 2.0\n")
    real.chmod(0o600)
    file.parent.mkdir()
    file.symlink_to(real)
    write_changes(file, {"volume": 0.5})
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert read_settings(file) == (Settings(rate=2.0, volume=0.5), [])


def test_a_damaged_file_is_set_aside_when_a_setting_is_changed(file: Path) -> None:
    put(file, "rate = = 2\n")
    write_changes(file, {"volume": 0.5})
    assert read_settings(file) == (Settings(volume=0.5), [])
    assert (file.parent / "settings.toml.damaged").read_text() == "rate = = 2\n"


def test_what_cannot_be_used_stays_as_it_was(file: Path) -> None:
    before = Settings(rate=2.0, pitch=1.5)
    assert read_settings(put(file, "rate = 99.0\nvolume = 0.5\n"), before)[0] == Settings(
        rate=2.0, volume=0.5
    )
    assert read_settings(put(file, "rate ="), before)[0] == before


def test_every_setting_is_described_once_and_for_people() -> None:
    described = describe()
    assert len({each.label for each in described}) == len(described)
    for each in described:
        assert each.help.endswith("."), each.name
        assert each.label[0].isupper() and not each.label.endswith("."), each.name
        is_number = isinstance(each.default, int | float)
        assert is_number == (each.limits is not None) == bool(each.unit), each.name


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


def test_what_settings_were_called_once_still_holds(file: Path) -> None:
    put(file, 'abbreviations = "literal"\nnumbers = "natural"\n')
    settings, problems = read_settings(file)
    assert (settings.reading, settings.numbers, problems) == (
        Wording.LITERAL,
        Numbers.LANGUAGE,
        [],
    )
    write_changes(file, {"reading": Wording.NATURAL})
    assert "abbreviations" not in file.read_text()
    assert read_settings(file)[0].reading is Wording.NATURAL
    put(file, 'reading = "natural"\nabbreviations = "literal"\n')
    assert read_settings(file)[0].reading is Wording.NATURAL
