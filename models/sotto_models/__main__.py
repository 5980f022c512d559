"""Command line of the training pipeline: one command a step, `all` for a finished voice.

A step imports what it needs when it runs: the first ones need no torch.
"""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path

from sotto_models.config import Paths

Step = Callable[[Paths, argparse.Namespace], None]


def _synthesise(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.synthetic import synthesise

    synthesise(paths, options.jobs)


def _corpus(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.corpus import build_corpus

    build_corpus(paths, options.jobs)


def _pitch(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.corpus import build_pitch

    build_pitch(paths, options.jobs)


def _align(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.align import build_alignment

    build_alignment(paths, options.jobs)


def _vocoder(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.vocoder import train_vocoder

    train_vocoder(paths, options.vocoder_steps)


def _acoustic(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.acoustic import train_acoustic

    train_acoustic(paths, options.acoustic_steps)


def _refine(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.refine import refine_acoustic

    refine_acoustic(paths, options.refine_steps)


def _variance(paths: Paths, _: argparse.Namespace) -> None:
    from sotto_models.variance import measure_variance

    measure_variance(paths)


def _adapt(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.adapt import adapt_vocoder

    adapt_vocoder(paths, options.adapt_steps)


def _export(paths: Paths, _: argparse.Namespace) -> None:
    from sotto_models.export import export_voice

    export_voice(paths, paths.whole_voice)


def _quantize(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.quantize import quantize_voice

    quantize_voice(paths.whole_voice, options.voice or paths.small_voice)


def _calibrate(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.calibrate import calibrate_voice

    calibrate_voice(paths, options.voice or paths.small_voice)


def _recogniser(paths: Paths, _: argparse.Namespace) -> None:
    from sotto_models.evaluation.recogniser import train_recognisers

    train_recognisers(paths)


def _compress(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.compress import compress_voice

    compress_voice(paths, options.voice or paths.small_voice, options.jobs)


def _evaluate(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.evaluation.run import evaluate_voice

    evaluate_voice(paths, options.voice or paths.small_voice, options.jobs, options.quick)


def _noise(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.clear import measure_clarity

    measure_clarity(paths, options.voice or paths.small_voice, options.jobs, options.quick)


def _styles(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.styles import measure_styles

    measure_styles(paths, options.voice or paths.small_voice, options.quick)


TRAINING: dict[str, Step] = {
    "synthesise": _synthesise,
    "corpus": _corpus,
    "pitch": _pitch,
    "align": _align,
    "vocoder": _vocoder,
    "acoustic": _acoustic,
    "refine": _refine,
    "variance": _variance,
    "adapt": _adapt,
    "export": _export,
    "quantize": _quantize,
    "calibrate": _calibrate,
}
JUDGING: dict[str, Step] = {
    "recogniser": _recogniser,
    "compress": _compress,
    "evaluate": _evaluate,
    "noise": _noise,
    "styles": _styles,
}
STEPS = {**TRAINING, **JUDGING}


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sotto_models", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "all"])
    parser.add_argument("--data", type=Path, required=True, help="the readers' lists and clips")
    parser.add_argument("--work", type=Path, required=True, help="all that is derived from them")
    parser.add_argument("--voice", type=Path, help="where the finished voice goes (WORK/voice)")
    parser.add_argument("--quick", action="store_true", help="evaluate on a few sentences only")
    parser.add_argument("--jobs", type=int, default=2, help="processes for corpus, pitch, align")
    parser.add_argument("--vocoder-steps", type=int, default=11000)
    parser.add_argument("--acoustic-steps", type=int, default=7500)
    parser.add_argument("--refine-steps", type=int, default=3000)
    parser.add_argument("--adapt-steps", type=int, default=5000)
    return parser.parse_args()


def main() -> None:
    """Run the step named on the command line."""
    options = _parse()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    paths = Paths(options.data, options.work)
    for step in TRAINING if options.step == "all" else [options.step]:
        STEPS[step](paths, options)


if __name__ == "__main__":
    main()
