"""Corpus and pitch steps: recordings to level-corrected audio, log-mel frames and pitch."""

import logging
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import soundfile
import soxr
from scipy.signal import butter, sosfiltfilt

from sotto_models.clips import load_audio, save_arrays, save_audio
from sotto_models.config import HOP, SAMPLE_RATE, Paths
from sotto_models.pitch import track_pitch
from sotto_models.readers import Clip, Reader, audio_file, available_readers, read_clips, source_of
from sotto_models.spectrum import log_mel, mel_filters, speech_gain, speech_span

log = logging.getLogger(__name__)

RUMBLE = 70.0
# Hertz; one reader's room has noise below.
MARGIN = 2205
# Samples of silence kept around the speech (100 ms).


def prepare_clip(source: Path, target: Path) -> None:
    """Filter, trim and level one recording and store it with its log-mel frames."""
    raw, rate = soundfile.read(source, dtype="float64", always_2d=True)
    audio = soxr.resample(raw[:, 0], rate, SAMPLE_RATE)
    audio = sosfiltfilt(butter(4, RUMBLE, "high", fs=SAMPLE_RATE, output="sos"), audio)
    start, end = speech_span(audio, MARGIN)
    audio = audio[start : start + (end - start) // HOP * HOP]
    audio = audio * speech_gain(audio)
    save_audio(target, audio, log_mel(audio, mel_filters()))


def _prepare(data: Path, reader: Reader, folder: Path, clips: list[Clip]) -> int:
    done = 0
    for clip in clips:
        target = folder / f"{clip.name}.npz"
        if not target.exists():
            prepare_clip(audio_file(data, reader, clip), target)
            done += 1
    return done


def _track(reader: Reader, folder: Path, clips: list[Clip]) -> int:
    done = 0
    for clip in clips:
        source = folder / f"{clip.name}.npz"
        target = source.with_suffix(".pitch.npz")
        if not target.exists():
            pitch = track_pitch(load_audio(source), reader.lowest_pitch)
            save_arrays(target, log_f0=pitch.log_f0, voicing=pitch.voicing)
            done += 1
    return done


def build_corpus(paths: Paths, jobs: int) -> None:
    """Prepare every clip that is not yet there."""
    with ProcessPoolExecutor(jobs) as pool:
        for reader in available_readers(paths):
            data = source_of(paths, reader)
            folder, clips = paths.clips(reader.name), read_clips(data, reader)
            folder.mkdir(parents=True, exist_ok=True)
            shares = [clips[i::jobs] for i in range(jobs)]
            runs = [pool.submit(_prepare, data, reader, folder, share) for share in shares]
            log.info("%s: %d clips prepared", reader.name, sum(run.result() for run in runs))


def build_pitch(paths: Paths, jobs: int) -> None:
    """Track the pitch of every clip that has none yet."""
    with ProcessPoolExecutor(jobs) as pool:
        for reader in available_readers(paths):
            data = source_of(paths, reader)
            folder, clips = paths.clips(reader.name), read_clips(data, reader)
            shares = [clips[i::jobs] for i in range(jobs)]
            runs = [pool.submit(_track, reader, folder, share) for share in shares]
            log.info("%s: %d clips tracked", reader.name, sum(run.result() for run in runs))
