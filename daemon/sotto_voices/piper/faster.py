"""The parts of a voice made faster, where that holds on this processor and is heard by nobody.

Every change is tried on a sentence, and left out where it is not faster or too far off.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sotto_voices.errors import UnpreparedError
from sotto_voices.piper import trial
from sotto_voices.piper.flat import NotFlatError, flattened
from sotto_voices.piper.int8 import quantise
from sotto_voices.piper.split import Parts
from sotto_voices.piper.store import PARTS, move, save_all
from sotto_voices.piper.trial import Spoken

EXACT = 1e-4
"""Of full scale: what a voice may differ from the stock one."""
LEAST_SNR = 15.0
"""Decibels: latents of text and flow in 8 bits beside those in full."""
_VNNI = ("avx512_vnni", "avx_vnni", "amx_int8", "asimddp")


def shortened(parts: Parts, full: trial.Parts, sentence: Spoken, into: Path) -> bool:
    """Whether text and flow are in 8 bits: faster, and near enough."""
    peak = 127 if any(flag in _flags() for flag in _VNNI) else 63
    short = into / "short"
    short.mkdir()
    ids, length = sentence.ids, sentence.length
    try:
        text, flow = quantise(parts.text, peak), quantise(parts.flow, peak)
        save_all(Parts(text, flow, parts.decoder, {}), short)
        tried = trial.Parts(short, parts.plan)
        is_near = trial.is_near(full, tried, ids, length, LEAST_SNR)
        if not is_near or tried.head_ms(ids, length) >= full.head_ms(ids, length):
            return False
        for part in PARTS:
            move(part, short, into)
        return True
    finally:
        _remove(short)


def flatten(parts: Parts, sentence: Spoken, into: Path) -> bool:
    """Whether the decoder in `into` was written anew for quicker kernels, which this processor
    has."""
    other = into / "other"
    other.mkdir()
    try:
        save_all(replace(parts, decoder=flattened(parts.decoder)), other)
        now, then = trial.Parts(into, parts.plan), trial.Parts(other, parts.plan)
        latents, speaker = now.all_latents(sentence.ids, sentence.length)
        usual, made = (tried.decoded(latents, speaker) for tried in (now, then))
        is_faster = then.decoder_ms(latents, speaker) < now.decoder_ms(latents, speaker)
        if not trial.is_same(made, usual, EXACT) or not is_faster:
            return False
        move("decoder", other, into)
        return True
    except (NotFlatError, UnpreparedError):
        return False
    finally:
        _remove(other)


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _flags() -> str:
    try:
        return Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:
        return ""
