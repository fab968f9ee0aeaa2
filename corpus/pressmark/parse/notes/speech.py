"""How three languages announce words that are another's: verbs, pronouns, phrases of persons.

What stands here are words of the general language; no publisher's or person's name.
"""

import re
from functools import cache
from typing import NamedTuple

_UPPER = "[A-ZÀ-ÖØ-ÞŁŚŠŻŽČĆ]"
_LOWER = "[a-zà-öø-ÿłśšżžčć]"
_CAP = rf"(?:(?:Dr|Prof|Mr|Mrs|Ms|St|Sen|Gov|Rep|M|MM|Mme|Mlle|{_UPPER})\.|{_UPPER}[\w’'-]*)"
_MONTHS_AND_DAYS = (
    r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|Januar|Februar|März|"
    r"April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Anfang|Mitte|Ende|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
)
_OPENERS = (
    r"(?:Gestern|Heute|Dann|Auch|Dazu|Nun|Jetzt|Später|Am|An|Im|In|Mit|Nach|Doch|Aber|Und|"
    r"Zuvor|Bei|Auf|"
    r"So|Anschließend|Weiter|Zudem|Danach|Dabei|Darin|Darauf|Deshalb|Daher|Daraufhin|"
    r"Ferner|Wie|Als|Wenn|"
    r"Laut|Zu|Zum|Zur|Vor|Gegenüber|Außerdem|Schließlich|Zuletzt|Immer|Einst|Hier|Dort|Da|"
    r"Denn|Dass|Ob|"
    r"Was|Wer|Warum|Für|Über|Trotzdem|Dennoch|Allerdings|Zugleich|Gleichzeitig|Kürzlich|"
    r"Damals|Aus|Von|"
    r"Anders|Ähnlich|Weil|Während|Bereits|Schon|Noch|Nur|Selbst|Sogar|But|And|Then|Later|"
    r"When|As|If|On|"
    r"At|For|Et|Mais|Puis|Quand|Comme|Dans|Pour|Selon)\b"
)
_PARTICLE = r"(?:(?:von|van|de|del|della|di|da|al|el|bin|ibn|du|des|la|le)(?: der| den| la)? )?"
_NAMED = (
    rf"(?!{_MONTHS_AND_DAYS}\b)(?!{_OPENERS})(?!(?:Journalisten|Reportern|"
    rf"Medienvertretern)\b){_PARTICLE}{_CAP}"
)
_NAMES = rf"{_NAMED}(?: {_NAMED}){{0,5}}"


NAMING = re.compile(
    r"spr[aei]ch|nenn|nann|bezeichn|kritisier|call|describ|refer|parl|qualifi|dénonc|évoqu|nomm"
)
"""Verbs whose object may be a single word in marks that is somebody's."""


class Speech(NamedTuple):
    """The patterns of one language.

    `verb` matches a verb of saying in the words before a quote, `reply` one right behind it,
    `after` such a verb with its speaker; `phrase` matches a person or body, `through` a mediating
    source with its phrase, which holds one of `hints`, `so` a person whom a quote
    follows without a verb, `opener` a word that opens a clause without
    being its subject.
    """

    verb: re.Pattern[str]
    reply: re.Pattern[str]
    opener: re.Pattern[str]
    hints: tuple[str, ...]
    so: re.Pattern[str] | None
    phrase: re.Pattern[str]
    after: re.Pattern[str]
    through: re.Pattern[str]


class _Forms(NamedTuple):
    """The same, not compiled."""

    verb: str
    reply: str
    opener: str
    hints: tuple[str, ...]
    so: str | None
    phrase: str
    after: str
    through: str


def _weak(stems: str) -> str:
    """German weak verbs in the present and the preterite."""
    return "|".join(f"{stem}(?:e?te?n?|en)" for stem in stems.split())


_DE_VERB = (
    r"(?:"
    + _weak(
        "sag erklär beton bericht teil forder warn kritisier ergänz füg antwort frag kündig "
        "lob klag beklag stell begründ versicher räum zitier behaupt bekräftig bestätig resümier "
        "bilanzier twitter post scherz erzähl schilder glaub urteil mahn appellier kontert "
        "konter entgegn erwider bemerk prophezei befürcht hoff schimpf wetter jubel kommentier "
        "formulier bezeichn äußer erläuter droh gratulier stöhn flüster spott lacht lach staun "
        "bedauer red plädier verkünd unterstell moniert monier freu"
    )
    + r"|mein(?:t|te|ten)|schreib(?:t|en)|schrieb(?:en)?|ruf(?:t|en)|rief(?:en)?|"
    r"spr[ia]ch(?:t|en)?|sprechen|"
    r"nenn(?:t|en)|nannten?|versprach(?:en)?|verspricht|unterstr[ei]+ch(?:t|en)?|fand(?:en)?|"
    r"findet|weiß|rät|riet|g[ia]b(?:t|en)?|wirft|warf(?:en)?|wies(?:en)?|wusste|denkt|dachte|"
    r"laute(?:t|te|n)|hieß es|heißt es)"
)
_DE_PARTICLES = (
    r"(?!spr[aei]ch\w*\b(?!.{0,80}\b(?:von|vom|über|aus|dagegen|dafür)\b)|"
    r"teil\w+\b(?!.{0,120}\bmit\b)|stell\w+\b(?!.{0,120}\b(?:fest|klar)\b)|"
    r"g[ia]b\w*\b(?!.{0,80}\b(?:bekannt|bedenken|Protokoll|zu|an)\b)|"
    r"wies\w*\b(?!.{0,80}\b(?:hin|zurück)\b)|"
    r"kündig\w+\b(?!.{0,80}\ban\b)|räum\w+\b(?!.{0,80}\bein\b)|w[ai]rf\w*\b(?!.{0,120}\bvor\b)|"
    r"füg\w+\b(?!.{0,60}\bhinzu\b)|f[ia]nd\w*\b|wusste|weiß)"
)
"""Verbs that tell of speech only with their particle, or only behind a quote."""
_DE_ADVERB = (
    r"(?:(?:auch|dann|zudem|weiter|etwa|dazu|später|anschließend|nun|jetzt|gestern|heute|hingegen|"
    r"dagegen|jedoch|aber|noch|denn|daraufhin|wiederum|schließlich|kürzlich|damals|einmal|sich|ihm|"
    r"ihr|ihnen|zuletzt|außerdem|zuvor|bereits|zugleich|gleichzeitig|unterdessen|beispielsweise|"
    r"am \w{6,20}) ){0,2}"
)
_DE_ADJECTIVE = rf"(?:{_LOWER}[\w-]{{2,25}}(?:e|er|en|es|em)|[A-Z][\w-]{{2,20}}er) "
_MEDIA = (
    r"(?!\w*(?:[Zz]eitung|[Aa]gentur|[Pp]resse|[Mm]agazin|[Bb]latt|[Ss]ender|[Ff]unk|[Nn]achricht))"
)
"""What speaks to is not what the speaker belongs to: `sagte der Minister der Zeitung`."""
_DE_OF_WHOM = rf"(?:(?:die|den|das|der|dem) )?{_MEDIA}(?:{_DE_ADJECTIVE}){{0,2}}{_MEDIA}{_NAMES}"
_DE_OF = rf" (?:des|der|von|vom|für|aus|beim) {_DE_OF_WHOM}"
_DE_OFS = rf"(?:{_DE_OF}(?: (?:des|von|vom|für) {_DE_OF_WHOM})?)?"
_DE_PHRASE = (
    rf"(?:(?:[Ee]r|[Ss]ie|[Ee]s|man|ich|wir|(?:[Dd]ieser|[Ll]etzterer?)(?! {_UPPER}))\b|"
    rf"(?:(?i:einer der|eine der|der|die|das|ein|eine|sein|seine|ihr|ihre|unser|unsere|einer|"
    rf"mehrere|viele|andere|"
    rf"dieser|diese) (?:{_DE_ADJECTIVE}){{0,3}}{_NAMES}"
    rf"{_DE_OFS}|(?:{_DE_ADJECTIVE}){{0,2}}{_NAMES}))"
)
_DE_THROUGH_PHRASE = (
    rf"(?:(?:der|die|das|dem|den|einer|einem|eines|des|ihrer|seiner|eigenen) )?"
    rf"(?:{_LOWER}[\w-]{{2,25}}(?:er|en|em) ){{0,3}}{_NAMES}{_DE_OFS}"
)

_EN_VERB = (
    r"(?:said|says?|saying|told|tells|add(?:ed|s)|ask(?:ed|s)|wrote|writes|tweeted|posted|"
    r"explain(?:ed|s)|insist(?:ed|s)|argue[ds]|warn(?:ed|s)|claim(?:ed|s)|state[ds]|note[ds]|"
    r"repli(?:ed|es)|respond(?:ed|s)|continue[ds]|recall(?:ed|s)|conclude[ds]|announced|"
    r"declare[ds]|"
    r"admit(?:ted|s)|acknowledge[ds]|joke[ds]|quipped|shouted|cried|comment(?:ed|s)|"
    r"remark(?:ed|s)|stress(?:ed|es)|emphasi[sz]e[ds]|call(?:ed|s|ing)|describe[ds]|observed|"
    r"complained|suggest(?:ed|s)|predict(?:ed|s)|promised|urged|read|reads|reported)"
)
_EN_STOP = (
    r"(?:on|in|at|to|after|when|who|during|as|while|and|of|for|that|but|from|with|by|before|if|is|"
    r"was|were|are|has|had|he|she|they|it|last|this|yesterday|today|about|because|later|also|then|"
    r"said|says|told|added|there|not|so|which|how|what)"
)
_EN_WORD = rf"(?!{_EN_STOP}\b){_LOWER}[\w’'-]*"
_EN_PHRASE = (
    rf"(?:(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|I|[Ww]e)\b|"
    rf"(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Aa]nother) )?"
    rf"(?:(?:{_UPPER}[\w’'-]* )?(?:{_EN_WORD} ){{1,4}})?{_NAMES}(?: (?:of|for|"
    rf"from) (?:the )?{_NAMES})?|"
    rf"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Aa]nother) {_EN_WORD}(?: {_EN_WORD}){{0,2}}"
    rf"(?: (?:of|for|from) (?:the |a )?(?:{_NAMES}|{_EN_WORD}(?: {_EN_WORD})?))?)"
)

_FR_STEMS = (
    "affirm ajout annonc argument assur avanc commenc confi confirm constat critiqu déclar déplor "
    "demand dénonc expliqu exhort estim indiqu insist interrog jug lanc martel murmur not nuanc "
    "observ plaid plaisant précis raconte racont rapport rappell rappel regrett remarqu répliqu "
    "résum rétorqu signal soulign témoign tweet"
)
_FR_VERB = (
    r"(?:"
    + "|".join(f"{stem}(?:ent|ait|e|a)" for stem in _FR_STEMS.split())
    + r"|dit|disait|écrit|écrivait|répond|répondait|conclut|poursuit|prévient|reconnaît|"
    r"s['’]exclame|s['’]interroge|se réjouit|soutient|lit-on|peut-on lire|"
    r"(?:a|ont|avait) (?:aussi |ensuite |également )?(?:"
    + "|".join(f"{stem}é" for stem in _FR_STEMS.split())
    + r"|dit|écrit|répondu|conclu|poursuivi|prévenu|reconnu|soutenu))"
)
_FR_INVERTED = (
    r"(?:(?:"
    + "|".join(f"{stem}e" for stem in _FR_STEMS.split())
    + r"|dit|écrit|répond|conclut|poursuit|prévient|reconnaît|s['’]exclame|a|avait)"
    r"-(?:t-)?(?P<pronoun>il|elle|on|ils|elles|ils)(?: (?:\w{2,12}(?:é|it|u|i)))?)"
)
_FR_WORD = (
    r"(?!(?:à|au|aux|dans|en|sur|lors|après|avant|devant|pour|qui|que|et|mais|mardi|lundi|mercredi|"
    rf"jeudi|vendredi|samedi|dimanche|hier|dont|par|avec|chez|sous|depuis)\b){_LOWER}[\w’'-]*"
)
_FR_PHRASE = (
    rf"(?:(?:[Ii]ls?|[Ee]lles?|[Oo]n|[Jj]e)\b|"
    rf"(?:(?i:le|la|les|un|une|son|sa|ses|leur|ce|cette|des) |"
    rf"[Ll]['’])?(?:{_FR_WORD} ){{0,4}}{_NAMES}|"
    rf"(?:(?i:le|la|les|un|une|son|sa|ses|leur|ce|cette) |"
    rf"[Ll]['’]){_FR_WORD}(?: {_FR_WORD}){{0,4}})"
)

_DE_AFTER = (
    rf"(?:(?P<so>so)|(?P<cue>{_DE_VERB})) {_DE_ADVERB}(?P<who>{_DE_PHRASE})|"
    rf"(?P<bare>(?:heißt|hieß) es|so)\b|"
    rf"(?:hat|habe|hatte|haben|hatten) (?P<who2>{_DE_PHRASE}) .{{0,40}}?(?P<cue2>gesagt|erklärt|"
    r"betont|geschrieben|gemeint|berichtet|mitgeteilt|angekündigt)\b|"
    rf"wie (?P<who3>{_DE_PHRASE}) .{{0,40}}?(?P<cue3>{_DE_VERB})\b"
)
_EN_AFTER = (
    rf"(?P<cue>{_EN_VERB}) (?P<who>{_EN_PHRASE})|"
    rf"(?P<who2>{_EN_PHRASE})(?: (?:later|also|then|has|had|have|once))? (?P<cue2>{_EN_VERB})\b|"
    rf"(?P<via>according to {_EN_PHRASE})"
)
_FR_AFTER = (
    rf"(?P<inverted>{_FR_INVERTED})|(?P<cue>{_FR_VERB}) (?:(?:aussi|ensuite|ainsi|également|encore|"
    rf"alors|de son côté|pour sa part|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)),? )?"
    rf"(?P<who>{_FR_PHRASE})|(?P<via>(?:selon|d['’]après) {_FR_PHRASE})"
)

_FORMS: dict[str, _Forms] = {
    "de": _Forms(
        rf"\b{_DE_PARTICLES}{_DE_VERB}\b",
        rf"{_DE_VERB}\b",
        rf"{_OPENERS}|{_LOWER}",
        ("aut ", "ach ", "emäß ", "zufolge"),
        rf"(?:^|, )(?P<cue>[Ss]o) (?P<who>{_DE_PHRASE})$",
        _DE_PHRASE,
        _DE_AFTER,
        rf"(?:[Ll]aut|[Nn]ach Angaben|[Gg]emäß|[Nn]ach Darstellung) {_DE_THROUGH_PHRASE}|"
        rf"(?:[Nn]ach Angaben)(?:{_DE_OF})|(?:einem|einer) [\w -]{{3,50}} zufolge",
    ),
    "en": _Forms(
        rf"\b{_EN_VERB}\b",
        rf"{_EN_VERB}\b",
        rf"{_OPENERS}|{_LOWER}",
        ("ccording", "quoted", "cited"),
        None,
        _EN_PHRASE,
        _EN_AFTER,
        rf"(?:[Aa]ccording to|quoted by|cited by) {_EN_PHRASE}",
    ),
    "fr": _Forms(
        rf"\b{_FR_VERB}\b",
        rf"{_FR_VERB}\b",
        rf"{_OPENERS}|{_LOWER}",
        ("elon", "après", "cité", "rapporté"),
        None,
        _FR_PHRASE,
        _FR_AFTER,
        rf"(?:[Ss]elon|[Dd]['’]après|cités? par|rapporté par) {_FR_PHRASE}",
    ),
}


@cache
def speech_of(language: str) -> Speech | None:
    """The patterns of a language, by its code; compiled when first asked for, which takes long."""
    forms = _FORMS.get(language)
    if forms is None:
        return None
    return Speech(
        verb=re.compile(forms.verb),
        reply=re.compile(forms.reply),
        opener=re.compile(forms.opener),
        hints=forms.hints,
        so=re.compile(forms.so) if forms.so else None,
        phrase=re.compile(forms.phrase),
        after=re.compile(forms.after),
        through=re.compile(forms.through),
    )
