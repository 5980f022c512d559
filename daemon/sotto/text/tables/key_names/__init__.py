"""Names of keys in the languages of Orca and GTK, made by script/key_names.py.

The words are their translators', under the LGPL 2.1 or later, as both programs are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_ALIASES = {"cmn": "zh", "yue": "zh", "no": "nb", "nn": "nb", "bs": "hr", "hbs": "hr", "hyw": "hy"}


@lru_cache(maxsize=8)
def key_names(language: str) -> Mapping[str, str]:
    """What a primary subtag calls keys, as far as somebody translated them."""
    if not language.isalpha():
        return {}
    files = [_FOLDER / f"{name}.txt" for name in (language, _ALIASES.get(language, language))]
    file = next((file for file in files if file.exists()), None)
    lines = file.read_text(encoding="utf-8").splitlines() if file else []
    return {key: words for key, _, words in (line.partition("\t") for line in lines)}
