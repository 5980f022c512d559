"""A trained phone recogniser at work: what it hears, and which of some candidates it heard."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from sotto_models.evaluation.ctc import STRIDE, PhoneNet, allowed, likelihoods
from sotto_models.evaluation.phone_frames import channel_of, heard_frames, sound_frames
from sotto_models.evaluation.phones import BLANK, Inventory, without_repeats
from sotto_models.latents import FloatArray


class PhoneJudge:
    """Judges one system; `used_to` first takes the colour of its sound out of the judgement."""

    def __init__(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        facts = state["facts"]
        self.inventory = Inventory(facts["phones"], facts["languages"])
        self.symbols = {number: symbol for symbol, number in self.inventory.numbers.items()}
        self.net = PhoneNet(self.inventory.count)
        self.net.load_state_dict(state["average"])
        self.net.eval()
        self.channel: FloatArray | None = None

    def used_to(self, sounds: Sequence[FloatArray]) -> None:
        """Learn the channel of a system from some of its sentences at SAMPLE_RATE."""
        self.channel = channel_of([sound_frames(sound) for sound in sounds])

    def hear(self, sound: FloatArray, language: str) -> list[str]:
        """Return the phones of `language` heard in a sound at SAMPLE_RATE."""
        path = self._scores(sound, language).argmax(dim=1).tolist()
        return [self.symbols[phone] for phone in without_repeats(path)]

    def choose(
        self, sound: FloatArray, language: str, candidates: Mapping[str, Sequence[str]]
    ) -> str:
        """Return the candidate whose phones fit a sound best."""
        rows = [self.inventory.numbered(row, language) for row in candidates.values()]
        known = [[phone for phone in row if phone != BLANK] for row in rows]
        fits = likelihoods(self._scores(sound, language), known)
        return list(candidates)[max(range(len(fits)), key=fits.__getitem__)]

    def _scores(self, sound: FloatArray, language: str) -> torch.Tensor:
        """Return log-probabilities [steps, phones]."""
        mel = sound_frames(sound)
        channel = self.channel if self.channel is not None else channel_of([mel])
        with torch.no_grad():
            logits, _ = self.net(
                torch.from_numpy(heard_frames(mel, channel)[: len(mel) // STRIDE * STRIDE])[None]
            )
        return (logits[0] + allowed(self.inventory, language)).log_softmax(1)
