"""What `sotto doctor` sees in the files of machines that are not this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sotto.cli.doctor import files as doctor_files
from sotto.cli.doctor.findings import Finding

METADATA = "[Application]\nname=x\n\n[Context]\nfilesystems=xdg-download;{extra}\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path / "home")}


def put(file: Path, content: str = "") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    return file


def only(found: list[Finding]) -> Finding:
    (one,) = found
    return one


def test_activation(tmp_path: Path, environment: dict[str, str]) -> None:
    missing = only(doctor_files.activation(environment, tmp_path))
    assert not missing.is_well
    assert "script/install" in missing.remedy
    file = tmp_path / "usr/share/dbus-1/services/org.sotto.Voice1.service"
    put(file, "[D-BUS Service]\nName=org.sotto.Voice1\nExec=/nonexistent/sotto serve\n")
    gone = only(doctor_files.activation(environment, tmp_path))
    assert not gone.is_well
    assert "/nonexistent/sotto" in gone.told
    own = tmp_path / "home/.local/share/dbus-1/services/org.sotto.Voice1.service"
    put(own, '[D-BUS Service]\nExec="/bin/sh" serve\n')
    assert only(doctor_files.activation(environment, tmp_path)).told == "the bus starts /bin/sh"
    put(own, "nonsense")
    assert not only(doctor_files.activation(environment, tmp_path)).is_well


def test_the_models_of_voices(tmp_path: Path, environment: dict[str, str]) -> None:
    missing = only(doctor_files.models(environment, tmp_path))
    assert (missing.is_well, missing.remedy) == (False, "script/install")
    shared = tmp_path / "usr/share/sotto/voices/chorus"
    put(shared / "voice.json", json.dumps({"graphs": {"text": "text.onnx", "head": "head.onnx"}}))
    put(shared / "text.onnx")
    assert only(doctor_files.models(environment, tmp_path)).told == f"{shared} lacks head.onnx"
    put(shared / "head.onnx")
    assert only(doctor_files.models(environment, tmp_path)).is_well
    own = put(tmp_path / "own/mine/voice.json", "no table")
    environment["SOTTO_VOICES"] = str(tmp_path / "own")
    assert only(doctor_files.models(environment, tmp_path)).told == f"{own.parent} lacks voice.json"
    for content in ("[]", '{"graphs": 3}', "{}"):
        put(own, content)
        doctor_files.models(environment, tmp_path)


def test_what_starts_the_sound(tmp_path: Path) -> None:
    assert doctor_files.sound_server(tmp_path).startswith("sudo apt install")
    put(tmp_path / "usr/bin/pulseaudio")
    assert doctor_files.sound_server(tmp_path) == "pulseaudio --start"
    put(tmp_path / "usr/bin/pipewire-pulse")
    assert doctor_files.sound_server(tmp_path).startswith("systemctl --user restart")


def test_the_data_of_espeak(tmp_path: Path, environment: dict[str, str]) -> None:
    assert not only(doctor_files.espeak_data(environment, tmp_path)).is_well
    put(tmp_path / "usr/lib/aarch64-linux-gnu/espeak-ng-data/phontab")
    assert only(doctor_files.espeak_data(environment, tmp_path)).is_well


@pytest.mark.parametrize("where", ["var/lib/flatpak", "home/.local/share/flatpak"])
def test_a_browser_in_a_sandbox(tmp_path: Path, environment: dict[str, str], where: str) -> None:
    app = "org.mozilla.firefox"
    file = tmp_path / where / "app" / app / "current/active/metadata"
    put(file, METADATA.format(extra=""))
    put(tmp_path / where / "app/org.gnome.Maps/current/active/metadata", METADATA)
    found = only(doctor_files.sandboxes(environment, tmp_path))
    assert (found.name, found.is_well) == (app, False)
    assert (
        found.remedy == f"flatpak override --user --filesystem=xdg-run/speech-dispatcher:ro {app}"
    )
    override = tmp_path / "home/.local/share/flatpak/overrides" / app
    put(override, "[Context]\nfilesystems=xdg-run/speech-dispatcher:ro;\n")
    assert only(doctor_files.sandboxes(environment, tmp_path)).is_well
    override.unlink()
    put(file, METADATA.format(extra="xdg-run/speech-dispatcher:ro;"))
    assert only(doctor_files.sandboxes(environment, tmp_path)).is_well


def test_a_snap_is_told_of(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "snap/firefox").mkdir(parents=True)
    (tmp_path / "snap/core22").mkdir()
    assert only(doctor_files.sandboxes(environment, tmp_path)).name == "Snap firefox"


def test_who_speaks_by_default(tmp_path: Path, environment: dict[str, str]) -> None:
    put(tmp_path / "etc/speech-dispatcher/speechd.conf", "DefaultModule espeak-ng\n")
    told = only(doctor_files.speech_dispatcher_default(environment, tmp_path)).told
    assert told.startswith("another voice")
    own = tmp_path / "home/.config/speech-dispatcher/speechd.conf"
    put(own, "DefaultModule sotto\n")
    told = only(doctor_files.speech_dispatcher_default(environment, tmp_path)).told
    assert told == f"Sotto, by {own}"


def test_spiel_and_the_login_screen(tmp_path: Path, environment: dict[str, str]) -> None:
    assert only(doctor_files.spiel(environment, tmp_path)).is_well
    put(tmp_path / "usr/lib/x86_64-linux-gnu/libspiel-1.0.so.1")
    assert not only(doctor_files.spiel(environment, tmp_path)).is_well
    put(tmp_path / "usr/share/dbus-1/services/org.sotto.Speech.Provider.service")
    assert only(doctor_files.spiel(environment, tmp_path)).is_well
    assert "none" in only(doctor_files.greeter(environment, tmp_path)).told
    put(tmp_path / "etc/X11/default-display-manager", "/usr/sbin/gdm3\n")
    assert "--system" in only(doctor_files.greeter(environment, tmp_path)).remedy
    put(tmp_path / "usr/share/dbus-1/services/org.sotto.Voice1.service")
    assert only(doctor_files.greeter(environment, tmp_path)).remedy == ""
