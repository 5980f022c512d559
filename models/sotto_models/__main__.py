"""Command line of the training pipeline: one command a step, `all` for the whole."""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path

from sotto_models.config import Paths


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


def _export(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.export import export_voice

    export_voice(paths, paths.whole_voice)


def _quantize(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.quantize import quantize_voice

    quantize_voice(paths.whole_voice, options.voice or paths.small_voice)


def _evaluate(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.evaluate import evaluate_voice

    evaluate_voice(paths, options.voice or paths.small_voice)


def _adapt(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.adapt import adapt_vocoder

    adapt_vocoder(paths, options.adapt_steps)


def _calibrate(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.calibrate import calibrate_voice

    calibrate_voice(paths, options.voice or paths.small_voice)


def _variance(paths: Paths, options: argparse.Namespace) -> None:
    from sotto_models.variance import measure_variance

    measure_variance(paths)


STEPS: dict[str, Callable[[Paths, argparse.Namespace], None]] = {
    "corpus": _corpus,
    "pitch": _pitch,
    "align": _align,
    "vocoder": _vocoder,
    "acoustic": _acoustic,
    "variance": _variance,
    "adapt": _adapt,
    "export": _export,
    "quantize": _quantize,
    "calibrate": _calibrate,
    "evaluate": _evaluate,
}


def main() -> None:
    """Run the step named on the command line."""
    parser = argparse.ArgumentParser(prog="sotto_models", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "all"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--vocoder-steps", type=int, default=22000)
    parser.add_argument("--acoustic-steps", type=int, default=12000)
    parser.add_argument("--voice", type=Path, help="folder that the finished voice is written to")
    parser.add_argument("--adapt-steps", type=int, default=6000)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    paths = Paths(options.data, options.work)
    for step in STEPS if options.step == "all" else [options.step]:
        STEPS[step](paths, options)


if __name__ == "__main__":
    main()
