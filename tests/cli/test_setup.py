"""`sotto setup`: answered on standard input, said by the daemon, taken back to the byte."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bus import Bus, private_bus
from waiting import PATIENCE, wait_until

ORCA = "#!/bin/sh\necho 43.1\n"
OWN = "# mine\ndeadline_ms = 5_000 # slow\nphrase_cache_mb = 0\nrate = 1.50\n"


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    """A daemon with its voice, and an Orca that does not run."""
    (tmp_path / "orca").write_text(ORCA)
    (tmp_path / "orca").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    with private_bus(LANG="en_US.UTF-8", PATH=path) as made:
        made.serve()
        wait_until(lambda: "loaded;" in made.log, "the voice is loaded")
        yield made


def tree(bus: Bus) -> dict[str, bytes]:
    """Everything that belongs to the user, but sound that is kept."""
    skipped = {"services", ".cache", "bus", "bus.conf"}
    return {
        str(path.relative_to(bus.home)): path.read_bytes() if path.is_file() else b"/"
        for path in sorted(bus.home.rglob("*"))
        if path.relative_to(bus.home).parts[0] not in skipped and path.suffix != ".log"
    }


def answered(bus: Bus, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    done = bus.sotto("setup", *options, text=text)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("content", [None, OWN, "rate = 1.5"])
def test_what_is_chosen_holds_and_is_taken_back_to_the_byte(bus: Bus, content: str | None) -> None:
    file = bus.home / "config" / "sotto" / "settings.toml"
    if content is None:
        file.unlink()
        file.parent.rmdir()
    else:
        bus.write_settings(content)
    rate = float(bus.sotto("get", "rate").stdout)
    before = tree(bus)
    # The second voice, faster twice and slower once, Speech Dispatcher and Orca.
    done = answered(bus, "\nn\n\nf\nf\ns\n\ny\ny\nn\n")
    assert "I am " in done.stdout and "f is faster" in done.stdout
    assert bus.sotto("get", "voice").stdout.strip() == "chorus:fenrir"
    assert float(bus.sotto("get", "rate").stdout) == pytest.approx(rate * 1.15, abs=0.02)
    assert "speaks with Sotto" in bus.sotto("orca", "status").stdout
    chosen = bus.home / "config" / "speech-dispatcher" / "speechd.conf"
    assert "\nDefaultModule sotto\n" in chosen.read_text()
    assert bus.sotto("get", "look-ahead").stdout == "off\n"
    assert tree(bus) != before
    assert bus.sotto("setup", "--undo").returncode == 0
    assert tree(bus) == before
    assert float(bus.sotto("get", "rate").stdout) == rate
    again = bus.sotto("setup", "--undo")
    assert again.returncode == 1
    assert "nothing" in again.stdout


def test_the_end_at_a_question_changes_nothing(bus: Bus) -> None:
    before = tree(bus)
    for answers in ("\n\n\nq\n", "\n\n\n"):
        done = answered(bus, answers)
        assert "Speech Dispatcher speak with me? y or n." in done.stdout
        assert "Orca" not in done.stdout.partition("y or n.")[2]
    assert {name for name in tree(bus) if not name.startswith("state")} == before.keys()


def last_spoken(bus: Bus) -> int:
    (last,) = json.loads(bus.sotto("why", "--json", "--last", "1").stdout)
    return int(last["id"])


def test_it_speaks_the_language_of_the_session(tmp_path: Path) -> None:
    (tmp_path / "orca").write_text(ORCA)
    (tmp_path / "orca").chmod(0o755)
    with private_bus(LANG="de_DE.UTF-8", PATH=f"{tmp_path}:{os.environ['PATH']}") as german:
        german.serve()
        wait_until(lambda: "loaded;" in german.log, "the voice is loaded")
        done = answered(german, "\n\ns\nl\n\nj\n")
        assert "Hören Sie mich gut?" in done.stdout
        assert "Soll der Bildschirmleser Orca mit mir sprechen?" in done.stdout
        assert (german.home / "config/speech-dispatcher/speechd.conf").exists()
        spoken = last_spoken(german)
        undone = german.sotto("setup", "--undo")
        assert undone.stdout.endswith("Alles ist wieder wie vorher.\n")
        assert last_spoken(german) > spoken
        german.sotto("set", "language", "nl")
        assert "Hoort u mij goed?" in answered(german, "q\n").stdout


def test_it_can_be_interrupted_while_it_waits(bus: Bus) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sotto", "setup"],
        env=bus.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert any("Do you hear me well?" in line for line in iter(process.stdout.readline, ""))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130


def test_it_asks_nothing_with_yes_and_ends_when_nobody_answers(bus: Bus) -> None:
    before = tree(bus)
    done = answered(bus, "")
    assert "f is faster" not in done.stdout
    assert bus.sotto("get", "rate").stdout == "1.0\n"
    done = answered(bus, "", "--yes")
    assert "Orca" in done.stdout
    assert "speaks with Sotto" in bus.sotto("orca", "status").stdout
    assert bus.sotto("setup", "--undo").returncode == 0
    assert "does not speak" in bus.sotto("orca", "status").stdout
    bus.sotto("reset", "voice")
    assert tree(bus).keys() == before.keys()


def test_a_wish_since_stays(bus: Bus) -> None:
    answered(bus, "\n\nf\n\nn\nn\n")
    bus.sotto("set", "rate", "3")
    assert bus.sotto("setup", "--undo").returncode == 0
    assert bus.sotto("get", "rate").stdout == "3.0\n"


KDE_KEYS = "[kwin]\nOverview=Meta+W,Meta+W,Toggle Overview\n\n[services][x.desktop]\n_launch=F1"


@pytest.mark.parametrize("content", [None, KDE_KEYS])
def test_keys_of_kde_are_set_and_taken_back_to_the_byte(bus: Bus, content: str | None) -> None:
    bus.environment["XDG_CURRENT_DESKTOP"] = "KDE"
    file = bus.home / "config" / "kglobalshortcutsrc"
    if content is not None:
        file.write_text(content)
    before = tree(bus)
    assert "Super, Alt and a" in answered(bus, "", "--yes").stdout
    assert "[services][org.sotto.again.desktop]\n_launch=Meta+Alt+A\n" in file.read_text()
    assert file.read_text().startswith(content or "")
    entry = bus.home / "data" / "applications" / "org.sotto.read.desktop"
    assert entry.read_text().endswith("sotto read\nX-KDE-GlobalAccel-CommandShortcut=true\n")
    # Once more changes nothing that would not be taken back.
    answered(bus, "", "--yes")
    assert file.read_text().count("org.sotto.again") == 1
    assert bus.sotto("setup", "--undo").returncode == 0
    assert tree(bus) == before


def test_a_file_that_was_edited_since_stays_and_is_told(bus: Bus) -> None:
    bus.environment["XDG_CURRENT_DESKTOP"] = "KDE"
    answered(bus, "", "--yes")
    file = bus.home / "config" / "kglobalshortcutsrc"
    file.write_text(edited := file.read_text() + "[mine]\nx=F2\n")
    done = bus.sotto("setup", "--undo")
    assert f"{file} was edited since" in done.stdout
    assert file.read_text() == edited
    assert not (bus.home / "data" / "applications").exists()


def test_keys_of_gnome_are_set_and_taken_back(bus: Bus) -> None:
    bus.environment["XDG_CURRENT_DESKTOP"] = "ubuntu:GNOME"
    shutil.copy("/usr/share/dbus-1/services/ca.desrt.dconf.service", bus.services)
    bus.run(
        *("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"),
        "org.freedesktop.DBus.ReloadConfig",
    )
    key = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings"
    assert bus.run("dconf", "write", key, "['/own/']").returncode == 0
    before = bus.run("dconf", "dump", "/").stdout
    answered(bus, "", "--yes")
    found = bus.run("dconf", "dump", "/").stdout
    assert "binding='<Super><Alt>a'" in found
    assert "sotto again'" in found
    assert "'/own/', " in bus.run("dconf", "read", key).stdout
    # What was added since stays.
    more = bus.run("dconf", "read", key).stdout.strip().removesuffix("]") + ", '/new/']"
    bus.run("dconf", "write", key, more)
    assert bus.sotto("setup", "--undo").returncode == 0
    assert bus.run("dconf", "dump", "/").stdout == before.replace("'/own/'", "'/own/', '/new/'")


def test_who_hears_nothing_is_led_through_the_devices(bus: Bus) -> None:
    done = answered(bus, "n\nq\n")
    assert "Do you hear me" in done.stdout
    assert "sotto doctor" in done.stdout
    assert bus.sotto("get", "device").stdout == "\n"
