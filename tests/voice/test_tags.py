"""Which language tag is nearer to what is wanted."""

import pytest

from sotto.voice.tags import ALONE, EXACT, KIN, OTHER, nearness, of_language, primary, tidy


@pytest.mark.parametrize(
    ("tag", "tidied"),
    [
        ("pt_BR.UTF-8", "pt-br"),
        ("zh-Hant-TW", "cmn-tw"),
        ("sr_RS@latin", "sr-rs"),
        ("deu", "de"),
        ("no-NO", "nb-no"),
        ("en-GB-x-rp", "en-gb"),
        ("", ""),
    ],
)
def test_tags_are_tidied(tag: str, tidied: str) -> None:
    assert tidy(tag) == tidied
    assert primary(tag) == tidied.partition("-")[0]


@pytest.mark.parametrize(
    ("tag", "wanted", "rank"),
    [
        ("pt-BR", "pt_br", EXACT),
        ("en-gb", "en-AU", KIN),
        ("en-us", "en", KIN),
        ("fr-fr", "fr", KIN),
        ("en-gb", "en", ALONE),
        ("pt", "pt-BR", ALONE),
        ("pt-PT", "pt-BR", OTHER),
        ("nb", "no", EXACT),
        ("zh-CN", "cmn-CN", EXACT),
        ("pt", "gl", None),
        ("en", "", None),
        ("enm", "en", None),
    ],
)
def test_nearness(tag: str, wanted: str, rank: int | None) -> None:
    assert nearness(tag, wanted) == rank


def test_a_variety_has_a_voice_of_its_own_or_that_of_its_language() -> None:
    table = {"pt": "a", "pt-PT": "b", "deu": "c"}
    found = [of_language(table, tag) for tag in ("pt-PT", "pt_br", "pt", "de-AT", "fr", "")]
    assert found == ["b", "a", "a", "c", "", ""]
