"""What was heard: a recorder of a sink's monitor, and what to look for in its recordings."""

from __future__ import annotations

import os
import selectors
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sound import NULL_SINK, RECORD_RATE, URGENT, SoundSession
from waiting import PATIENCE, wait_until


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What a sink played: samples at RECORD_RATE and the monotonic time of each, seconds."""

    samples: NDArray[np.float32]
    times: NDArray[np.float64]

    def since(self, moment: float) -> Recording:
        """The part from a time on."""
        index = int(np.searchsorted(self.times, moment))
        return Recording(self.samples[index:], self.times[index:])

    def loud(self, threshold: float = 0.01) -> NDArray[np.intp]:
        """Indices of the samples above a threshold."""
        return np.flatnonzero(np.abs(self.samples) > threshold)

    def first_sound(self, threshold: float = 0.01) -> float | None:
        """Time of the first sample above the threshold, None for silence."""
        loud = self.loud(threshold)
        return float(self.times[loud[0]]) if len(loud) else None

    def last_sound(self, threshold: float = 0.01) -> float | None:
        """Time of the last sample above the threshold, None for silence."""
        loud = self.loud(threshold)
        return float(self.times[loud[-1]]) if len(loud) else None

    def sound(self, threshold: float = 0.01) -> NDArray[np.float32]:
        """From the first to the last sample above the threshold."""
        loud = self.loud(threshold)
        return self.samples[loud[0] : loud[-1] + 1] if len(loud) else self.samples[:0]

    def voiced(self, seconds: float = 0.0015, threshold: float = 1e-4) -> NDArray[np.float32]:
        """The sound without its silent stretches: what was played, however late."""
        loud = self.loud(threshold)
        is_near = np.zeros(len(self.samples) + 1, bool)
        steps = np.flatnonzero(np.diff(loud) < seconds * RECORD_RATE)
        for first, last in zip(loud[steps], loud[steps + 1], strict=True):
            is_near[first : last + 1] = True
        return self.samples[is_near[:-1]]

    def gaps(self, seconds: float = 0.0015, threshold: float = 0.01) -> list[float]:
        """Lengths in seconds of the silences inside the sound that are at least `seconds`."""
        holes = np.diff(self.loud(threshold)) / RECORD_RATE
        return [float(hole) for hole in holes if hole >= seconds]


class Recorder:
    """Records the monitor of a sink for as long as the context lasts.

    The null sink renders up to 2 s ahead without a low-latency client, so keep one attached
    while measuring.
    """

    def __init__(self, session: SoundSession, sink: str = NULL_SINK) -> None:
        self._session = session
        self._sink = sink
        self._changed = threading.Condition()
        self._pieces: list[bytes] = []
        self._arrivals: list[tuple[int, float]] = []
        self._length = 0

    def __enter__(self) -> Recorder:
        self._parec = subprocess.Popen(
            [
                *(*URGENT, "setpriv", "--pdeathsig", "KILL", "parec", "--raw", "--latency-msec=5"),
                *("--format=float32le", "--channels=1", f"--rate={RECORD_RATE}"),
                f"--device={self._sink}.monitor",
            ],
            env=self._session.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._stop_read, self._stop_write = os.pipe()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        wait_until(lambda: self._length > RECORD_RATE // 5, "the recorder runs")
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._stop_write)
        self._thread.join()
        os.close(self._stop_read)
        self._parec.kill()
        self._parec.wait()
        assert self._parec.stdout is not None
        self._parec.stdout.close()

    def _read(self) -> None:
        assert self._parec.stdout is not None
        source = self._parec.stdout.fileno()
        with selectors.DefaultSelector() as ready:
            ready.register(source, selectors.EVENT_READ)
            ready.register(self._stop_read, selectors.EVENT_READ)
            while all(key.fd == source for key, _ in ready.select()):
                piece = os.read(source, 65_536)
                if not piece:
                    return
                self._take(piece, time.monotonic())

    def _take(self, piece: bytes, now: float) -> None:
        with self._changed:
            self._pieces.append(piece)
            self._length += len(piece) // 4
            self._arrivals.append((self._length, now))
            self._changed.notify_all()

    def clear(self) -> None:
        """Forget what was recorded so far."""
        with self._changed:
            # A piece may end inside a sample; only whole ones are dropped.
            whole = b"".join(self._pieces)
            self._pieces = [whole[len(whole) // 4 * 4 :]]
            self._arrivals.clear()
            self._length = 0

    def recording(self) -> Recording:
        """All that was recorded since the start or `clear`."""
        with self._changed:
            data = b"".join(self._pieces)
            arrivals = np.array(self._arrivals, np.float64).reshape(-1, 2)
        samples = np.frombuffer(data[: len(data) // 4 * 4], np.float32)
        return Recording(samples, _times(len(samples), arrivals))

    def wait(self, done: Callable[[Recording], bool], what: str) -> Recording:
        """Wait for sound of a certain kind; returns the recording that has it."""
        end = time.monotonic() + PATIENCE
        while True:
            recording = self.recording()
            if done(recording):
                return recording
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.02)

    def wait_for_sound(self) -> Recording:
        """Wait until anything is heard."""
        return self.wait(lambda r: len(r.loud()) > 0, "sound")

    def wait_for_quiet(self, seconds: float = 0.1) -> None:
        """Wait until nothing is heard for `seconds`, whatever was before."""
        count = round(seconds * RECORD_RATE)

        def is_quiet(recording: Recording) -> bool:
            last = np.abs(recording.samples[-count:])
            return len(last) == count and not np.any(last > 1e-4)

        self.wait(is_quiet, "quiet")

    def wait_for_silence(self, seconds: float = 0.3, after_samples: int = 0) -> Recording:
        """Wait until sound (`after_samples` of it) was heard and then nothing for `seconds`."""

        def is_over(recording: Recording) -> bool:
            loud = recording.loud()
            silent = len(recording.samples) - (loud[-1] if len(loud) else 0)
            return len(loud) > after_samples and silent >= seconds * RECORD_RATE

        return self.wait(is_over, "silence after sound")


def _times(length: int, arrivals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Time of each sample: a piece can only arrive late, so the earliest near it is right."""
    if not len(arrivals):
        return np.zeros(0)
    offsets = arrivals[:, 1] - arrivals[:, 0] / RECORD_RATE
    near = 100
    best = np.array(
        [offsets[max(0, i - near) : i + near].min() for i in range(len(offsets))], np.float64
    )
    pieces = np.searchsorted(arrivals[:, 0], np.arange(length), side="right")
    return np.arange(length) / RECORD_RATE + best[np.minimum(pieces, len(best) - 1)]


def tone(seconds: float, rate: int, hertz: float = 440.0) -> NDArray[np.float32]:
    """A sine of half scale that never rests on zero long enough to look like a gap."""
    moments = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * moments)).astype(np.float32)


def purity(samples: NDArray[np.float32], hertz: float, rate: int = RECORD_RATE) -> float:
    """1 for an unbroken sine of exactly this pitch, less when it skips or repeats anywhere."""
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / rate)
    amplitude = 2 * abs(np.dot(samples, wave)) / len(samples)
    return float(amplitude / np.sqrt(2 * np.mean(samples**2)))


def pitch_of(samples: NDArray[np.float32], rate: int = RECORD_RATE) -> float:
    """Hertz of the strongest sine."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples))


def fundamental(samples: np.ndarray, rate: int) -> float:
    """F0 in hertz by autocorrelation: the mean of the middle half of the strongest frames."""
    length = round(0.0544 * rate)
    frames = np.lib.stride_tricks.sliding_window_view(samples, length)[:: length // 4]
    strong = frames[frames.std(axis=1) > 0.25 * frames.std(axis=1).max()]
    found = []
    for frame in strong:
        correlation = np.correlate(frame, frame, "full")[length:]
        low, high = rate // 500, rate // 60
        found.append(rate / (low + int(correlation[low:high].argmax()) + 1))
    middle = sorted(found)[len(found) // 4 : -(-3 * len(found) // 4)]
    return float(np.mean(middle))
