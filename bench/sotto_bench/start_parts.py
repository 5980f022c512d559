"""What a start is made of: imports by package and graphs one by one, processor time and memory.

Run as a program it imports what the daemon imports, in its order, loads the graphs, and prints
JSON; `run` does that several times and takes the least of each, which other work disturbs least.
"""

from __future__ import annotations

import importlib
import importlib._bootstrap as bootstrap
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

_MODULES = (
    "sotto.cli.main",
    "sotto.starting.lean",
    "asyncio",
    "sotto.app",
    "sotto.dbus.interface",
    "sotto.audio.pulse.sink",
    "sotto.settings.store",
    "sotto.phonemes.owner",
    "sotto.speech.speaker",
    "sotto.live",
    "sotto.voice.espeak",
    "sotto.voice.found",
    "sotto.voice.sessions",
    "sotto.voice.spectral.engine",
)
"""In the order in which the daemon comes to them."""

_GRAPHS = ("text", "curves", "decoder", "head", "light", "light_head")
_VOICE = Path(__file__).parents[2] / "models" / "voices" / "chorus"
_LEAST_MS = 1.0


class Parts:
    """Of each part, seconds of processor and bytes of resident memory."""

    def __init__(self) -> None:
        self.found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._inner: list[list[float]] = []

    def add(self, name: str, began: tuple[float, float]) -> None:
        """What was used since, without what was added meanwhile."""
        used = [after - before for after, before in zip(_now(), began, strict=True)]
        within = self._inner.pop()
        for place in range(2):
            self.found[name][place] += used[place] - within[place]
            if self._inner:
                self._inner[-1][place] += used[place]

    def begin(self) -> tuple[float, float]:
        """The next `add` is of what begins here."""
        self._inner.append([0.0, 0.0])
        return _now()


def _now() -> tuple[float, float]:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return time.process_time(), float(pages * os.sysconf("SC_PAGE_SIZE"))


def _part(module: str) -> str:
    words = module.split(".")
    return ".".join(words[:2]) if words[0] == "sotto" else words[0]


def measure() -> dict[str, list[float]]:
    """Everything in this process, which has imported little yet."""
    parts = Parts()
    found = parts.found["Python and what it imports itself"]
    found[:] = _now()
    # The one place of the interpreter that every module comes through.
    load = bootstrap._load_unlocked  # type: ignore[attr-defined]

    def timed(spec: ModuleSpec) -> ModuleType:
        began = parts.begin()
        try:
            loaded: ModuleType = load(spec)
        finally:
            parts.add(_part(spec.name), began)
        return loaded

    bootstrap._load_unlocked = timed  # type: ignore[attr-defined]
    for name in _MODULES:
        module = importlib.import_module(name)
        if name == "sotto.starting.lean":
            module.begin()
    bootstrap._load_unlocked = load  # type: ignore[attr-defined]
    _load_graphs(parts)
    return dict(parts.found)


def _load_graphs(parts: Parts) -> None:
    from sotto.voice.sessions import Session
    from sotto.voice.spectral.bundle import load_spectral_bundle
    from sotto.voice.spectral.decoder import DECODER_INPUTS, HEAD_INPUTS
    from sotto.voice.spectral.planner import CURVES_INPUTS, TEXT_INPUTS

    graphs = load_spectral_bundle(_VOICE).graphs
    heads = dict.fromkeys(("head", "light_head"), HEAD_INPUTS)
    inputs = {"text": TEXT_INPUTS, "curves": CURVES_INPUTS, **heads}
    kept = []
    for name in _GRAPHS:
        began = parts.begin()
        kept.append(Session(graphs[name], inputs.get(name, DECODER_INPUTS)))
        parts.add(f"graph {name}", began)


def run(rounds: int) -> str:
    """A table, the dearest first. Raises CalledProcessError."""
    least: dict[str, list[float]] = {}
    for _ in range(rounds):
        command = [sys.executable, "-m", "sotto_bench.start_parts"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        for name, used in json.loads(done.stdout).items():
            known = least.setdefault(name, used)
            least[name] = [min(pair) for pair in zip(known, used, strict=True)]
    title = f"**Start by part**, the least of {rounds} runs; what takes less than 1 ms is summed up"
    return f"{title}\n\n{_table(least)}"


def _table(least: Mapping[str, list[float]]) -> str:
    from sotto_bench.report import table

    shown = {name: used for name, used in least.items() if used[0] * 1000 >= _LEAST_MS}
    rest = [used for name, used in least.items() if name not in shown]
    shown = dict(sorted(shown.items(), key=lambda each: -each[1][0]))
    shown["all others"] = [sum(each) for each in zip(*rest, strict=True)] if rest else [0, 0]
    shown["all"] = [sum(each) for each in zip(*least.values(), strict=True)]
    rows = [[name, f"{u[0] * 1000:.1f}", f"{u[1] / 1e6:.1f}"] for name, u in shown.items()]
    return table(["", "processor, ms", "resident, MB"], rows)


if __name__ == "__main__":
    print(json.dumps(measure()))
