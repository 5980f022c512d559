"""What a screen reader's hour costs: processor seconds and memory, beside espeak-ng.

A minute of it is typed, listened to and read as people do who live in it, always the same one,
through Speech Dispatcher: 60 letters at a quick typist's pace, twelve rows left before their end,
four labels heard, two sentences, and rest. Each key cancels what was said before.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from sotto_bench import cost, process
from sotto_bench.report import Figure
from sotto_bench.session import MONITOR, Session, session
from sotto_bench.sotto import Sotto
from sotto_bench.throttle import tree
from sotto_measure.recorder import Recorder
from sotto_measure.ssip import SpeechDispatcher
from sotto_measure.texts import LABELS, SENTENCES, WORDS, Sample

MOST_MB = 100.0
_TYPED = "the quick brown fox jumps over the lazy dog and runs away so"
_LETTER, _ROW, _LABEL, _SENTENCE, _REST = 0.18, 0.9, 1.6, 8.0, 10.0


def minute(number: int) -> Iterator[tuple[Sample, float]]:
    """What is said in it, and seconds until the next; no row and no sentence is said twice."""
    for letter in _TYPED:
        yield Sample("space" if letter == " " else letter, "letter", _kind(letter)), _LETTER
    for at in range(12):
        word = WORDS[(12 * number + at) % len(WORDS)]
        yield Sample(f"{word} {12 * number + at}, row {at + 1} of 12", "label"), _ROW
    for at in range(4):
        yield Sample(LABELS[(4 * number + at) % len(LABELS)], "label"), _LABEL
    for at in range(2):
        text = SENTENCES[(2 * number + at) % len(SENTENCES)]
        yield Sample(f"Message {2 * number + at}. {text}", "sentence"), _SENTENCE


def _kind(letter: str) -> str:
    return "text" if letter == " " else "character"


async def figures(minutes: int) -> list[Figure]:
    """Both voices, one after the other. Raises OSError or TimeoutError."""
    with session() as made:
        # As it is set up: what is kept on disk counts, and so does making it.
        made.write_settings("")
        made.start_bus()
        made.start_sound()
        with Recorder(MONITOR, made.environment):
            sotto = await Sotto.started(made)
            socket = made.start_speech_dispatcher(["sotto", "espeak-ng"])
            made_once = await _kept(sotto)
            ours = await _hour(made, socket, "sotto", tree(sotto.pid), minutes)
            resident = process.resident_mb(sotto.pid)
            theirs = await _hour(made, socket, "espeak-ng", [], minutes)
            await sotto.close()
    return [
        Figure("processor seconds that keeping phrases takes once", made_once, "s"),
        Figure(f"processor seconds an hour, Sotto (of {minutes} min)", ours, "s"),
        Figure(f"processor seconds an hour, espeak-ng (of {minutes} min)", theirs, "s"),
        Figure("Sotto's, of espeak-ng's", ours / theirs, ""),
        Figure(f"resident memory after {minutes} min", resident, "MB", most=MOST_MB),
    ]


async def _kept(sotto: Sotto) -> float:
    """Processor seconds until all that is kept on disk of this manner of speaking is there."""
    before = process.cpu_seconds(sotto.pid)
    for text in ("First of all.", "And then.", "At last."):
        await sotto.speak(Sample(text, "label"), rate=1.0)
        await sotto.finished()
    await cost.settled(sotto.pid)
    return process.cpu_seconds(sotto.pid) - before


async def _hour(made: Session, socket: Path, module: str, others: list[int], minutes: int) -> float:
    """Processor seconds of the module, of Speech Dispatcher and of others, for an hour.

    Speech Dispatcher plays for the peer, the daemon for itself; so the server counts for both.
    """
    print(f"measuring: {minutes} min with {module}", file=sys.stderr, flush=True)
    peer = SpeechDispatcher(module)
    await peer.connect(socket)
    await peer.speak(Sample("Ready to begin.", "label"), 1.0)
    await asyncio.wait_for(peer.finished(), 30)
    pids = [*others, *_programs(made, f"sd_{module}"), *_programs(made, "speech-dispatcher")]
    before = _worked(pids)
    for number in range(minutes):
        for sample, seconds in minute(number):
            await peer.stop()
            await peer.speak(sample, 1.0)
            await asyncio.sleep(seconds)
        await asyncio.sleep(_REST)
    spent = _worked(pids) - before
    await peer.close()
    return spent / (minutes * seconds_a_minute()) * 3600


def seconds_a_minute() -> float:
    """Of what is called a minute here."""
    return sum(seconds for _, seconds in minute(0)) + _REST


def _worked(pids: list[int]) -> float:
    return sum(process.cpu_seconds(pid) for pid in pids)


def _programs(made: Session, name: str) -> list[int]:
    """Processes of that program in the session."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            home = f"HOME={made.environment['HOME']}".encode()
            is_ours = home in (folder / "environ").read_bytes().split(b"\0")
            if is_ours and any(Path(word).name == name for word in words[:2]):
                found.append(int(folder.name))
    return found
