"""Signs that no table and no CLDR names: told by what they are like, in the language."""

from __future__ import annotations

import pytest

from sotto.messages import Kind
from sotto.text.signs.symbols import name
from sotto.text.tables import table_for
from sotto.text.tables.alike import name_alike
from text.reading import heard

EIGHT = ("en", "de", "nl", "fr", "es", "it", "pt", "pl")


@pytest.mark.parametrize("language", EIGHT)
@pytest.mark.parametrize("sign", "✓✔✗✘★☆✎➔♫☞⌘⌥⌃⏎↵⌫⎋⇥⇪␣☐☑☒№")
def test_signs_of_lists_and_keys_have_a_name_in_the_eight(language: str, sign: str) -> None:
    said, spoken = name(sign, table_for(language))
    assert spoken == language
    assert not (said[-1] in "0123456789ABCDEF" and len(said) > 2), said


@pytest.mark.parametrize("language", EIGHT)
def test_a_full_star_and_an_empty_one_are_told_apart(language: str) -> None:
    assert heard("★", language) != heard("☆", language)
    full = heard("★", language)
    assert heard("★★☆", language) == f"{full} {full} {heard('☆', language)}"


@pytest.mark.parametrize("language", [*EIGHT, "ru", "sv", "cs"])
def test_signs_that_look_alike_are_called_alike(language: str) -> None:
    for sign, like in (("✔", "✓"), ("→", "➔"), ("❌", "✗"), ("✏", "✎")):
        if language in ("en", "de", "nl") and like in "✗✎":
            continue
        assert name(like, table_for(language)) == name(sign, table_for(language))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "⌘ ⌥ ⏎", "command option return"), ("de", "⌘ ⌫", "Befehl Rücktaste"),
        ("fr", "☐ lait ☒ pain", "case vide lait case barrée pain"),
        ("es", "✓ hecho ✗ mal", "marca de verificación hecho marca de cruz mal"),
        ("pl", "№ 5", "numer 5"), ("it", "№ 5", "numero 5"), ("ru", "✓ 5", "галочка 5"),
    ],
)  # fmt: skip
def test_in_running_text(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said


@pytest.mark.parametrize("language", [*EIGHT, "ru", "tr", "fi"])
@pytest.mark.parametrize(
    ("sign", "figure"),
    [("①", "1"), ("⑩", "10"), ("⑳", "20"), ("⓪", "0"), ("❸", "3"), ("➄", "5"), ("⑴", "1"), ("⒈",
    "1")],
)  # fmt: skip
def test_figures_in_circles_are_figures(language: str, sign: str, figure: str) -> None:
    assert heard(f"a {sign} b", language).split()[1] == figure
    assert heard(sign, language, kind=Kind.CHARACTER) == figure


def test_a_sign_that_is_like_nothing_has_no_name() -> None:
    assert name_alike("\u2135", table_for("en")) == ""
    assert name_alike("⏎", table_for("eo")) == "Eniga klavo"
    assert name_alike("⏎", table_for("ja")) == ""
