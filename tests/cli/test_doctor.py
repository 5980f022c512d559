"""`sotto doctor`, with a daemon that is well, one that is not, and none."""

from __future__ import annotations

import json
from pathlib import Path

from bus import Bus, private_bus
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
