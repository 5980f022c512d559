"""The pulse train that excites voiced speech: exact pitch, and the same samples every time."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

REACH = 8
# Samples on each side of a band-limited pulse.


def pulse_train(
    log_f0: FloatArray, voicing: FloatArray, hop: float, rate: int, samples: int
) -> FloatArray:
    """Return `samples` samples of pulses of unit power per period where voicing is above 0.5.

    `log_f0` is the natural log of Hertz; it and `voicing` are [frames], frame t at sample
    t * hop. Pulses lie between samples: each is a windowed sinc.
    """
    time = np.arange(samples) / hop
    places = np.arange(len(log_f0))
    step = np.exp(np.interp(time, places, log_f0)) / rate
    voiced = np.interp(time, places, voicing) > 0.5
    phase = np.cumsum(step)
    cycle = np.floor(phase)
    starts = np.flatnonzero((cycle[1:] > cycle[:-1]) & voiced[1:]) + 1
    position = starts - (phase[starts] - cycle[starts]) / step[starts]
    whole = np.floor(position).astype(np.int64)
    offset = np.arange(1 - REACH, REACH + 1)
    distance = offset - (position - whole)[:, None]
    taper = 0.5 + 0.5 * np.cos(np.pi * distance / (REACH + 0.5))
    pulses = np.sinc(distance) * taper / np.sqrt(step[starts])[:, None]
    train = np.zeros(samples + 2 * REACH + 2)
    np.add.at(train, whole[:, None] + offset + REACH, pulses)
    return train[REACH : REACH + samples].astype(np.float32)
