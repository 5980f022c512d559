"""A stock Piper voice as Sotto streams it, beside its own players: one process each, in turn.

Run as a program (`python -m sotto_bench.piper PLAYER FILE FOLDER ROUNDS`) it measures one player in
its own process and prints JSON; `run` prepares the voice and starts one for each.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from sotto.cancel import CancelToken
from sotto.errors import Cancelled
from sotto.memory import give_back
from sotto_bench import piper_memory, process
from sotto_bench.piper_players import PLAYERS, Speak
from sotto_measure.machine import describe

TEXTS = (
    "Settings.",
    "The train to the coast leaves at seven.",
    "When the last of the guests had gone home she opened every window, let the cold night air "
    "into the house, and sat down to read.",
)
"""Of 1, 8 and 26 words: what is asked of a screen reader's voice."""
_ROUNDS = 9
_MOST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one player: processor milliseconds to the first sound and to all of it, by text, resident
    megabytes after them, and the most milliseconds of work after it was told to stop (None: it
    cannot be)."""

    player: str
    firsts: tuple[float, ...]
    wholes: tuple[float, ...]
    resident: float
    stop: float | None = None


def measure(player: str, model: Path, folder: Path, rounds: int = _ROUNDS) -> Cost:
    """Speak the texts in turn, so that a busy minute is shared by all of them."""
    speak = PLAYERS[player][1](model, folder)
    for text in TEXTS:
        sum(speak(text, CancelToken()))
    found: list[list[tuple[float, float]]] = [[] for _ in TEXTS]
    for _ in range(rounds):
        for times, text in zip(found, TEXTS, strict=True):
            times.append(_timed(speak, text))
    firsts, wholes = (
        tuple(statistics.median(each[place] for each in times) for times in found)
        for place in (0, 1)
    )
    stop = stop_ms(speak, TEXTS[-1], rounds) if player == "sotto" else None
    give_back()
    return Cost(player, firsts, wholes, process.resident_mb(os.getpid()), stop)


def _timed(speak: Speak, text: str) -> tuple[float, float]:
    began, first = time.process_time(), 0.0
    for samples in speak(text, CancelToken()):
        first = first or (samples and time.process_time() - began)
    return 1000 * first, 1000 * (time.process_time() - began)


def stop_ms(speak: Speak, text: str, rounds: int) -> float:
    """The most milliseconds that the thread of a voice works on after it was told to stop, at
    moments that are spread over a clause."""
    return max(_stopped(speak, text, 2 + 7 * place) for place in range(max(rounds, 1)))


def _stopped(speak: Speak, text: str, after_ms: float) -> float:
    """Stopped so many milliseconds of its work after its first sound."""
    cancel, begun, ended = CancelToken(), threading.Event(), threading.Event()
    end = 0.0

    def work() -> None:
        nonlocal end
        with suppress(Cancelled):
            for _ in speak(text, cancel):
                begun.set()
        end = time.thread_time()
        begun.set()
        ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    clock = time.pthread_getcpuclockid(thread.ident or 0)
    due = time.clock_gettime(clock) + after_ms / 1000
    while not ended.is_set() and time.clock_gettime(clock) < due:
        ended.wait(0.0005)
    spent = end if ended.is_set() else time.clock_gettime(clock)
    cancel.cancel()
    thread.join()
    return 1000 * max(end - spent, 0.0)


def run(model: Path, *, quick: bool = False, has_daemon: bool = True) -> str:
    """The table of all players that are installed and, `has_daemon`, of the memory of a daemon that
    speaks with it. Raises CalledProcessError."""
    rounds = 1 if quick else _ROUNDS
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "voice"
        folder.mkdir()
        prepared = _prepare(model, folder)
        there = [name for name, (needs, _) in PLAYERS.items() if find_spec(needs)]
        found = [_apart(name, model, folder, rounds) for name in there]
        held = piper_memory.run(folder, _voice(folder), TEXTS) if has_daemon else ""
    return "\n".join([describe(), table(found), held, prepared])


def _prepare(model: Path, folder: Path) -> str:
    """Prepare it there; a line that tells what that took."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "sotto_voices.piper", str(model), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"Prepared in {seconds:.1f} s, {spent:.1f} s of a processor (at most {_MOST_SECONDS}).\n"


def _voice(folder: Path) -> str:
    from sotto.voice.formats import describe as known

    return known(folder).voices()[0].identifier


def _apart(player: str, model: Path, folder: Path, rounds: int) -> Cost:
    given = [player, str(model), str(folder), str(rounds)]
    command = [sys.executable, "-m", "sotto_bench.piper", *given]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    firsts, wholes = tuple(told["firsts"]), tuple(told["wholes"])
    return Cost(told["player"], firsts, wholes, told["resident"], told["stop"])


def table(costs: Sequence[Cost]) -> str:
    """A line a player; the others as multiples of the first."""
    words = " / ".join(str(len(text.split())) for text in TEXTS)
    lines = [
        f"**A Piper voice**, {words} words, one thread, processor milliseconds; times the first's",
        "",
        "| player | first sound | whole | resident, MB | work after a stop, at most |",
        "|---|---|---|---|---|",
    ]
    for cost in costs:
        first = _cells(cost.firsts, costs[0].firsts)
        whole = _cells(cost.wholes, costs[0].wholes)
        stop = "-" if cost.stop is None else f"{cost.stop:.0f}"
        lines.append(f"| {cost.player} | {first} | {whole} | {cost.resident:.0f} | {stop} |")
    return "\n".join(lines) + "\n"


def _cells(times: Sequence[float], base: Sequence[float]) -> str:
    told = (f"{a:.0f} ({a / b:.1f})" for a, b in zip(times, base, strict=True))
    return " / ".join(told)


if __name__ == "__main__":
    _player, _model, _folder, _count = sys.argv[1:]
    print(json.dumps(asdict(measure(_player, Path(_model), Path(_folder), int(_count)))))
