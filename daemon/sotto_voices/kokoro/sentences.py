"""What a voice says when its averages are taken: four sentences a language, from short to long, in
the letters of Kokoro (misaki's), as libespeak-ng reads them. The words are Sotto's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# letters of phonemes

_ENGLISH = "en-us"

SENTENCES: Mapping[str, Sequence[str]] = {
    "en-us": (
        "ˈOpən ðə wˈɪndO.",
        "ʃi pˌʊt ðə kˈɛTᵊl ˌɔn ænd lˈʊkt fɔɹ tˈu klˈin kˈʌps.",
        "ðə bˈʌs wʌz lˈAt əɡˈɛn ðɪs mˈɔɹnɪŋ, sˌO wi wˈɔkt əlˈɔŋ ðə ɹˈɪvəɹ ænd tˈɔkt "
        "əbˌWt ðə ɡˈɑɹdən.",
        "wˌɛn ðə stˈɔɹm wʌz ˈOvəɹ, ðə ʧˈɪldɹən ɹˈæn dˌWn tə ðə bˈiʧ, fˈWnd ɐ smˈɔl "
        "blˈu bˈOt bᵻtwˌin ðə ɹˈɑks, ænd pˈʊld ɪT ˌʌp tə ðə ɹˈOd bᵻfˌɔɹ ðɛɹ fˈɑðəɹ "
        "kˈAm hˈOm.",
    ),
    "en-gb": (
        "ˈQpən ðə wˈɪndQ.",
        "ʃiː pˌʊt ðə kˈɛtᵊl ˌɒn and lˈʊkt fɔː tˈuː klˈiːn kˈʌps.",
        "ðə bˈʌs wɒz lˈAt əɡˈɛn ðɪs mˈɔːnɪŋ, sˌQ wiː wˈɔːkt əlˈɒŋ ðə ɹˈɪvə and tˈɔːkt "
        "əbˌWt ðə ɡˈɑːdən.",
        "wˌɛn ðə stˈɔːm wɒz ˈQvə, ðə ʧˈɪldɹən ɹˈan dˌWn tə ðə bˈiːʧ, fˈWnd ɐ smˈɔːl "
        "blˈuː bˈQt bɪtwˌiːn ðə ɹˈɒks, and pˈʊld ɪt ˌʌp tə ðə ɹˈQd bɪfˌɔː ðɛː fˈɑːðə "
        "kˈAm hˈQm.",
    ),
    "fr": (
        "ˈuvʁ la fənˈɛtʁ.",
        "ɛl a mˈi də lˈo a ʃofˈe e ʃɛʁʃˈe dˈø tˈas.",
        "lə bˈys etˈɛt ɑ̃kˌɔʁ ɑ̃ ʁətˈaʁ sə matˈɛ̃, alˌɔʁ nuz avˈɔ̃ maʁʃˈe lə lˈɔ̃ də la ʁivjˈɛʁ.",
        "kɑ̃ loʁˈaʒ fˈy pasˈe, lez ɑ̃fˈɑ̃z ˈɔ̃ kuʁˈy ʒyska la plˈaʒ, ˈɔ̃ tʁuvˈe œ̃ "
        "pətˈi batˈo blˈø ɑ̃tʁ le ʁoʃˈe, e lˈɔ̃ tiʁˈe ʒyska la ʁˈut avˌɑ̃ lə swˈaʁ.",
    ),
    "es": (
        "ˈaβɾe la βentˈana.",
        "ˈeʎa pˈuso ˈaɣwa a kˌalentˈaɾ i βuskˈo ðˈos tˈaθas lˈimpjas.",
        "el ˌWtoβˈus ʎeɣˈo tˈaɾðe ˈotɾa βˈeθ ˈesta maɲˈana, asˈi ke kˌaminˈamos xˈunto al rˈio.",
        "kwˌando pasˈo la toɾmˈɛnta, los nˈiɲos kˌoriˈeɾon ˌasta la plˈaʝa, "
        "ˌenkontɾˈaɾon ˈum pekˈeɲo βˈaɾko aθˈul ˌentɾe las rˈokas, i lo ʎeβˈaɾon "
        "ˌasta el kamˈino ˈantes ðe la nˈoʧe.",
    ),
    "it": (
        "ˈaprɪ la finˈɛstra.",
        "lˌɛi mˈize lˈakːwa sʊl fʊˈɔko e ʧerkˈɔ dˈue tˈaʦːe pʊlˈite.",
        "lˈaːʊtobʊs ˌɛra dɪ nʊˈɔvo in ritˈardo stamatːˈina, kozˈi abːjˌamo kamminˈato "
        "lˈuŋɡo il fjˈume.",
        "kwˈando la tempˈɛsta paSˈɔ, i bambˈinɪ kˈɔrsero ˌalla spjˈaʤːa, trovˈarono "
        "ˌʊna pˈikːola bˈarka blˈu tra ʎɪ skˈɔʎɪ, e la portˈarono fˈino ˌalla strˈada "
        "prˈima dɪ sˈera.",
    ),
    "pt-br": (
        "ˈabræ a ʒˌænˈɛlæ.",
        "ˌɛlæ pˈoz a ˈaɡwæ pˌaɾæ feɾəvˈeɾ i prˌokuɾˈow dˈuæs ʃˈikæɾæs.",
        "u ˈonibuz ˌatrazˈow ʤy nˈovw ˌɛstæ mɐ̃ɲˈɐ̃, Aŋtˈɐ̃ʊ̃ kˌæmiɲˈɐ̃mʊz W lˈoŋɡʊ dʊ xˈiʊ.",
        "kwˈɐ̃ŋdw a tˌAmpestˈaʤy pasˈow, as krˌiˈɐ̃ŋsæs kˌoxˈeɾɐ̃ʊ̃ atˌɛ a prˈIæ, "
        "ˌaʃˈaɾɐ̃ʊ̃ ũŋ pˌekˈenʊ bˈaɾəkw azˈuw ˈAŋtri as pˈɛdræs, i ʊ lˌevˈaɾɐ̃ʊ̃ "
        "atˌɛ a ˌestrˈadæ ˈɐ̃ŋʧyz da nˈoɪʧy.",
    ),
}
"""By language."""


def sentences(language: str) -> Sequence[str]:
    """Those of the language, else English ones."""
    return SENTENCES.get(language, SENTENCES[_ENGLISH])
