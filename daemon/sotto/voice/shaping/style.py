"""Styles: what each changes in prosody and timbre, relative to the neutral voice. Pure.

Prosody changes by factors on the speaker's own rate, mean and spread of F0, so that a style is
the same step away from every speaker; timbre by the slope of the spectrum and the excitation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sotto.messages import Clause, Prosody, Style


@dataclass(frozen=True, slots=True)
class Manner:
    """Factors on prosody, a slope of the spectrum in decibels an octave, and breath only or not.

    `level` is what its sound measured beside the neutral one, in decibels without the volume.
    """

    factors: Prosody
    tilt: float = 0.0
    is_whispered: bool = False
    level: float = 0.0


MANNERS: Mapping[Style, Manner] = MappingProxyType(
    {
        Style.NEUTRAL: Manner(Prosody()),
        Style.LIVELY: Manner(
            Prosody(rate=1.06, pitch=1.1, pitch_range=1.35, volume=1.06), tilt=1.5, level=-0.5
        ),
        Style.CALM: Manner(
            Prosody(rate=0.9, pitch=0.92, pitch_range=0.65, volume=0.85), tilt=-2.0, level=-1.0
        ),
        Style.WHISPER: Manner(Prosody(rate=0.95), is_whispered=True, level=-8.0),
    }
)


def in_style(prosody: Prosody) -> Prosody:
    """The prosody with the factors of its style on top, clipped to what a voice can do."""
    return prosody * MANNERS[prosody.style].factors


def styled(clause: Clause) -> Clause:
    """The clause with its prosody `in_style`; to be done once."""
    return replace(clause, prosody=in_style(clause.prosody))
