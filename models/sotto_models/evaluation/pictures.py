"""Spectrograms of one sentence from each system, one above the other."""

from pathlib import Path

import numpy as np

from sotto_models.config import FFT, HOP, SAMPLE_RATE
from sotto_models.evaluation.systems import EspeakProgram, Flite
from sotto_models.evaluation.tasks import BY_READER, Bench
from sotto_models.latents import FloatArray
from sotto_models.spectrum import hann

SHOWN: tuple[str, ...] = ("linda", "kerstin", "flemishguy")
SECONDS = 3.5
RANGE = 70.0
# Decibels between the darkest and the lightest colour.


def power_spectrum(sound: FloatArray) -> FloatArray:
    """Return decibels [FFT // 2 + 1, frames] below the strongest bin."""
    padded = np.pad(sound.astype(np.float64), FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[:: HOP // 2]
    power = np.abs(np.fft.rfft(frames * hann(FFT))) ** 2
    level = 10.0 * np.log10(power + 1e-12)
    return np.asarray((level - level.max()).T, dtype=np.float32)


def draw_pictures(bench: Bench, folder: Path) -> None:
    """Write a PNG a language: a sentence of SECONDS or a little more from every system."""
    folder.mkdir(exist_ok=True)
    for name in SHOWN:
        lines = bench.lines(name)
        natural = bench.system("natural", name)
        lengths = [abs(len(natural.say(line)) / SAMPLE_RATE - SECONDS) for line in lines]
        line = lines[int(np.argmin(lengths))]
        flite = [Flite.name] if BY_READER[name].language == "en-us" else []
        systems = ["natural", f"sotto {name}", *flite, EspeakProgram.name]
        sounds = {system: bench.system(system, name).say(line) for system in systems}
        draw(sounds, line.text, folder / f"{name}.png")


def draw(sounds: dict[str, FloatArray], text: str, target: Path) -> None:
    """Draw the spectrograms of sounds below each other."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    longest = max(len(sound) for sound in sounds.values()) / SAMPLE_RATE
    figure, rows = pyplot.subplots(len(sounds), 1, figsize=(7, 1.5 * len(sounds)), sharex=True)
    for axes, (name, sound) in zip(rows, sounds.items(), strict=True):
        extent = (0.0, len(sound) / SAMPLE_RATE, 0.0, SAMPLE_RATE / 2000)
        axes.imshow(
            power_spectrum(sound),
            origin="lower",
            aspect="auto",
            extent=extent,
            vmin=-RANGE,
            vmax=0.0,
            cmap="gray_r",
        )
        axes.set_xlim(0.0, longest)
        axes.set_ylabel(f"{name}\nkHz", fontsize=7)
        axes.tick_params(labelsize=7)
    rows[0].set_title(text, fontsize=8)
    rows[-1].set_xlabel("seconds", fontsize=7)
    figure.tight_layout(pad=0.4)
    figure.savefig(target, dpi=90)
    pyplot.close(figure)
