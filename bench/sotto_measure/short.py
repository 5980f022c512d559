"""The short form: Sotto beside what Speech Dispatcher offers, in the user's own session.

Nothing is changed: requests name what they need, settings stay as they are, and who speaks
meanwhile is waited for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sotto_client import Client
from sotto_measure.peers import Peer
from sotto_measure.recorder import Recorder
from sotto_measure.ssip import Address, SpeechDispatcher, SsipError, address_of
from sotto_measure.texts import LABELS, SENTENCES, WORDS, Sample
from sotto_measure.trials import Trial, Trials
from sotto_measure.voice import SottoVoice

MODULES = ("sotto", "espeak-ng", "flite")
"""Of Speech Dispatcher; those that it has are measured."""

SAMPLES = (
    *(Sample(letter, "letter", "character") for letter in "aeknt"),
    *(Sample(word, "word") for word in WORDS[:5]),
    *(Sample(label, "label") for label in LABELS[:2]),
    *(Sample(sentence, "sentence") for sentence in SENTENCES[:2]),
)
_PATIENCE = 5.0
_DEFAULT_MONITOR = "@DEFAULT_MONITOR@"


class DeafError(Exception):
    """What the sound server plays cannot be listened to."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was heard; `missing` tells in words who could not be measured, and why."""

    trials: tuple[Trial, ...]
    peers: tuple[str, ...]
    missing: tuple[str, ...]


async def measure(client: Client, samples: Sequence[Sample] = SAMPLES) -> Measured:
    """Say everything with everybody, cutting each off.

    Raises DeafError, NoisyError, ClientError.
    """
    with _listening(await _monitor(client)) as recorder:
        await _heard_at_all(recorder)
        async with _dispatchers() as (others, missing):
            peers: list[Peer] = [SottoVoice(client, keeps_rate=True), *others]
            trials = Trials(recorder)
            for peer in peers:
                await trials.one(peer, Sample("Ready to begin.", "label"), cut=False)
            await trials.run(peers, samples, rate=1.0, is_new=False)
    if all(trial.onset_ms is None for trial in trials.done):
        raise DeafError("of all that was said nothing was heard: is the sound device muted?")
    return Measured(tuple(trials.done), tuple(peer.name for peer in peers), tuple(missing))


async def _monitor(client: Client) -> str:
    """What records the device that Sotto plays on."""
    setting = await client.settings.find("device")
    chosen = str(setting.value)
    return f"{chosen}.monitor" if chosen and chosen in setting.choices else _DEFAULT_MONITOR


def _listening(monitor: str) -> Recorder:
    if shutil.which("parec") is None:
        raise DeafError("parec is needed to listen: sudo apt install pulseaudio-utils")
    return Recorder(monitor, os.environ)


async def _heard_at_all(recorder: Recorder) -> None:
    limit = time.monotonic() + _PATIENCE
    while not recorder.recent(time.monotonic() - 1).samples.size:
        if time.monotonic() > limit:
            raise DeafError("the sound server gives nothing to listen to")
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _dispatchers() -> AsyncIterator[tuple[list[SpeechDispatcher], list[str]]]:
    """Those of `MODULES` that speak, and why others do not."""
    found: list[SpeechDispatcher] = []
    missing: list[str] = []
    try:
        address = await _address()
        for module in MODULES:
            peer = SpeechDispatcher(module, rate=None)
            try:
                await peer.connect(address)
                found.append(peer)
            except SsipError as error:
                missing.append(str(error))
    except (SsipError, OSError, TimeoutError) as error:
        missing.append(f"Speech Dispatcher cannot be reached: {error}")
    try:
        yield found, missing
    finally:
        for peer in found:
            await peer.close()


async def _address() -> Address:
    """Of a Speech Dispatcher that runs; it is started as any of its clients starts it.

    Raises SsipError or OSError.
    """
    address = address_of(os.environ)
    program = shutil.which("speech-dispatcher")
    # One that was named is somebody's to start.
    if program and "SPEECHD_ADDRESS" not in os.environ:
        command = [program, "--spawn"]
        await asyncio.to_thread(
            subprocess.run, command, timeout=_PATIENCE, check=False, capture_output=True
        )
    return address
