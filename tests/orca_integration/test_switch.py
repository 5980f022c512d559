"""Enable, disable and status with stand-ins for Orca: which version, running or not, told or not.

The stand-in is a program called `orca` in front of the real one; the settings, dconf, the bus
and the processes are real.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import activate_dconf
from sotto_orca.arguments import add_orca_arguments
from sotto_orca.choice import Choice, Family, System, spiel
from sotto_orca.command import run_command
from sotto_orca.errors import OrcaMissingError, OrcaRunningError, OrcaSettingsError
from sotto_orca.installation import parse_version, settings_file
from sotto_orca.remote import calls
from sotto_orca.running import Process, processes
from sotto_orca.switch import Switch
from sound import sound_session
from waiting import wait_until

_ORCA = """#!/bin/sh
if [ "$1" = --version ]; then echo "{version}"; exit; fi
echo "$$ $*" >>"$HOME/started"
{body}
exec 3<>"$HOME/never"
while :; do read -r line <&3; done
"""


class Home:
    """A user with an Orca of some version."""

    def __init__(self, folder: Path, version: str, bus: str = "", *, body: str = "") -> None:
        self.folder = folder
        programs = folder / "bin"
        programs.mkdir()
        # A stand-in that slept would start programs, and for moments be two processes.
        os.mkfifo(folder / "never")
        (programs / "orca").write_text(_ORCA.format(version=version, body=body))
        (programs / "orca").chmod(0o755)
        self.environment = {
            "HOME": str(folder),
            "PATH": f"{programs}:{os.environ['PATH']}",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "DBUS_SESSION_BUS_ADDRESS": bus or "unix:path=/nonexistent",
        }
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Let Orca run."""
        self._started.append(subprocess.Popen(["orca", "--disable=braille"], env=self.environment))
        wait_until(lambda: bool(processes(self.environment)), "Orca runs")

    def orca(self) -> Process:
        """The one that runs; its shell is two while it starts a program."""
        found: list[Process] = []

        def is_one() -> bool:
            found[:] = processes(self.environment)
            return len(found) == 1

        wait_until(is_one, "one Orca runs")
        return found[0]

    @property
    def settings(self) -> Path:
        return settings_file(self.environment)

    def end(self) -> None:
        started = {process.pid for process in self._started}
        for process in processes(self.environment):
            os.kill(process.pid, 9)
            if process.pid not in started:
                os.waitpid(process.pid, 0)
        for started_here in self._started:
            started_here.wait()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path, "43.1")
    yield made
    made.end()


@pytest.mark.parametrize(
    ("printed", "version"), [("43.1\n", 43), ("48.1", 48), ("51.rc\n", 51), ("orca 50.1", 50)]
)
def test_versions_are_understood(printed: str, version: int) -> None:
    assert parse_version(printed) == version


def test_no_version_is_an_error() -> None:
    with pytest.raises(OrcaSettingsError, match="version"):
        parse_version("hello\n")


def test_no_orca_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OrcaMissingError, match="not installed"):
        Switch({"HOME": str(tmp_path), "PATH": str(tmp_path)})


def test_on_and_off(home: Home) -> None:
    switch = Switch(home.environment)
    assert not switch.status().is_enabled
    assert "next start" in switch.enable(Choice())
    assert switch.status().is_enabled
    assert "as before" in switch.disable()
    assert not home.settings.exists()
    assert "nothing was changed" in switch.disable()


def test_nothing_is_written_while_orca_could_write_over_it(home: Home) -> None:
    switch = Switch(home.environment)
    switch.enable(Choice())
    before = home.settings.read_bytes()
    home.start()
    assert switch.status().is_running
    with pytest.raises(OrcaRunningError, match="--restart"):
        switch.enable(Choice())
    with pytest.raises(OrcaRunningError, match="--restart"):
        switch.disable()
    assert home.settings.read_bytes() == before


def test_another_users_home_does_not_matter(home: Home, tmp_path: Path) -> None:
    home.start()
    assert processes(home.environment | {"HOME": str(tmp_path / "other")}) == ()


def test_restart_ends_it_writes_and_starts_it_with_its_arguments(home: Home) -> None:
    home.start()
    old = home.orca()
    assert "started again" in Switch(home.environment).enable(Choice(), restart=True)
    new = home.orca()
    assert new.pid != old.pid
    assert new.command == old.command
    assert Switch(home.environment).status().is_enabled


def test_one_that_does_not_hear_that_it_shall_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotto_orca.running._POLITE_SECONDS", 0.2)
    home = Home(tmp_path, "48.1", body='trap "" TERM; : >"$HOME/deaf"')
    try:
        home.start()
        wait_until((tmp_path / "deaf").exists, "it does not hear")
        old = home.orca()
        Switch(home.environment).enable(Choice(), restart=True)
        assert home.orca().pid != old.pid
    finally:
        home.end()


def test_orca_comes_back_also_when_the_settings_are_damaged(home: Home) -> None:
    home.settings.parent.mkdir(parents=True)
    home.settings.write_text("{")
    home.start()
    with pytest.raises(OrcaSettingsError, match="damaged"):
        Switch(home.environment).enable(Choice(), restart=True)
    wait_until(lambda: bool(processes(home.environment)), "Orca runs again")
    assert home.settings.read_text() == "{"


def test_spiel_needs_an_orca_that_knows_it(home: Home) -> None:
    with pytest.raises(OrcaSettingsError, match="Spiel"):
        Switch(home.environment).enable(Choice(System.SPIEL))
    assert not home.settings.exists()


@pytest.mark.parametrize("version", ["50.0", "51.1"])
def test_from_50_on_dconf_is_written_also_while_it_runs(tmp_path: Path, version: str) -> None:
    with sound_session() as session:
        activate_dconf(session)
        home = Home(tmp_path, version, session.environment["DBUS_SESSION_BUS_ADDRESS"])
        tmp_path.chmod(0o755)
        home.environment |= {
            name: session.environment[name] for name in ("XDG_CONFIG_HOME", "XDG_RUNTIME_DIR")
        }
        try:
            home.start()
            switch = Switch(home.environment)
            told = switch.enable(Choice(System.SPIEL, Family.of("Linda", "en-US")))
            assert "could not be told" in told
            assert switch.status().is_enabled
            switch.disable()
            assert not switch.status().is_enabled
        finally:
            home.end()


def test_a_running_orca_is_told_in_the_words_of_its_version() -> None:
    spiel = Choice(System.SPIEL)
    (server, synthesizer) = calls(spiel, 51)
    assert server.method == "org.freedesktop.DBus.Properties.Set"
    assert server.arguments[-2:] == ("string:CurrentServer", "variant:string:Spiel")
    assert synthesizer.arguments[-1] == "variant:string:org.sotto.Speech.Provider"
    assert calls(spiel, 50)[0].path == "/org/gnome/Orca/Service/SpeechManager"
    assert calls(Choice(), 49)[1].arguments[-1] == "variant:string:sotto"


def _parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_orca_arguments(parser)
    return parser.parse_args(words)


def test_the_command_tells_what_it_did(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> int:
        return run_command(_parse(*words), home.environment)

    assert run("enable") == 0
    assert "speaks with Sotto" in capsys.readouterr().out
    assert run("status", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"version": 43, "is_enabled": True, "is_running": False}
    assert run("disable") == 0
    assert run("status") == 0
    assert "does not speak with Sotto" in capsys.readouterr().out
    assert run("enable", "--spiel") == 1
    assert "Spiel" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variables", "language", "dialect"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de", "at"),
        ({"LANG": "de_AT.UTF-8", "LC_ALL": "nl"}, "nl", ""),
        ({"LANG": "C.UTF-8"}, "en", ""),
        ({}, "en", ""),
    ],
)
def test_spiels_voice_is_that_of_the_session(
    variables: dict[str, str], language: str, dialect: str
) -> None:
    assert spiel(variables).family == Family("Sotto", language, dialect)
