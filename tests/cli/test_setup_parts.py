"""The parts of `sotto setup` that know other programs' settings, without these programs."""

from __future__ import annotations

import pytest

from sotto.cli.setup import shortcuts, speechd_default
from sotto.cli.setup.shortcuts import read_list, wanted_keys, with_kde_keys, without_ours

GNOME = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "DefaultModule sotto\n"),
        ("DefaultModule espeak-ng\n", "DefaultModule sotto\n"),
        ("A 1\n  DefaultModule  x\nB 2", "A 1\nDefaultModule sotto\nB 2\n"),
        ("DefaultModule a\nDefaultModule b\n", "DefaultModule sotto\n"),
        (
            "# DefaultModule espeak-ng\nB 2\n",
            "# DefaultModule espeak-ng\nDefaultModule sotto\nB 2\n",
        ),
        (
            'AddModule "x" "sd_x" ""\n',
            'AddModule "x" "sd_x" ""\nDefaultModule sotto\n'
            'AddModule "sotto" "sd_sotto" "sotto.conf"\n',
        ),
    ],
)
def test_the_default_of_speech_dispatcher(content: str, expected: str) -> None:
    made = speechd_default.with_default(content)
    assert made == expected
    assert speechd_default.is_default(made)
    assert not speechd_default.is_default(content)
    assert speechd_default.with_default(made) == made


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("GNOME", "gnome"),
        ("ubuntu:GNOME", "gnome"),
        ("KDE", "kde"),
        ("XFCE", "xfce"),
        ("sway", ""),
        ("", ""),
    ],
)
def test_the_desktop(names: str, expected: str) -> None:
    assert shortcuts.desktop({"XDG_CURRENT_DESKTOP": names}) == expected


def test_lists_of_others_are_kept() -> None:
    keys = wanted_keys("gnome", "sotto", {GNOME: "['/own/']"})
    assert read_list(keys[GNOME])[0] == "/own/"
    assert wanted_keys("gnome", "sotto", {GNOME: keys[GNOME]})[GNOME] == keys[GNOME]
    assert without_ours(keys[GNOME]) == "['/own/']"
    assert without_ours(wanted_keys("gnome", "sotto", {})[GNOME]) == "@as []"
    for damaged in ("", "@as []", "nonsense", "7", "[1, 2]", "['a'"):
        assert read_list(damaged) == []


def test_keys_of_xfce_and_kde() -> None:
    assert wanted_keys("xfce", "/bin/sotto", {})["/commands/custom/<Super><Alt>a"] == (
        "/bin/sotto again"
    )
    made = with_kde_keys("")
    assert made.startswith("[services][org.sotto.again.desktop]\n")
    assert with_kde_keys(made) == made
