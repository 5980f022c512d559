"""IPA of users and web pages: what is taken, what is refused and why, and what it becomes."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotto.errors import InvalidOptionError
from sotto.text.dictionary.ipa import LONGEST_IPA, clean_ipa, phonemes, respelled


def told(ipa: str, language: str) -> str:
    """Each sound behind its stress mark, parted by blanks."""
    marks = ("", "ˌ", "ˈ")
    return " ".join(marks[each.stress] + each.symbol for each in phonemes(clean_ipa(ipa), language))


@pytest.mark.parametrize(
    ("ipa", "language", "wanted"),
    [
        ("dʒɪf", "en-us", "dʒ ˈɪ f"),
        ("/ˈd͡ʒɪf/", "en-us", "dʒ ˈɪ f"),
        ("[ʤɪf]", "en-us", "dʒ ˈɪ f"),
        ("təˈmeɪ.toʊ", "en-us", "t ə m ˈeɪ t oʊ"),
        ("təˈmɑː.təʊ", "en-gb", "t ə m ˈɑː t əʊ"),
        ("rɛd", "en-us", "ɹ ˈɛ d"),
        ("bed", "en-gb", "b ˈɛ d"),
        ("ˌʌndəˈstænd", "en-us", "ˌʌ n d ə s t ˈæ n d"),
        ("ˈbʌtn̩", "en-gb", "b ˈʌ t n̩"),
        ("nɝs", "en-us", "n ˈɜː s"),
        ("ˈpʰiːt͡sə", "en-us", "p ˈiː ts ə"),
        ("na.iv", "en-us", "n ˈa i v"),
        ("ˈt͡saɪ̯tʊŋ", "de", "ts ˈaɪ t ʊ ŋ"),
        ("ʃtʁaːsə", "de", "ʃ t ɾ ˈaː s ə"),
        ("ˈɔʏ̯ʁo", "de", "ˈɔø ɾ o"),
        ("bɔ̃ʒuʁ", "fr-fr", "b ɔ̃ ʒ ˈu ʁ"),
        ("bɔ̃ʒur", "fr-fr", "b ɔ̃ ʒ ˈu ʁ"),
        ("ˈai̯ɾe", "es", "ˈaɪ ɾ e"),
        ("tomate", "es", "t o m ˈa t e"),
        ("ˈpitt͡sa", "it", "p ˈi t ts a"),
        ("ˈt͡ʂas", "pl", "tʃ ˈa s"),
        ("lœy̯k", "nl", "l ˈœy k"),
        ("ˈkɐʁu", "pt-br", "k ˈæ x u"),
        ("ʃː", "en-us", "ˈʃː"),
        ("c\u0327a", "de", "ç ˈa"),
        ("ma˥˩", "en-us", "m ˈa"),
        ("ˈnuː jɔːk", "en-gb", "n ˈuː j ˈɔː k"),
    ],
)
def test_ipa_becomes_what_the_voice_was_taught(ipa: str, language: str, wanted: str) -> None:
    assert told(ipa, language) == wanted


@pytest.mark.parametrize(
    ("ipa", "reason"),
    [
        ("", "no sound"),
        ("ˈ", "no sound"),
        (" . ", "no sound"),
        ("//", "no sound"),
        ("ʔ", "no sound"),
        ("GIF", "'G' \\(latin capital letter g\\) is no sign"),
        ("dZIf", "'Z'"),
        ("dʒɪf!", "'!'"),
        ("12", "'1'"),
        ("日本", "'日'"),
        ("ːa", "behind no sound"),
        ("ˈ̃a", "behind no sound"),
        ("a\x00", "'\\\\x00' is no sign"),
        ("a" * (LONGEST_IPA + 1), "more than 200"),
    ],
)
def test_what_is_no_ipa_is_refused_with_the_reason(ipa: str, reason: str) -> None:
    with pytest.raises(InvalidOptionError, match=reason):
        clean_ipa(ipa)


CHART = "iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚpbtdʈɖcɟkɡqɢmɱnɳɲŋɴʙrʀⱱɾɽɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮʋɹɻjɰlɭʎʟ"


@given(st.text(max_size=40))
def test_any_text_is_ipa_or_refused(text: str) -> None:
    try:
        clean = clean_ipa(text)
    except InvalidOptionError as error:
        assert str(error)
        return
    for language in ("en-us", "de", "fr-fr", "pl", "xx"):
        found = phonemes(clean, language)
        assert found and any(each.stress == 2 or "ˌ" in clean for each in found)
        assert all(each.symbol for each in found)
    assert respelled(clean)


@pytest.mark.parametrize("sign", CHART)
def test_every_sound_of_the_chart_is_taken_and_can_be_written_in_letters(sign: str) -> None:
    assert phonemes(clean_ipa(sign), "en-us")
    letters = respelled(clean_ipa(f"{sign}a"))
    assert set(letters) <= set(string.ascii_lowercase)
