"""Texts of every kind in a screen reader's rhythm: all end once, none is heard after its stop."""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from sotto_bench.process import resident_mb
from sotto_bench.proof_stage import PATIENCE, Ends, Stage
from sotto_client import Client
from sotto_measure.heard import first_sound

_WORDS = "menu button row of twelve checked the weather is fine today and so are you".split()
_STOP_WITHIN = 0.05
_SILENT_AFTER = 0.25
_LISTEN = 0.2
_EVERY = 20
_LIMIT = 3.0


@dataclass(slots=True)
class Soak:
    """What was counted. `held` are megabytes, descriptors and threads of the daemon, taken ten
    times."""

    asked: int = 0
    stopped: int = 0
    wrong_ends: int = 0
    unheard: int = 0
    looks: int = 0
    stale: int = 0
    held: list[tuple[float, int, int]] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, silent or heard too late."""
        return not (self.wrong_ends or self.unheard or self.stale)


def text(chance: random.Random) -> tuple[str, str]:
    """A text and its kind: of the usual ones, and of those that nobody writes."""
    kinds = (_letter, _label, _label, _odd, _markup, _nested)
    return chance.choice(kinds)(chance)


def _letter(chance: random.Random) -> tuple[str, str]:
    return chance.choice("abcdefghijklmnopqrstuvwxyz?!7"), "character"


def _label(chance: random.Random) -> tuple[str, str]:
    return " ".join(chance.choices(_WORDS, k=chance.randint(1, 12))) + ".", "text"


def _odd(chance: random.Random) -> tuple[str, str]:
    points = (chance.randrange(1, 0x110000) for _ in range(chance.randint(1, 40)))
    return "".join(chr(p) for p in points if not 0xD800 <= p < 0xE000), "text"


def _markup(chance: random.Random) -> tuple[str, str]:
    parts = [
        "<speak>",
        "</speak>",
        "<mark name='a'/>",
        "<break time='9s'",
        "&amp;",
        "&#0;",
        "word ",
    ]
    return "".join(chance.choices(parts, k=chance.randint(1, 12))), "ssml"


def _nested(chance: random.Random) -> tuple[str, str]:
    return "<prosody rate='fast'>" * chance.randint(1, 2000) + "deep", "ssml"


async def soak(stage: Stage, seconds: float, seed: int) -> Soak:
    """Speak and stop for so long."""
    done, chance = Soak(), random.Random(seed)
    async with await stage.client() as client:
        ends = Ends(client)
        for _ in range(10):
            limit = time.monotonic() + seconds / 10
            while time.monotonic() < limit:
                await _one(stage, client, ends, done, chance)
            done.held.append(_held(stage.daemon.pid))
        done.wrong_ends = await ends.settle()
    return done


async def _one(stage: Stage, client: Client, ends: Ends, done: Soak, chance: random.Random) -> None:
    spoken, kind = text(chance)
    asked = time.monotonic()
    number = await client.speak(spoken, kind=kind, rate=2.0, language="en-us")
    ends.asked.add(number)
    done.asked += 1
    if chance.random() < 0.75:
        await asyncio.sleep(chance.uniform(0, _STOP_WITHIN))
        await client.cancel_all()
        done.stopped += 1
        if done.stopped % _EVERY == 0:
            await _look(stage, done)
    else:
        await _hear(stage, client, done, number, asked, must_sound=kind == "character")


async def _hear(  # noqa: PLR0913 - what is looked at
    stage: Stage, client: Client, done: Soak, number: int, asked: float, *, must_sound: bool
) -> None:
    try:
        async with asyncio.timeout(_LIMIT):
            await client.finished(number)
    except TimeoutError:
        await client.cancel_all()
        return
    if must_sound and await stage.heard_since(asked, PATIENCE / 10) is None:
        done.unheard += 1


async def _look(stage: Stage, done: Soak) -> None:
    """Is anything heard after everything was stopped?"""
    await asyncio.sleep(_SILENT_AFTER)
    since = time.monotonic()
    await asyncio.sleep(_LISTEN)
    done.looks += 1
    done.stale += first_sound(stage.recorder.recent(since)) is not None


def _held(pid: int) -> tuple[float, int, int]:
    process = Path(f"/proc/{pid}")
    descriptors = len(os.listdir(process / "fd"))  # noqa: PTH208 - counted only
    return resident_mb(pid), descriptors, len(list((process / "task").iterdir()))
