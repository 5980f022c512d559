"""The evaluation as a list of small tasks, each measured apart and kept while it is still true."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sotto_models.config import Paths
from sotto_models.evaluation.phones import ear_for
from sotto_models.evaluation.systems import (
    EspeakProgram,
    Flite,
    Line,
    Natural,
    Sotto,
    System,
    file_key,
)
from sotto_models.readers import READERS, Reader, Split, read_clips

log = logging.getLogger(__name__)

VERSION = 1
# Of the measures themselves; counts up whenever one of them changes.
FEW = 12
# Sentences of each reader in a quick evaluation, and those that DNSMOS scores, being slow.
BY_READER: dict[str, Reader] = {reader.name: reader for reader in READERS}


@dataclass(frozen=True, slots=True)
class Task:
    """One measurement: of `system` on the sentences of `reader`, `variant` as the table needs."""

    table: str
    system: str
    reader: str
    rate: float = 1.0
    variant: str = ""

    @property
    def slug(self) -> str:
        """A file name."""
        parts = (self.table, self.system, self.reader, f"{self.rate:g}x", self.variant)
        return "-".join(part.replace(" ", "_") for part in parts if part)


@dataclass(frozen=True, slots=True)
class Bench:
    """What is evaluated and where; `few` is how many sentences of each reader are used."""

    paths: Paths
    voice: Path
    few: int = 0

    def lines(self, reader: str) -> list[Line]:
        """Return a reader's reporting sentences."""
        found = BY_READER[reader]
        clips = [c for c in read_clips(self.paths.data, found) if c.split is Split.REPORT]
        lines = [Line(clip.text, found.language, clip=clip.name) for clip in clips]
        return lines[: self.few] if self.few else lines

    def system(self, name: str, reader: str) -> System:
        """Return what is called `name` in the tables."""
        if name == "natural":
            return Natural(self.paths, reader)
        if name == Flite.name:
            return Flite()
        if name == EspeakProgram.name:
            return EspeakProgram()
        return self.sotto(name)

    def sotto(self, name: str) -> Sotto:
        """Return one of our voices, called `sotto` and its name in the tables."""
        return Sotto(self.voice, name.removeprefix("sotto "))

    def ear(self, task: Task) -> Path:
        """Return the recogniser that never heard who speaks, or else whose sentences they are."""
        speaker = task.system.removeprefix("sotto ")
        name = ear_for(speaker if speaker in BY_READER else task.reader)
        return self.paths.recogniser(name)


def measure(bench: Bench, task: Task) -> dict[str, Any]:
    """Carry a task out."""
    return dict(MEASURES[task.table](bench, task, bench.lines(task.reader)))


def _words(bench: Bench, task: Task, lines: Sequence[Line]) -> Mapping[str, Any]:
    from sotto_models.evaluation.listening import judge_sentences

    return judge_sentences(bench.system(task.system, task.reader), lines, task.rate)


def _lists(bench: Bench, task: Task, _: Sequence[Line]) -> Mapping[str, Any]:
    from sotto_models.evaluation.listening import judge_list

    return judge_list(bench.system(task.system, task.reader), task.variant, task.rate)


def _phones(bench: Bench, task: Task, lines: Sequence[Line]) -> Mapping[str, Any]:
    from sotto_models.evaluation.pronouncing import judge_phones, wanted_phones

    system = bench.system(task.system, task.reader)
    wanted = wanted_phones(bench.paths, task.reader, lines)
    return judge_phones(bench.ear(task), system, lines, wanted)


def _names(bench: Bench, task: Task, lines: Sequence[Line]) -> Mapping[str, Any]:
    from sotto_models.evaluation.pronouncing import judge_letters

    return judge_letters(bench.ear(task), bench.system(task.system, task.reader), lines)


def _foreign(bench: Bench, task: Task, lines: Sequence[Line]) -> Mapping[str, Any]:
    from sotto_models.evaluation.pronouncing import judge_foreign

    return judge_foreign(bench.ear(task), bench.sotto(task.system), task.variant, lines)


def _sound(bench: Bench, task: Task, lines: Sequence[Line]) -> Mapping[str, Any]:
    from sotto_models.evaluation import sounding

    system = bench.system(task.system, task.reader)
    sounds = [system.say(line) for line in lines]
    natural = [Natural(bench.paths, task.reader).say(line) for line in lines]
    return {
        **sounding.judge_quality(sounds[:FEW]),
        **sounding.judge_likeness(BY_READER[task.reader], sounds, natural),
        **sounding.judge_loudness(system, sounds),
    }


def _copy(bench: Bench, task: Task, lines: Sequence[Line]) -> Mapping[str, Any]:
    from sotto_models.clips import load_features
    from sotto_models.evaluation.sounding import judge_copy
    from sotto_models.latents import load_projection
    from sotto_models.speech import Voice

    voice, projection = Voice(bench.voice), load_projection(bench.paths.latents)
    folder = bench.paths.clips(task.reader)
    copies = [voice.copy(load_features(folder / f"{line.clip}.npz"), projection) for line in lines]
    return judge_copy(bench.paths, BY_READER[task.reader], copies, lines)


MEASURES: dict[str, Callable[[Bench, Task, Sequence[Line]], Mapping[str, Any]]] = {
    "words": _words,
    "lists": _lists,
    "phones": _phones,
    "names": _names,
    "foreign": _foreign,
    "sound": _sound,
    "copy": _copy,
}


def key_of(bench: Bench, task: Task) -> str:
    """Return what a stored result depends on."""
    sound = bench.system(task.system, task.reader).key
    texts = "\n".join(line.text for line in bench.lines(task.reader))
    digest = hashlib.sha256(texts.encode()).hexdigest()[:16]
    ear = file_key([bench.ear(task)]) if task.table in ("phones", "names", "foreign") else ""
    return f"{VERSION} {sound} {digest} {ear}"


def carry_out(bench: Bench, task: Task) -> dict[str, Any]:
    """Return a task's result: the stored one while nothing it depends on has changed."""
    key = key_of(bench, task)
    # Several voices, and a quick evaluation, keep their results side by side.
    name = f"{task.slug}-{hashlib.sha256(key.encode()).hexdigest()[:8]}.json"
    stored = bench.paths.work / "evaluation" / name
    if stored.exists():
        found: dict[str, Any] = json.loads(stored.read_text(encoding="utf-8"))
        if found.get("key") == key:
            return dict(found["result"])
    result = measure(bench, task)
    stored.parent.mkdir(parents=True, exist_ok=True)
    part = stored.with_suffix(".part")
    part.write_text(json.dumps({"key": key, "result": result}), encoding="utf-8")
    part.replace(stored)
    log.info("%s: %s", task.slug, {k: v for k, v in result.items() if k != "wrong"})
    return result


def plan(is_quick: bool) -> list[Task]:
    """Return every task, the slow ones first."""
    rates = (1.0, 3.0) if is_quick else (1.0, 2.0, 3.0, 4.0)
    others = (Flite.name, EspeakProgram.name)
    tasks: list[Task] = []
    english = [reader for reader in READERS if reader.language == "en-us"]
    for reader in english:
        for name in (f"sotto {reader.name}", "natural", Flite.name):
            tasks += [Task("words", name, reader.name, rate) for rate in rates]
        # The recogniser hardly understands it at any speed: two are enough to show that.
        tasks += [Task("words", EspeakProgram.name, reader.name, rate) for rate in (1.0, 3.0)]
    lists = [rate for rate in rates if rate <= 3.0]
    for name in (*(f"sotto {reader.name}" for reader in english), *others):
        for kind in ("phrases", "letters", "digits"):
            tasks += [Task("lists", name, "kathleen", rate, kind) for rate in lists]
    return list(dict.fromkeys(tasks + _spoken_tasks(is_quick)))


READ_FOR = {"en-us": "kathleen", "de": "kerstin", "nl": "nathalie"}
# Whose sentences stand for a language where all voices say the same ones.


def _spoken_tasks(is_quick: bool) -> list[Task]:
    tasks: list[Task] = []
    for reader in READERS:
        ours = f"sotto {reader.name}"
        if not is_quick:
            tasks.append(Task("copy", ours, reader.name))
        others = [Flite.name] if reader.language == "en-us" else []
        for name in (ours, "natural", *others, EspeakProgram.name):
            tasks.append(Task("phones", name, reader.name))
            if not is_quick:
                tasks.append(Task("sound", name, reader.name))
        for name in (ours, *others, EspeakProgram.name):
            tasks.append(Task("names", name, reader.name))
        tasks += [Task("phones", ours, other) for other in READ_FOR.values()]
        tasks += [Task("foreign", ours, "kathleen", variant=tag) for tag in ("de", "nl")]
    return tasks
