"""A call of Spiel's `Synthesize` as options of a request. Pure, and never refuses."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from sotto.dbus.spiel.voices import voice_of
from sotto.messages import PITCH_RANGE, RATE_RANGE, Kind, Options, Prosody, Punctuation

_SLOWEST, _FASTEST = 0.1, 10.0
_EXACT = (0.5, 3.0)
_LONGEST_TAG = 100


@dataclass(frozen=True, slots=True)
class SpielRequest:
    """What a client asked for."""

    text: str
    options: Options
    has_events: bool


def read_request(  # noqa: PLR0913, PLR0917 - the arguments of the call, in its order
    text: str,
    voice: str,
    pitch: float,
    rate: float,
    is_ssml: bool,
    language: str,
    defaults: Options,
) -> SpielRequest:
    """Values that make no sense are taken as if they had not been given.

    Clients tell nothing of punctuation, so that some of it is named at least.
    """
    identifier, has_events = voice_of(voice)
    prosody = replace(defaults.prosody, rate=spiel_rate(rate), pitch=spiel_pitch(pitch))
    named = Punctuation.SOME if defaults.punctuation is Punctuation.NONE else defaults.punctuation
    options = replace(
        defaults,
        kind=_kind(text, is_ssml),
        voice=identifier,
        language=language if len(language) <= _LONGEST_TAG else "",
        prosody=prosody,
        punctuation=named,
    )
    return SpielRequest(text, options, has_events)


def _kind(text: str, is_ssml: bool) -> Kind:
    if is_ssml:
        return Kind.SSML
    return Kind.CHARACTER if len(text) == 1 else Kind.TEXT


def spiel_rate(rate: float) -> float:
    """Exact between 0.5 and 3; beyond, strictly monotonic into what a voice can do.

    Orca reaches 3 at 60 of its 100 and 10 at 95: taken literally, the upper third of its scale
    would all be the same.
    """
    if not math.isfinite(rate):
        return Prosody().rate
    rate = min(max(rate, _SLOWEST), _FASTEST)
    low, high = _EXACT
    if rate < low:
        return _between(rate, (_SLOWEST, low), (RATE_RANGE[0], low))
    if rate > high:
        return _between(rate, (high, _FASTEST), (high, RATE_RANGE[1]))
    return rate


def spiel_pitch(pitch: float) -> float:
    """0 to 2 onto what a voice can do; 1 stays 1."""
    if not math.isfinite(pitch):
        return Prosody().pitch
    pitch = min(max(pitch, 0.0), 2.0)
    low, high = PITCH_RANGE
    if pitch < 1:
        return _between(pitch, (0.0, 1.0), (low, 1.0))
    return _between(pitch, (1.0, 2.0), (1.0, high))


def _between(value: float, source: tuple[float, float], target: tuple[float, float]) -> float:
    part = (value - source[0]) / (source[1] - source[0])
    return target[0] + part * (target[1] - target[0])
