"""How speech differs from the voice's own."""

from __future__ import annotations

from dataclasses import dataclass

from sotto.messages.choices import Clarity, Quality, Style

RATE_RANGE = (0.3, 6.0)
PITCH_RANGE = (0.5, 2.0)
INFLECTION_RANGE = (0.0, 2.0)
VOLUME_RANGE = (0.0, 2.0)


@dataclass(frozen=True, slots=True)
class Prosody:
    """Factors on the voice's own rate, F0, F0 range and amplitude; 1 is the voice's own.

    `style`, `clarity` and `quality` are further ways in which the voice is rendered; an engine
    takes a quality that is still open as the full one.
    """

    rate: float = 1.0
    pitch: float = 1.0
    pitch_range: float = 1.0
    volume: float = 1.0
    style: Style = Style.NEUTRAL
    clarity: Clarity = Clarity.OFF
    quality: Quality = Quality.AUTO

    def __mul__(self, other: Prosody) -> Prosody:
        """The two applied one after the other, clipped to what a voice can do.

        A style, a clarity and a quality other than the defaults hold, the second one's before
        the first's.
        """
        return Prosody(
            _clip(self.rate * other.rate, RATE_RANGE),
            _clip(self.pitch * other.pitch, PITCH_RANGE),
            _clip(self.pitch_range * other.pitch_range, INFLECTION_RANGE),
            _clip(self.volume * other.volume, VOLUME_RANGE),
            self.style if other.style is Style.NEUTRAL else other.style,
            self.clarity if other.clarity is Clarity.OFF else other.clarity,
            self.quality if other.quality is Quality.AUTO else other.quality,
        )


def _clip(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])
