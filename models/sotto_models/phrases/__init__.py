"""What the readers never say: letters, numbers, signs, keys, interface phrases, single words."""

from sotto_models.phrases.lines import make_lines, spoken

__all__ = ["make_lines", "spoken"]
