"""`sotto doctor`, with a daemon that is well, one that is not, and none."""

from __future__ import annotations

import asyncio
import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest

from bus import Bus, private_bus
from sotto.cli.doctor import links as doctor
from sotto_client import Setting
from waiting import wait_until


def examined(bus: Bus) -> dict[str, dict[str, str | bool]]:
    done = bus.sotto("doctor", "--json")
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert done.returncode == (0 if all(each["is_well"] for each in found) else 1)
    return {each["name"]: each for each in found}


def test_a_daemon_that_is_well_but_has_no_sound_server() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        found = examined(bus)
        assert found["daemon"]["is_well"]
        assert found["name"]["is_well"]
        assert found["device"]["told"] == "the default one"
        assert found["voice"]["is_well"]
        assert "chorus:" in str(found["voice"]["told"])
        assert "first sound" in str(found["latency"]["told"])
        assert not found["sound"]["is_well"]
        assert "pipewire" in str(found["sound"]["remedy"])
        # There is no desktop here.
        assert not found["accessibility bus"]["is_well"]
        assert str(found["accessibility bus"]["remedy"]).startswith("gsettings set")
        lines = bus.sotto("doctor").stdout.splitlines()
        assert any(line.startswith("WRONG: sound: no sound server") for line in lines)
        assert lines[-1].endswith("are wrong.")


def test_a_device_that_woke_late_is_told_of() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        learned = Path(bus.environment["XDG_STATE_HOME"]) / "sotto" / "devices.json"
        learned.parent.mkdir(parents=True)
        known = {"usual": 0.05, "late": 0.48, "seconds": 45.0, "proofs": 2}
        learned.write_text(json.dumps({"bluez_output.1": known}))
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        told = "bluez_output.1: it woke 480 ms late after a rest, so it is kept awake for 45 s"
        assert told in str(examined(bus)["sleepy device"]["told"])
        assert told in bus.sotto("status").stdout
        assert told in bus.sotto("why").stdout


def test_without_a_daemon_it_says_so_and_looks_at_the_rest() -> None:
    with private_bus() as bus:
        found = examined(bus)
        assert not found["daemon"]["is_well"]
        assert "script/install" in str(found["daemon"]["remedy"])
        assert found["espeak-ng"]["is_well"]
        assert "Orca" in found


LINKS = (
    *("bus", "activation", "daemon", "model", "voice", "espeak-ng", "espeak-ng data", "sonic"),
    *("pulse", "sound", "device", "latency", "Speech Dispatcher", "Speech Dispatcher's default"),
    *("Orca", "accessibility bus", "Spiel", "login screen", "name", "home"),
)
WITH_A_DAEMON = {"voice", "sound", "device", "latency"}


def test_every_link_is_looked_at() -> None:
    with private_bus(LANG="en_US.UTF-8") as bus:
        assert set(LINKS) - WITH_A_DAEMON <= examined(bus).keys()
        bus.serve()
        wait_until(lambda: "loaded;" in bus.log, "the voice is loaded")
        found = examined(bus)
        assert set(LINKS) <= found.keys()
        # What is wrong has one command that mends it.
        for each in found.values():
            if not each["is_well"] and each["name"] != "problem":
                assert each["remedy"] and ", or" not in str(each["remedy"]), each


def test_a_home_in_another_place_is_told_of() -> None:
    with private_bus() as bus:
        known = pwd.getpwuid(os.getuid()).pw_dir
        told = str(examined(bus)["home"]["told"])
        assert told.startswith(f"HOME is {bus.home}, the password database says {known}")
        bus.environment["HOME"] = known
        assert examined(bus)["home"]["told"] == known


class _Chosen:
    """A client whose chosen device is the first of two."""

    def __init__(self, device: str) -> None:
        self.settings = self
        self._device = device

    async def find(self, name: str) -> Setting:
        there = ("", "speakers")
        return Setting(name, self._device, "s", "sound", "", 0, 0, there, "", "", "")


@pytest.mark.parametrize(
    ("device", "told", "remedy"),
    [
        ("headset", "headset is not there; the default one plays", "sotto reset device"),
        ("speakers", "speakers", ""),
        ("", "the default one", ""),
    ],
)
def test_a_device_that_is_gone_is_told_of(device: str, told: str, remedy: str) -> None:
    client: Any = _Chosen(device)
    (found,) = asyncio.run(doctor._device(client))
    assert (found.told, found.remedy) == (told, remedy)


def test_it_speaks_the_language_of_the_session() -> None:
    with private_bus(LANG="nl_NL.UTF-8") as bus:
        lines = bus.sotto("doctor").stdout.splitlines()
        assert any(line.startswith("FOUT: dienst: ") for line in lines)
        assert any(line.startswith("goed: gegevens van espeak-ng: ze staan in ") for line in lines)
        assert lines[-1].endswith("zijn niet in orde.")


def test_without_a_bus_it_says_so() -> None:
    with private_bus() as bus:
        bus.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
        found = examined(bus)
        assert "bus" in str(found["daemon"]["told"])
        assert not found["bus"]["is_well"]
        bus.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.address


def test_a_damaged_library_and_voice_are_named(tmp_path: Path) -> None:
    (tmp_path / "libespeak-ng.so.1").write_text("not a library")
    with private_bus(LD_LIBRARY_PATH=str(tmp_path)) as bus:
        bus.serve()
        found = examined(bus)
        assert not found["espeak-ng"]["is_well"]
        assert found["espeak-ng"]["remedy"] == "sudo apt install libespeak-ng1"
        assert not found["daemon"]["is_well"]


def test_another_program_that_holds_the_name_is_told_of() -> None:
    with private_bus() as bus:
        holder = bus.home / "thief.py"
        holder.write_text(
            "from gi.repository import Gio, GLib\n"
            "Gio.bus_own_name(Gio.BusType.SESSION, 'org.sotto.Voice1', 0, None, None, None)\n"
            "GLib.MainLoop().run()\n"
        )
        process = bus.spawn("/usr/bin/python3", str(holder))
        wait_until(lambda: bus.owner_pid() == process.pid, "the name is taken")
        found = examined(bus)
        assert found["bus"]["is_well"]
        assert not found["name"]["is_well"]
        assert "thief.py" in str(found["name"]["told"])
        assert found["name"]["remedy"] == f"kill {process.pid}"
        assert not found["daemon"]["is_well"]
