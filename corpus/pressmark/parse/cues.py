"""The set phrases of newspaper pages in German, English and French, by the kind they announce.

No publisher's name stands here: a phrase counts when papers in general use it.
"""

import re

_I = re.IGNORECASE

RELATED = re.compile(
    r"(?:lesen sie (?:auch|hier|dazu|mehr|jetzt|weiter)|lies (?:auch|hier|mehr|dazu)|mehr lesen|"
    r"mehr (?:zum thema|dazu|hierzu|zu diesem thema|infos|informationen|news|nachrichten)\b|"
    r"mehr (?:über|aus|von|zu[mr]?) \S+(?: \S+)?$|weitere (?:\S{1,30}[ -])?(?:artikel|beiträge|"
    r"themen|meldungen|videos|links|angebote|berichte|\S{0,20}-?trainings|texte)\b|weiterlesen|"
    r"auch (?:interessant|spannend|lesenswert|dazu)|das könnte (?:sie|dich|euch) (?:auch )?"
    r"interessieren|(?:siehe|sehen sie|hören sie|schauen sie) (?:auch|hier|dazu)|passend dazu|"
    r"zum thema\W{0,2}$|am (?:beliebtesten|meisten gelesen)|meist(?:ge| ge)lesen|"
    r"empfohlene[rs]? (?:\S+ )?(?:inhalt|artikel|beiträge)|unsere empfehlung|"
    r"(?:ähnliche|verwandte|aktuelle|neueste|beliebte|top) (?:artikel|beiträge|themen|meldungen|"
    r"videos|nachrichten|stories)|(?:über )?dieses thema (?:berichtet|im programm|berichten)|"
    r"read (?:more|also|next|our|the full)|more (?:from|on|about|stories|like this)\b|"
    r"related(?: \w+)?:?$|related:|see also|also (?:read|on)\b|you (?:may|might) (?:also )?"
    r"(?:like|be interested)|recommended(?: \w+)?:?$|most (?:read|popular|viewed)|don'?t miss|"
    r"what to read next|watch also|"
    r"(?:à )?lire (?:aussi|également|la suite|plus)|a lire\b|voir aussi|"
    r"sur le même (?:sujet|thème)|en savoir plus|les plus lus|notre sélection|"
    r"à (?:voir aussi|écouter|découvrir))",
    _I,
)
"""Opens a line that leads to other articles, or heads a list of such lines."""

AD = re.compile(
    r"(?:anzeige|werbung|advertisement|advertorial|sponsored(?: content| post)?|ad|publicité|"
    r"annonce|promotion|partnerangebot|ende der anzeige|(?:story|article) continues below "
    r"advertisement|la suite après la publicité)",
    _I,
)

BOILERPLATE = re.compile(
    r"(?:\d{1,5} (?:kommentare?|comments?|commentaires?)\b|"
    r"(?:(?:leser)?kommentare|comments|neue(?:ste)?r? kommentar)(?: \S+){0,7}$|"
    r"kommentar (?:schreiben|verfassen)|diskutieren(?: sie mit)?$|(?:mehr|weniger) anzeigen$|"
    r"exklusiv für\b|monatlich kündbar|sie sind bereits \S*(?:abonnent|kunde)|"
    r"den vollständigen artikel lesen|zurück zu[rm]\b|"
    r"(?:(?:artikel|beitrag|seite|link|per e-mail) )?(?:teilen|drucken|merken|versenden|kopieren|"
    r"folgen|abonnieren|anmelden|registrieren|spenden|unterstützen)$|"
    r"(?:jetzt|hier) (?:abonnieren|anmelden|registrieren|spenden|unterstützen)\b|"
    r"share(?: this.{0,40})?$|print$|donate(?: now)?$|subscribe\b|sign (?:up|in)\b|log in\b|"
    r"follow us\b|(?:join|get) our newsletter|newsletter$|watch now$|(?:unser|der|zum) newsletter|"
    r"(?:video|audio)\s?\d{1,2}:\d{2}|(?:zur|zum) (?:startseite|übersicht|anfang|kommentarbereich)|"
    r"(?:wir|diese seite|this site) (?:verwenden?|nutz(?:en|t)|uses?) cookies|"
    r"cookies? (?:akzeptieren|zulassen)|um diesen inhalt|(?:dieser|externer) inhalt|"
    r"an dieser stelle (?:finden sie|ist ein|findest)|mit (?:dem )?klick\b|alle rechte vorbehalten|"
    r"(?:datenschutz(?:erklärung|hinweise?)?|impressum)$|all rights reserved|copyright\b(?!-)|"
    r"in app öffnen|play$|(?:partager|imprimer|réagir)(?: \S+){0,3}$|s['’](?:abonner|inscrire)|"
    r"se connecter|ajouter à vos|(?:facebook|twitter|whatsapp|e-?mail|xing|linkedin|flipboard)$|"
    r"(?:(?:(?:artikel|beitrag|seite|text|link) )?teilen (?:auf|via|über|per|mit)|"
    r"share (?:this \S{1,20} )?(?:on|via|by)|partager (?:cet? \S{1,20} )?(?:sur|par|via|:)) "
    r"(?:facebook|twitter|whatsapp|linkedin|xing|mastodon|bluesky|telegram|threads|e-?mail)\b|"
    r"(?:lesezeit|reading time|temps de lecture|lecture)\W{0,2}\d|"
    r"\d{1,2} min(?:\.|uten|utes)?(?: \w+)?$|(?:article )?réservé aux abonnés)",
    _I,
)
"""Opens a short line that belongs to the page and not to the article."""

SUBSCRIBE = re.compile(
    r"(?!.*\b(?:kann|können|konnten?|sollen?|wollen|will|werden|dürfen)\b).*?"
    r"(?:\b(?:hier|jetzt|gleich|einfach|unser\w{0,2}) (?:\S{1,30} ){0,5}\S{0,20}newsletter "
    r"(?:\S{1,20} ){0,3}(?:an|ein|be)?(?:melden|tragen|stellen|abonnieren|sichern)\W{0,3}$|"
    r"\b(?:sign up|subscribe) (?:\S{1,20} ){0,3}our (?:\S{1,30} ){0,4}newsletters?\b|"
    r"\b(?:inscrivez|abonnez)-vous (?:\S{1,20} ){0,3}(?:newsletters?|infolettres?)\b)",
    _I,
)
"""Asks the reader, somewhere in a short text, to take the paper's newsletter.

A modal verb tells of what others may do: prose.
"""

NEW_WINDOW = re.compile(r"\((?:öffnet|opens) in[^)]{0,20} (?:fenster|window|tab)\)", _I)
"""A link's note for screen readers."""

CAPTION = re.compile(
    r"(?:(?:foto|fotos|bild|bilder|grafik|infografik|symbolbild|symbolfoto|archivbild|archivfoto|"
    r"photo|photograph|photos|image|picture|crédit|crédits|credit|quelle|source|illustration|"
    r"video|bildquelle|bildrechte|legende|légende)\s?[:/©|]|©)",
    _I,
)
"""Opens a picture's caption or credit."""

CREDIT = re.compile(
    r"(?:©|\((?:foto|symbolbild|symbolfoto|archivbild|archivfoto|archiv|photo|bild|"
    r"image|picture|credit|illustration|grafik)\b[^)]{0,80}\)|"
    r"\b(?:foto|photo|bild|fotos|photograph|credit|bildrechte|bildquelle|imago|getty images|"
    r"picture[ -]alliance)\s?[:/©|]|\bgetty images\b|\bvia (?:ap|reuters|getty)\b|"
    r"/(?:dpa|afp|ap|reuters|epa|apa|keystone)\b(?=\W{0,2}$))",
    _I,
)
"""Stands at the end of a caption that begins with its description."""

CREDIT_MARK = re.compile(r"[©(/:|]|[Gg]etty|via ")
"""What every `CREDIT` holds: a quick look, since most paragraphs hold none of it."""

AGENCY = re.compile(
    r"\W{0,2}(?:(?:quelle|source|mit (?:material|informationen|agenturmaterial) (?:von|der)|"
    r"with (?:reporting|material|files) (?:by|from))\W{1,3}|"
    r"(?:[\w.]{1,15} ){0,2}(?:avec|mit|with) )?"
    r"(?:[\w.-]{1,20}\s?[/,]\s?){0,4}"
    r"(?:dpa|afp|reuters|apa|ap|epd|kna|sda|dts|ansa|efe|tass|sid|upi)(?:-infocom.{0,60})?"
    r"(?:\s?[/,]\s?[\w.-]{1,20}){0,4}\W{0,3}|"
    r"\W{0,2}(?:mit (?:material|informationen) (?:von|der) (?:nachrichten)?agentur(?:en)?|"
    r"with (?:reporting|material|files) (?:by|from) (?:the )?(?:news )?agenc(?:y|ies)|"
    r"avec (?:les agences?|l['’]agence|agences?)) [\w./ -]{2,40}\W{0,3}",
    _I,
)
"""A whole line that names a news agency, with the signs of editors beside it."""

SIGN = re.compile(r"\([a-zäöü]{2,5}(?:[/,] ?[a-zäöü]{2,5}){0,3}\)")
"""A whole line that is an editor's sign in brackets."""

BYLINE = re.compile(
    r"(?:von|by|par|(?P<states>(?:text|autor|autorin|author|auteur|interview|protokoll):|"
    r"ein (?:gast)?(?:beitrag|kommentar|essay|bericht) von|aufgezeichnet von|written by|"
    r"eine? (?:analyse|reportage|kolumne|rezension|glosse) von|aus dem \w+ von|"
    r"das (?:interview|gespräch) führten?|propos recueillis par))\s?:?\s"
    r"(?P<who>[^\d.!?]{3,100})",
    _I,
)
"""A whole line that names an author after a preposition; `who` must still look like a name.

`states` matches where the words can mean nothing else.
"""

CORRECTED = re.compile(
    r"(?:korrektur|korrigiert|berichtigung|berichtigt|richtigstellung|corrections?|corrected|"
    r"clarification|rectificatif|corrigé)\b",
    _I,
)
"""Opens a dated note that something was wrong; an update's word alone says no such thing."""

CORRECTION = re.compile(
    r"(?:(?:in|bei) (?:einer|der) (?:früheren|ersten|vorherigen|ursprünglichen|vorigen|älteren) "
    r"(?:version|fassung) (?:(?:dieses|des|unseres) (?:artikels?|textes|beitrags?|berichts?)|"
    r"(?:dieser|der|unserer) meldung|hieß es|stand|haben wir|wurde)|"
    r"(?:anmerkung|hinweis) der redaktion|korrekturhinweis|transparenzhinweis|"
    r"dieser (?:artikel|text|beitrag) wurde |der (?:artikel|text|beitrag) wurde (?:nachträglich|"
    r"aktualisiert|ergänzt|korrigiert|überarbeitet)|wir haben (?:den|diesen) (?:artikel|text|"
    r"beitrag|fehler) |(?:this|an earlier version of this|a previous version of this) "
    r"(?:article|story|post|piece) (?:was|has been|originally|incorrectly|misstated|included|said|"
    r"gave)|editor['’]s note|une (?:précédente|première) version de (?:cet|ce)|"
    r"une version (?:précédente|antérieure) de (?:cet|ce)|cet article a été (?:mis à jour|corrigé|"
    r"modifié)|note de la rédaction|"
    r"(?:korrektur|berichtigung|correction|corrections|rectificatif|clarification|richtigstellung)"
    r"\s?:)",
    _I,
)
"""Opens a note about a change to the article."""

JOB = re.compile(r"\((?:[mwfdx]|div|gn|all)(?:/(?:[mwfdx]|div|gn|all)){1,3}\)", _I)
"""The gender mark of a German job advertisement."""

TEASER_END = re.compile(
    r"[.!?…\"“”»] (?:mehr(?: ?(?:\.\.\.|…))?|weiterlesen|weiter|more|read more|"
    r"lire (?:la suite|plus)|zum (?:artikel|video|beitrag))(?: ?[›»→>])?$|"
    r"(?:\[mehr\]|\[more\]|[›→]|>>)$"
)
"""Ends a teaser: after the last full stop a link word, or a link's mark."""

SIGN_END = re.compile(
    r"[.!?…] (?!(?:dpa|afp|ap|apa|epd|kna|ots|sda|rtr|sid)$)[a-z]{2,5}(?: ?[›»→>])?$"
)
"""Ends a text with its author's sign: a teaser among teasers, an article's last words else."""

TABLE_NOTE = re.compile(
    r"[,;(–-] ?(?:alle )?(?:angaben|quellen?|source|stand|données|daten|data|figures)\b", _I
)
"""Names, in a line directly below a table, where its figures come from."""

FORM = re.compile(
    r"(?i:video|audio|podcast|analyse|kommentar|interview|reportage|live-?blog|live-?ticker|"
    r"newsblog|ticker|foto-?strecke|bilder-?galerie|galerie|infografik|faq|dossier|quiz|porträt|"
    r"essay|kolumne|leitartikel|glosse|exklusiv|faktencheck|eilmeldung|newsletter|"
    r"gallery|analysis|opinion|explainer|watch|listen|en images|vidéo|entretien|"
    r"tribune|éditorial|décryptage|diaporama)(?: ?[:|] | ?\d| (?=[A-ZÄÖÜ\"„»«]))|"
    r"(?i:chronologie|chronik|chronology|timeline|zeitleiste|repères) ?[:|] |\+\+"
)
"""Opens a link line with the journalistic form of what it leads to."""

TOPIC_DASH = re.compile(
    r"(?:[^\s.:?!,–—]{2,25} ){1,3}[-–—|] "
    r"(?:Die|Der|Das|Ein|Eine|Alle|Alles|Was|Wie|Warum|Wer|Wo|So)\b"
)
"""A topic of few words, a dash, a new clause: the line of a link to a dossier or article."""

DOSSIER = re.compile(
    r"\b(?:die chronik|chronik (?:der|des|eine[rs])|im live-?ticker|im newsblog|im live-?blog|"
    r"themenseite|zum nachlesen|bilderstrecke|im wortlaut|in pictures|(?:full|complete) coverage|"
    r"live updates|en images)\b",
    _I,
)
"""Names a form that is another document: chronicle, ticker, gallery."""

MERGED_KICKER = re.compile(
    r"[a-zäöüß\d)] (?:Wenn|Was|Wie|Warum|Wieso|Weshalb|Wer|Wo|Wohin|Woher|So|Jetzt|Hier|Ob|Weil|"
    r"Trotz|Kann|Muss|Soll|Wird|Hat|Ist|Sind|Darum|Deshalb) (?=\S)"
)
"""A capitalised function word amid a German line: a kicker and a headline run together.

Articles and prepositions are left out, since names of parties, papers and works contain them.
"""

ACTION = re.compile(
    r"(?i:jetzt|hier|direkt|gleich) .{0,70}(?:abschließen|bestellen|kaufen|sichern|ansehen|testen|"
    r"anmelden|lesen|abonnieren|registrieren|herunterladen|entdecken|vergleichen|buchen|"
    r"informieren|weiterlesen|mitmachen)|"
    r"(?i:zu den|zum|zur|zu|direkt zu[mr]?) .{0,50}(?:[Aa]ngebot(?:en)?|[Tt]arif(?:en)?|Shop|"
    r"Deals?)\b.{0,60}|"
    r"(?i:buy|order|shop|get it|check price|view deal) (?i:now|here|at|from|on)\b.{0,40}"
)
"""A whole line that asks the reader to buy, book or sign something."""

DURATION = re.compile(r"\(?\b\d{1,2}:\d{2}(?::\d{2})?(?: ?min\.?)?\)?$")
"""Ends a line with a recording's length."""

NEWSLETTER = re.compile(r"newsletter|spenden|donate|unterstütz|support us|abonnier|subscribe", _I)
"""Names what a page's appeal is for; its text follows."""
