"""Languages whose words come from CLDR: dates, money, per cent, words that look like numerals."""

from __future__ import annotations

from pathlib import Path

import pytest

from sotto.phonemes.binding import EspeakLibrary
from sotto.text.tables import cldr, table_for
from sotto.text.tables.prefixed import prefixed
from text.reading import heard

ALL = sorted(file.stem for file in Path(cldr.__file__).parent.glob("*.txt"))
_SPOKEN = EspeakLibrary()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "2024年5月6日"), ("zh", "2024年5月6日"), ("cmn", "2024年5月6日"),
        ("ko", "2024년 5월 6일"), ("th", "6 พฤษภาคม 2024"), ("vi", "6 tháng 5 2024"),
        ("hu", "2024. május 6."), ("sv", "6 maj 2024"), ("fi", "6. toukokuuta 2024"),
        ("cs", "6. května 2024"), ("ru", "6 мая 2024 года"), ("tr", "6 Mayıs 2024"),
    ],
)  # fmt: skip
def test_dates_in_the_order_and_with_the_words_of_the_language(language: str, said: str) -> None:
    assert heard("2024-05-06", language) == said


@pytest.mark.parametrize("language", ALL)
def test_no_date_tells_its_month_twice_or_the_letters_of_its_pattern(language: str) -> None:
    said = heard("2024-12-31", language)
    assert "月月" not in said
    assert "월월" not in said
    assert not {"y", "d", "M", "G", "MMMM"} & set(said.split())
    assert said.count("2024") == 1
    assert said.count("31") <= 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("hu", "5 USA-dollár"), ("ja", "5 米ドル"), ("zh", "5 美元"), ("ko", "5 미국 달러"),
        ("tr", "5 ABD doları"), ("be", "5 долараў ЗША"), ("sv", "5 amerikanska dollar"),
        ("is", "5 Bandaríkjadalir"),
    ],
)  # fmt: skip
def test_the_amount_comes_before_its_currency(language: str, said: str) -> None:
    assert heard("$5", language) == heard("5 $", language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "百分之 65"), ("yue", "百分之 65"), ("tr", "yüzde 65"), ("ko", "65 퍼센트"),
        ("vi", "65 phần trăm"), ("ja", "65 パーセント"), ("lb", "65 Prozent"),
        ("la", "65 centesimae"), ("tt", "65 процент"), ("hu", "65 százalék"),
    ],
)  # fmt: skip
def test_per_cent_where_the_language_says_it(language: str, said: str) -> None:
    assert heard("65%", language) == said


@pytest.mark.parametrize("language", ["sv", "da", "nb", "it", "es", "pt", "ca", "hr", "sl", "et"])
def test_vi_is_a_word_of_many_languages(language: str) -> None:
    """It was spelled, as a small numeral is in English; libespeak-ng takes it for six."""
    said = heard("vi", language)
    assert said.lower() == "vi"
    _SPOKEN.set_voice(language)
    (sound,) = _SPOKEN.phoneme_groups(said)
    assert sound.replace("ː", "").endswith("i")
    assert "~" in heard("ii", language)


@pytest.mark.parametrize("language", ["en", "de", "nl", "fr", "pl"])
def test_elsewhere_it_is_told_letter_by_letter(language: str) -> None:
    assert heard("vi xx", language) == "v~ i~ x~ x~"


@pytest.mark.parametrize("language", ["fr", "es", "it", "pt", "pl"])
def test_units_of_every_prefix_are_told_in_words(language: str) -> None:
    for sign, forms in prefixed(language).items():
        assert table_for(language).units[sign][1], sign
        assert all(form == form.strip() and "_" not in form for form in forms)
        said = heard(f"5{sign}" if len(sign) == 1 else f"5 {sign}", language)
        assert said.split()[0] == "5", (sign, said)
        if sign not in ("A", "B", "F", "N", "bit", "bar", "mol"):
            assert sign not in said.split(), (sign, said)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("fr", "20 µg 5 mA 5 kΩ", "20 microgrammes 5 milliampères 5 kilohms"),
        ("es", "100 kPa 5 cm³", "100 kilopascales 5 centímetros cúbicos"),
        ("it", "3 dB 2 hg", "3 decibel 2 etti"), ("pt", "5 mAh", "5 miliamperes-hora"),
        ("pl", "2 bar 5 kWh 22 V", "2 bary 5 kilowatogodzin 22 wolty"),
        ("pl", "10 Mbit/s", "10 megabitów na sekundę"), ("fr", "1 lb", "une livre"),
        ("de", "30 mph 2000 rpm", "30 Meilen pro Stunde 2000 Umdrehungen pro Minute"),
        ("nl", "2 bar 30 mph", "2 bar 30 mijl per uur"),
    ],
)  # fmt: skip
def test_units_in_the_number_of_what_they_count(language: str, text: str, said: str) -> None:
    assert heard(text, language) == said
