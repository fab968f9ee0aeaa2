"""Tell from the verbs of a clause whether a time in it lies behind or ahead of the writer."""

import re
from typing import NamedTuple

from pressmark_schema.vocabulary import Tense

_WINDOW = 160
_WORD = re.compile(r"\w+")
_BOUND = re.compile(
    r"[!?;:,()„“”\"«»–—]\s|(?<!\d)\.\s|\s[–—-]\s|[„“”\"«»(]|"
    r"\b(?:that|who|which|because|while|when|dass|weil|qui|que|quand)\s"
)


class _Verbs(NamedTuple):
    """Words and patterns that tell of the past, and a pattern that tells of what is to come."""

    words: frozenset[str]
    past: re.Pattern[str]
    future: re.Pattern[str]


_DE_STRONG = (
    "war waren wurde wurden hatte hatten kam kamen ging gingen gab gaben fand fanden stand standen "
    "ließ ließen traf trafen sprach sprachen nahm nahmen blieb blieben lag lagen begann begannen "
    "schrieb schrieben starb starben fiel fielen verlor verloren gewann gewannen rief riefen hielt "
    "hielten trat traten zog zogen sah sahen schloss schlossen stieg stiegen erhielt erhielten "
    "verließ verließen empfing empfingen lud luden warb warben brachte brachten dachte wusste hieß "
    "lief liefen flog flogen fuhr fuhren trug trugen schlug schlugen schien schienen wies wiesen "
    "schoss schossen brach brachen entschied entschieden entstand entstanden beschloss beschlossen "
    "verlieh bekam bekamen griff griffen bot boten bat baten aß sank sanken sang saß saßen half "
    "halfen unterschrieb verschwand wuchs wuchsen worden gewesen geworden konnte konnten musste "
    "las lasen tat taten schuf schufen schob hob hoben gelang riet rieten nannte nannten kannte "
    "kannten brannte brannten rannte rannten ergriff schwieg zwang zwangen maß sprang sprangen "
    "mussten durfte durften reiste reisten sagte sagten teilte teilten erklärte erklärten"
)
_DE_NO_PRETERITE = (
    "heute bitte gute alte weite letzte erste zweite dritte vierte fünfte sechste siebte achte "
    "neunte zehnte beste nächste könnte sollte müsste dürfte möchte hätte wollte späte "
    "breite harte "
    "rechte echte laute bunte feste leichte kalte direkte mitte jüngste größte höchste meiste "
    "älteste wichtigste bekannte gesamte konkrete private absolute geplante genannte sogenannte"
)
_DE_BEFORE_ADJECTIVE = (
    "(?:der|die|das|den|dem|des|eine?[nmrs]?|keine?[nmrs]?|[sd]?eine|seine?[nmrs]?|ihre?[nmrs]?|"
    "zum|zur|im|am|vom|beim|diese[nmrs]?|jede[nmrs]?|für|und|als|mit|ohne|durch) "
)
_PARTICIPLE = (
    r"(?!geplant|vorgesehen|angesetzt)(?:[a-zäöü]*ge[a-zäöüß]{2,}(?:t|en)|"
    r"[a-zäöüß]{3,}iert|(?:be|ver|er|ent|zer|miss|unter|über)"
    r"[a-zäöüß]{3,}(?:t|en))"
)
_EN_STRONG = (
    "was were had did said told made went came took gave got began became found left lost won met "
    "led held saw ran wrote spoke died fell rose struck shot sent brought bought sought thought "
    "caught taught fought stood kept felt built spent sold knew grew drew flew threw broke chose "
    "drove paid sank swam sang rang rode wore tore hid lay laid sat slept swept dealt meant drank "
    "ate forgot woke beat arose bore swore froze stole spun swung clung hung dug drew bent lent "
    "shook withdrew overcame"
)
_FR_PARTICIPLE = r"\w+(?:ée?s?|ie?s?|ue?s?|erte?s?|ite?s?|inte?s?)"

_VERBS = {
    "de": _Verbs(
        frozenset(
            prefix + verb
            for prefix in ("", "be", "ver", "er", "ent", "zer", "unter", "über", "wider", "ge")
            for verb in _DE_STRONG.split()
        ),
        re.compile(
            rf"(?<!\w)(?!(?:{'|'.join(_DE_NO_PRETERITE.split())})\b)(?<!\bder )(?<!\bdie )"
            rf"(?<!\bdas )(?<!\beine )(?<!\bzur )(?<!\bihre )(?<!\bseine )(?<!\bdiese )"
            r"[a-zäöüß]{2,20}te\b|"
            r"\b[a-zäöüß]{2,20}(?:ier|ig|är|ühr|ähr|ag|eg|etz|ütz|de|te|ck|rk|ng|ehr|ell|eil)ten\b|"
            rf"\b(?:hat|haben|habe|ist|sind|sei|seien)\b.*\b{_PARTICIPLE}\b|"
            rf"\b{_PARTICIPLE} (?:hat|haben|habe|ist|sind|sei|seien)\b"
        ),
        re.compile(
            r"\b(?:wird|werden|werde|soll|sollen|solle|will|wollen|wolle|plant|planen|"
            r"plane|geplant\w{0,2}|"
            r"vorgesehen\w{0,2}|angesetzt\w{0,2}|bevor)\b"
        ),
    ),
    "en": _Verbs(
        frozenset(_EN_STRONG.split()),
        re.compile(
            r"\b(?:(?!(?:need|indeed|hundred|speed|feed|seed|scheduled|expected|planned|embed|"
            r"red|bed)\b)"
            r"[a-z]{2,20}ed)\b"
        ),
        re.compile(
            r"\b(?:will|won['’]t|shall|scheduled|expected to|planned|plans? to|set to|due|"
            r"going to)\b|"
            r"['’]ll\b"
        ),
    ),
    "fr": _Verbs(
        frozenset(["fut", "furent", "eut", "eurent"]),
        re.compile(
            rf"\b(?:a|ont|avait|avaient|est|sont|était|étaient|"
            rf"avons)\b.{{0,30}}?\b{_FR_PARTICIPLE}\b|"
            r"\b(?!(?:fait|parfait|trait|lait|portrait|retrait|souhait|extrait|sait|fallait)\b)"
            r"[a-zéèêîï]{2,20}(?:ait|aient|èrent)\b"
        ),
        re.compile(
            r"\b(?:va|vont|doit|doivent|sera|seront|aura|auront|prévue?s?|"
            r"[a-zéèê]{2,20}er(?:a|ont)|"
            r"[a-zéèê]{2,20}ir(?:a|ont)|[a-zéèê]{2,20}dr(?:a|ont))\b"
        ),
    ),
}


def tense(text: str, start: int, end: int, lang: str) -> Tense:
    """The direction that the verbs of the clause around `text[start:end]` give.

    Unknown where the clause has no verb that tells, or some of either.
    """
    verbs = _VERBS.get(lang)
    if verbs is None:
        return Tense.UNKNOWN
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        start, end = start - 1, end + 1
    clause = _clause(text, start, end)
    strong = not verbs.words.isdisjoint(_WORD.findall(clause))
    past, future = strong or bool(verbs.past.search(clause)), bool(verbs.future.search(clause))
    if past is future:
        return Tense.UNKNOWN
    return Tense.PAST if past else Tense.FUTURE


def _clause(text: str, start: int, end: int) -> str:
    """The words between the marks before and after, the time itself left out."""
    before = text[max(0, start - _WINDOW) : start]
    bounds = [bound.end() for bound in _BOUND.finditer(before)]
    after = text[end : end + _WINDOW]
    if after.startswith(", ") and not before[bounds[-1] if bounds else 0 :].strip():
        after = after[2:]  # "On Monday, he said"
    bound = _BOUND.search(after)
    behind = after[: bound.start()] if bound else after.rstrip(".!?")
    return before[bounds[-1] if bounds else 0 :] + " | " + behind
