"""Command line of the student's pipeline: one command a step; models/README.md tells the order.

A step imports what it needs when it runs, goes on where it ended, and uses fixed seeds.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sotto_models.evaluation.naturalness import Places
    from sotto_models.student.corpus import Clip

Options = argparse.Namespace


def _lines(options: Options) -> None:
    from sotto_models.teacher.lines import write_lines

    write_lines(options.packages, options.locale, options.work / "lines", options.sentences)


def _assemble(options: Options) -> None:
    from sotto_models.teacher.speech import assemble

    assemble(options.packages, options.work / "kokoro.onnx")


def _teach(options: Options) -> None:
    from sotto_models.teacher.generate import generate
    from sotto_models.teacher.speech import Teacher

    work: Path = options.work
    teacher = Teacher(work / "kokoro.onnx", work / "vocab.json", work / "voices")
    number, of = (int(part) for part in options.part.split("/"))
    made = generate(teacher, work / "lines", work / "speech", options.minutes, (number, of))
    logging.info("%d clips made", made)


def _readings(options: Options) -> None:
    from sotto_models.config import Paths
    from sotto_models.student.cast import TAUGHT
    from sotto_models.student.corpus import read_voice
    from sotto_models.student.readings import ENERGY_CLIPS, write_readings
    from sotto_models.student.timing import energy_scale

    numbers, speech = _numbers(options), options.work / "speech"
    clips = read_voice(speech, TAUGHT[0].teacher, numbers, with_sound=True)[:ENERGY_CLIPS]
    energy = energy_scale((clip.sound / 32768, clip.energy) for clip in clips)
    write_readings(Paths(options.data, options.work), speech, numbers, energy)


def _decoder(options: Options) -> None:
    from sotto_models.student.train_decoder import Plan, Training, new_decoder, train
    from sotto_models.student.train_prosody import new_prosody
    from sotto_models.student.warm_start import warm_start

    decoder = new_decoder()
    if options.start:
        warm_start(options.start, decoder, new_prosody())
    training = Training(decoder, Plan(steps=options.steps) if options.steps else Plan())
    target = options.work / "decoder.pt"
    if target.exists():
        training.load(target)
    train(training, _clips(options, with_sound=True), target, options.minutes)


def _prosody(options: Options) -> None:
    from sotto_models.student.train_decoder import new_decoder
    from sotto_models.student.train_prosody import STEPS, new_prosody, train
    from sotto_models.student.warm_start import warm_start

    prosody = new_prosody()
    if options.start:
        warm_start(options.start, new_decoder(), prosody)
    train(
        prosody,
        _clips(options, with_sound=False),
        options.work / "prosody.pt",
        steps=options.steps or STEPS,
        minutes=options.minutes,
    )


def _export(options: Options) -> None:
    import torch

    from sotto_models.student.export import export
    from sotto_models.student.train_decoder import new_decoder
    from sotto_models.student.train_prosody import new_prosody

    decoder, prosody = new_decoder(), new_prosody()
    for net, name in ((decoder, "decoder"), (prosody, "prosody")):
        content = torch.load(options.work / f"{name}.pt", map_location="cpu", weights_only=True)
        net.load_state_dict(content["average"])
    export(decoder, prosody, _clips(options, with_sound=True), _numbers(options), options.voice)


def _judge(options: Options) -> None:
    from sotto_models.evaluation.naturalness import evaluate_naturalness

    evaluate_naturalness(_places(options), options.sentence_count)


def _words(options: Options) -> None:
    from sotto_models.evaluation.more_words import judge_words

    judge_words(_places(options), options.sentence_count)


def _more_readers(options: Options) -> None:
    from sotto_models.evaluation.more_readers import judge_readers

    print(judge_readers(_places(options), options.sentence_count))


def _places(options: Options) -> Places:
    from sotto_models.evaluation.naturalness import Places

    before = options.voice.parent / "sotto"
    tables = options.tables or options.voice
    return Places(options.work, options.data, options.voice, before, tables)


def _clips(options: Options, *, with_sound: bool) -> list[Clip]:
    from sotto_models.student.cast import LEARNED
    from sotto_models.student.corpus import read_voice

    speech, numbers = options.work / "speech", _numbers(options)
    return [
        clip
        for part in LEARNED
        for clip in read_voice(speech, part.teacher, numbers, with_sound=with_sound)
    ]


def _numbers(options: Options) -> dict[str, int]:
    content: dict[str, dict[str, int]] = json.loads(
        (options.work / "vocab.json").read_text("utf-8")
    )
    return content["vocab"]


STEPS: dict[str, Callable[[Options], None]] = {
    "lines": _lines,
    "assemble": _assemble,
    "teach": _teach,
    "readings": _readings,
    "decoder": _decoder,
    "prosody": _prosody,
    "export": _export,
    "judge": _judge,
    "words": _words,
    "more_readers": _more_readers,
}


def _parse() -> Options:
    parser = argparse.ArgumentParser(prog="sotto_models.student", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--work", type=Path, required=True, help="all that is made on the way")
    parser.add_argument("--voice", type=Path, help="where the finished voice goes, or is")
    parser.add_argument("--data", type=Path, help="the natural readers' lists and clips")
    parser.add_argument("--packages", type=Path, help="unpacked packages: texts, or the model")
    parser.add_argument("--locale", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--sentences", type=Path, nargs="*", default=[], help="lists, id|text")
    parser.add_argument("--start", type=Path, help="hibari.onnx, whose weights are begun with")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--part", default="0/1", help="share of the lines: 0/2 and 1/2 in two runs")
    parser.add_argument("--tables", type=Path, help="where figures go, if not to the voice")
    parser.add_argument("--sentence-count", type=int, default=20, help="judged a voice, at most")
    return parser.parse_args()


def main() -> None:
    """Run the step named on the command line."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options = _parse()
    STEPS[options.step](options)


if __name__ == "__main__":
    main()
