"""Constants shared by every step, and where a step keeps its files."""

from dataclasses import dataclass
from pathlib import Path

SAMPLE_RATE = 22050
# Hertz.
HOP = 256
# Samples between frames (11.6 ms).
FFT = 1024
# Samples per analysis window.
BANDS = 80
# Mel bands between 0 Hz and half the sample rate.
LATENTS = 32
# Principal components kept of a log-mel frame.
FRAMES_PER_STEP = 2
# Frames that the decoder predicts at once.
SEED = 20
# Seed of every random choice.


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders of one run: `data` holds the readers' clips, `work` all that is derived from them."""

    data: Path
    work: Path

    def clips(self, reader: str) -> Path:
        """Features of one reader, a file a clip."""
        return self.work / "clips" / reader

    def alignment(self, reader: str) -> Path:
        """Phonemes and durations of one reader's clips."""
        return self.work / "alignment" / f"{reader}.json"

    @property
    def synthetic(self) -> Path:
        """Lists and clips of the synthetic readers, in the shape of `data`."""
        return self.work / "synthetic"

    @property
    def latents(self) -> Path:
        """Projection between log-mel frames and latents."""
        return self.work / "latents.npz"

    @property
    def vocoder(self) -> Path:
        """Checkpoint of the vocoder."""
        return self.work / "vocoder.pt"

    @property
    def adapted_vocoder(self) -> Path:
        """Checkpoint of the vocoder after it met the acoustic model's latents."""
        return self.work / "vocoder-adapted.pt"

    @property
    def acoustic(self) -> Path:
        """Checkpoint of the acoustic model."""
        return self.work / "acoustic.pt"

    @property
    def best_acoustic(self) -> Path:
        """The checkpoint that did best on the tuning clips."""
        return self.work / "acoustic-best.pt"

    @property
    def refined_acoustic(self) -> Path:
        """The best checkpoint, trained further against an adversary."""
        return self.work / "acoustic-refined.pt"

    @property
    def finished_acoustic(self) -> Path:
        """The furthest checkpoint of the acoustic model that there is."""
        stages = (self.refined_acoustic, self.best_acoustic)
        return next((path for path in stages if path.exists()), self.acoustic)

    @property
    def variance(self) -> Path:
        """Factors on the spread of predicted latents, a list a speaker."""
        return self.work / "variance.json"

    def recogniser(self, name: str) -> Path:
        """Checkpoint of one of the phone recognisers that judge voices."""
        return self.work / f"recogniser-{name}.pt"

    @property
    def whole_voice(self) -> Path:
        """The exported voice in full precision."""
        return self.work / "voice-fp32"

    @property
    def small_voice(self) -> Path:
        """The quantised voice, unless it is written elsewhere."""
        return self.work / "voice"
