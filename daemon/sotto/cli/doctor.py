"""`sotto doctor`: every link between a text and the ear, and the one command that mends it.

It looks from outside, so that it also works when the daemon does not.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import json
import os
import pwd
import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from sotto.cli import doctor_files
from sotto.cli.exits import FAILED, OK
from sotto.cli.findings import Finding
from sotto.cli.show import told_of
from sotto_client import Client, ClientError, Sound, UnavailableError, connect

_PATIENCE = 20.0
"""Seconds that a check may take."""

_LATE_MS = 100.0
"""Milliseconds to the first sound that people begin to feel."""

_LIBRARIES = {
    "espeak-ng": ("libespeak-ng.so.1", "libespeak-ng1"),
    "sonic": ("libsonic.so.0", "libsonic0"),
    "pulse": ("libpulse.so.0", "libpulse0"),
}
ROOT = Path("/")
_MODULE_FOLDERS = (
    "~/.local/libexec/speech-dispatcher-modules",
    "/usr/local/libexec/speech-dispatcher-modules",
    "/usr/lib/speech-dispatcher-modules",
    "/usr/libexec/speech-dispatcher-modules",
)


Check = Callable[[], Awaitable[list[Finding]]]


async def doctor(given: argparse.Namespace) -> int:
    """Look at everything; 1 when something has to be mended."""
    findings = []
    for check in (_home, _libraries, _files, _owner, _daemon, _speech_dispatcher, _screen_reader):
        findings += await _bounded(check)
    findings += await _bounded(_other_programs)
    if given.json:
        print(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(findings)))
    return OK if all(each.is_well for each in findings) else FAILED


async def _bounded(check: Check) -> list[Finding]:
    name = check.__name__.strip("_").replace("_", " ")
    try:
        return await asyncio.wait_for(check(), _PATIENCE)
    except TimeoutError:
        return [Finding(name, False, f"no answer within {_PATIENCE:g} seconds")]


def _lines(findings: list[Finding]) -> Iterator[str]:
    for each in findings:
        yield f"{'well' if each.is_well else 'WRONG'}: {each.name}: {each.told}"
        if each.remedy:
            yield f"    {each.remedy}"
    bad = sum(not each.is_well for each in findings)
    yield f"{bad} of {len(findings)} are wrong." if bad else "All is well."


# ---- checks


async def _home() -> list[Finding]:
    home = os.environ.get("HOME", "")
    known = pwd.getpwuid(os.getuid()).pw_dir
    if home and Path(home).resolve() == Path(known).resolve():
        return [Finding("home", True, home)]
    told = f"HOME is {home or 'not set'}, the password database says {known}"
    return [Finding("home", True, f"{told}; Speech Dispatcher looks for modules in the latter")]


async def _libraries() -> list[Finding]:
    found = []
    for name, (file, package) in _LIBRARIES.items():
        try:
            ctypes.CDLL(file)
            found.append(Finding(name, True, f"{file} is there"))
        except OSError:
            mend = f"sudo apt install {package}"
            found.append(Finding(name, False, f"{file} is missing", mend))
    for module in ("numpy", "onnxruntime", "dbus_next"):
        if find_spec(module) is None:
            mend = f"sudo apt install python3-{module.replace('_', '-')}, or script/install"
            found.append(Finding(module, False, "this Python does not know it", mend))
    return found


async def _files() -> list[Finding]:
    """Before anything is started."""
    checks = (doctor_files.activation, doctor_files.espeak_data)
    return [found for each in checks for found in each(os.environ, ROOT)]


async def _other_programs() -> list[Finding]:
    checks = (
        *(doctor_files.speech_dispatcher_default, doctor_files.spiel),
        *(doctor_files.sandboxes, doctor_files.greeter),
    )
    return [found for each in checks for found in each(os.environ, ROOT)]


async def _owner() -> list[Finding]:
    """Whether it is Sotto that has Sotto's name on the bus."""
    try:
        async with await connect() as client:
            process = await client.owner_process()
    except ClientError as error:
        return [Finding("bus", False, str(error), "log in again, or: dbus-run-session bash")]
    found = [Finding("bus", True, "the session bus answers")]
    if not process:
        return [*found, Finding("name", True, "nobody has it yet; the bus starts the daemon")]
    words = _words_of(process)
    if words and not any(Path(word).name == "sotto" for word in words):
        told = f"another program has the name org.sotto.Voice1: {' '.join(words)[:200]}"
        return [*found, Finding("name", False, told, f"kill {process}")]
    return [*found, Finding("name", True, f"process {process} has it")]


def _words_of(process: int) -> list[str]:
    """How it was started; nothing where that cannot be known."""
    try:
        content = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return []
    return [word for word in content.decode(errors="replace").split("\0") if word]


async def _daemon() -> list[Finding]:
    try:
        async with await connect() as client:
            return await _talk(client)
    except UnavailableError as error:
        text = str(error)
    except ClientError as error:
        text = f"it refuses: {error}"
    mend = "script/install, or log in again; the log: journalctl --user -u sotto"
    return [Finding("daemon", False, text, mend)]


async def _talk(client: Client) -> list[Finding]:
    await client.voices()
    state = await client.state()
    found = [Finding("daemon", state.ready, f"Sotto {await client.version()} answers")]
    found += [Finding("problem", False, problem) for problem in state.problems]
    found += await _device(client)
    found += [Finding("sleepy device", True, f"{d.name}: {told_of(d)}") for d in state.devices]
    if not state.sound:
        mend = "systemctl --user restart pipewire-pulse, or: pulseaudio --start"
        found.append(Finding("sound", False, "no sound server can be reached", mend))
    else:
        found.append(Finding("sound", True, "a sound server answers"))
    return [*found, *await _speak(client)]


async def _device(client: Client) -> list[Finding]:
    """Whether the sound device that was chosen is there."""
    setting = await client.settings.find("device")
    wanted = str(setting.value)
    if not wanted:
        return [Finding("device", True, "the default one")]
    if any(setting.choices) and wanted not in setting.choices:
        told = f"{wanted} is not there; the default one plays"
        return [Finding("device", False, told, "sotto reset device")]
    return [Finding("device", True, wanted)]


async def _speak(client: Client) -> list[Finding]:
    """A new text and its first sound, without a loudspeaker."""
    # A text that is kept would tell nothing of the voice.
    text = f"Number {time.monotonic_ns() % 1_000_000}."
    began = time.monotonic()
    async with await client.synthesize(text, volume=0.0) as stream:
        async for frame in stream:
            if isinstance(frame, Sound) and frame.samples:
                break
    milliseconds = (time.monotonic() - began) * 1000
    why = await client.why(stream.id)
    told = f"{why.voice or 'nobody'} speaks" + (f": {why.reason}" if why.reason else "")
    late = Finding(
        "latency",
        milliseconds <= _LATE_MS,
        f"the first sound of a new text came after {milliseconds:.0f} ms",
        "" if milliseconds <= _LATE_MS else "sotto set quality light",
    )
    return [Finding("voice", why.is_natural or not why.reason, told), late]


async def _speech_dispatcher() -> list[Finding]:
    name = "Speech Dispatcher"
    if shutil.which("speech-dispatcher") is None:
        return [Finding(name, False, "it is not installed", "sudo apt install speech-dispatcher")]
    folders = [Path(folder).expanduser() for folder in _MODULE_FOLDERS]
    modules = [folder / "sd_sotto" for folder in folders if (folder / "sd_sotto").exists()]
    if not modules:
        return [Finding(name, False, "it has no module sotto", "script/install")]
    return [Finding(name, True, f"its module is {modules[0]}")]


async def _screen_reader() -> list[Finding]:
    return await asyncio.to_thread(_look_at_screen_reader)


def _look_at_screen_reader() -> list[Finding]:
    from sotto_orca.accessibility_bus import check
    from sotto_orca.errors import OrcaError
    from sotto_orca.switch import Switch

    found = []
    try:
        check(os.environ)
        found.append(Finding("accessibility bus", True, "it answers"))
    except OrcaError as error:
        told, _, mend = str(error).partition("; turn it on with: ")
        found.append(Finding("accessibility bus", False, told, mend))
    try:
        status = Switch(os.environ).status()
        told = "speaks with Sotto" if status.is_enabled else "does not speak with Sotto"
        mend = "" if status.is_enabled else "if it shall: sotto orca enable"
        found.append(Finding("Orca", True, f"version {status.version} {told}", mend))
    except OrcaError as error:
        found.append(Finding("Orca", True, str(error)))
    return found
