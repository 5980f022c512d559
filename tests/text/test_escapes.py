"""Any text survives being put into XML."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sotto.text.markup.escapes import escape, quoteattr

TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"]))


@given(TEXTS)
def test_what_comes_out_is_what_went_in(text: str) -> None:
    made = ElementTree.fromstring(f"<a b={quoteattr(text)}>{escape(text)}</a>")
    assert made.get("b") == text
    assert (made.text or "") == text


def test_ends_of_lines_stay_in_attributes() -> None:
    text = "x\ty\nz\rq"
    assert ElementTree.fromstring(f"<a b={quoteattr(text)}/>").get("b") == text
