"""Write the most frequent words of each language from wordfreq's lists (pip download wordfreq).

python script/word_lists.py UNPACKED_WHEEL: the words are CC-BY-SA 4.0, like their source.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import msgpack

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
MOST = 10_000
_FOLDER = Path(__file__).parents[1] / "daemon/sotto/text/phrases/words"
_HEAD = (
    "# The most frequent words of a language, the most frequent first. From wordfreq 3.1.1\n"
    "# by Robyn Speer and others (https://github.com/rspeer/wordfreq), CC BY-SA 4.0: LICENCE.md.\n"
)


def main(folder: Path) -> None:
    """Write one file a language."""
    for language in LANGUAGES:
        packed = (folder / f"wordfreq/data/large_{language}.msgpack.gz").read_bytes()
        # A head, then lists of words, each a hundredth of a factor of ten rarer.
        _, *lists = msgpack.unpackb(gzip.decompress(packed), raw=False)
        words = [word for rare in lists for word in rare if _is_word(word)]
        text = "\n".join(words[:MOST])
        (_FOLDER / f"{language}.txt").write_text(f"{_HEAD}{text}\n", encoding="utf-8")


def _is_word(word: str) -> bool:
    return len(word) > 1 and word.replace("'", "").replace("-", "").isalpha()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
