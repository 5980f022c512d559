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

from sotto.cli.doctor import files as doctor_files
from sotto.cli.doctor.findings import Finding
from sotto.cli.exits import FAILED, OK
from sotto.cli.show import told_of
from sotto_client import Client, ClientError, Sound, UnavailableError, connect
from sotto_words import told as translated
from sotto_words import words

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
        told = words("no answer within {seconds} seconds", seconds=f"{_PATIENCE:g}")
        return [Finding(name, False, told)]


def _lines(findings: list[Finding]) -> Iterator[str]:
    for each in findings:
        judged = words("well") if each.is_well else words("WRONG")
        yield f"{judged}: {words(each.name)}: {each.told}"
        if each.remedy:
            yield f"    {each.remedy}"
    bad = sum(not each.is_well for each in findings)
    yield (
        words("{bad} of {all} are wrong.", bad=bad, all=len(findings))
        if bad
        else words("All is well.")
    )


# ---- checks


async def _home() -> list[Finding]:
    home = os.environ.get("HOME", "")
    known = pwd.getpwuid(os.getuid()).pw_dir
    if home and Path(home).resolve() == Path(known).resolve():
        return [Finding("home", True, home)]
    text = (
        "HOME is {home}, the password database says {known}; "
        "Speech Dispatcher looks for modules in the latter"
    )
    return [Finding("home", True, words(text, home=home or words("not set"), known=known))]


async def _libraries() -> list[Finding]:
    found = []
    for name, (file, package) in _LIBRARIES.items():
        try:
            ctypes.CDLL(file)
            found.append(Finding(name, True, words("{file} is there", file=file)))
        except OSError:
            mend = f"sudo apt install {package}"
            found.append(Finding(name, False, words("{file} is missing", file=file), mend))
    for module in ("numpy", "onnxruntime", "dbus_next"):
        if find_spec(module) is None:
            mend = f"sudo apt install python3-{module.replace('_', '-')}"
            found.append(Finding(module, False, words("this Python does not know it"), mend))
    return found


async def _files() -> list[Finding]:
    """Before anything is started."""
    checks = (doctor_files.activation, doctor_files.models, doctor_files.espeak_data)
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
        return [Finding("bus", False, translated(str(error)), "dbus-run-session bash")]
    found = [Finding("bus", True, words("the session bus answers"))]
    if not process:
        told = words("nobody has it yet; the bus starts the daemon")
        return [*found, Finding("name", True, told)]
    started = _command_of(process)
    if started and not any(Path(word).name == "sotto" for word in started):
        text = "another program has the name org.sotto.Voice1: {program}"
        told = words(text, program=" ".join(started)[:200])
        return [*found, Finding("name", False, told, f"kill {process}")]
    return [*found, Finding("name", True, words("process {number} has it", number=process))]


def _command_of(process: int) -> list[str]:
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
        text = translated(str(error))
    except ClientError as error:
        text = words("it refuses: {reason}", reason=translated(str(error)))
    told = words("{reason} (its log: journalctl --user -u sotto)", reason=text)
    return [Finding("daemon", False, told, doctor_files.installs())]


async def _talk(client: Client) -> list[Finding]:
    await client.voices()
    state = await client.state()
    told = words("Sotto {version} answers", version=await client.version())
    found = [Finding("daemon", state.ready, told)]
    found += [Finding("problem", False, translated(problem)) for problem in state.problems]
    found += await _device(client)
    found += [Finding("sleepy device", True, f"{d.name}: {told_of(d)}") for d in state.devices]
    if not state.sound:
        told = words("no sound server can be reached")
        found.append(Finding("sound", False, told, doctor_files.sound_server(ROOT)))
    else:
        found.append(Finding("sound", True, words("a sound server answers")))
    return [*found, *await _speak(client)]


async def _device(client: Client) -> list[Finding]:
    """Whether the sound device that was chosen is there."""
    setting = await client.settings.find("device")
    wanted = str(setting.value)
    if not wanted:
        return [Finding("device", True, words("the default one"))]
    if any(setting.choices) and wanted not in setting.choices:
        told = words("{device} is not there; the default one plays", device=wanted)
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
    told = words("{voice} speaks", voice=why.voice or words("nobody"))
    told += f": {translated(why.reason)}" if why.reason else ""
    late = Finding(
        "latency",
        milliseconds <= _LATE_MS,
        words("the first sound of a new text came after {ms} ms", ms=f"{milliseconds:.0f}"),
        "" if milliseconds <= _LATE_MS else "sotto set quality light",
    )
    return [Finding("voice", why.is_natural or not why.reason, told), late]


async def _speech_dispatcher() -> list[Finding]:
    name = "Speech Dispatcher"
    if shutil.which("speech-dispatcher") is None:
        told = words("it is not installed")
        return [Finding(name, False, told, "sudo apt install speech-dispatcher")]
    folders = [Path(folder).expanduser() for folder in _MODULE_FOLDERS]
    modules = [folder / "sd_sotto" for folder in folders if (folder / "sd_sotto").exists()]
    if not modules:
        return [Finding(name, False, words("it has no module sotto"), doctor_files.installs())]
    return [Finding(name, True, words("its module is {file}", file=modules[0]))]


async def _screen_reader() -> list[Finding]:
    return await asyncio.to_thread(_look_at_screen_reader)


def _look_at_screen_reader() -> list[Finding]:
    from sotto_orca.accessibility_bus import check
    from sotto_orca.errors import OrcaError
    from sotto_orca.switch import Switch

    found = []
    try:
        check(os.environ)
        found.append(Finding("accessibility bus", True, words("it answers")))
    except OrcaError as error:
        mend = str(error).partition("; turn it on with: ")[2]
        told = translated(str(error)).removesuffix(mend).rstrip(": ")
        found.append(Finding("accessibility bus", False, told, mend))
    try:
        status = Switch(os.environ).status()
        if status.is_enabled:
            told, mend = words("version {number} speaks with Sotto", number=status.version), ""
        else:
            told = words("version {number} does not speak with Sotto", number=status.version)
            mend = "sotto orca enable"
        found.append(Finding("Orca", True, told, mend))
    except OrcaError as error:
        found.append(Finding("Orca", True, translated(str(error))))
    return found
