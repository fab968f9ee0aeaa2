"""Tell whether a short line is nothing but persons' names."""

import re

_GIVEN_NAMES = (
    "adam adrien alain alan albert alexander alexandra alexandre alice amelie amy andrea "
    "andreas andrew angela anja anke anna anne annette anthony antje antoine arnaud arne audrey "
    "aurélie barbara bastian beate ben benjamin benoît bernard bernd bernhard bettina birgit "
    "björn brian britta bruno camille carina carla carolin caroline carsten catherine charles "
    "charlotte chloé chris christian christiane christina christine christoph christopher "
    "claire claudia clemens clément cécile céline daniel daniela david deborah delphine denis "
    "dennis detlef diana didier dieter dirk dominik donald doris eckart edward elena elisabeth "
    "elizabeth emily emma eric erik eva fabian fabrice felix florian frances frank franz "
    "franziska françois françoise friederike friedrich frédéric gabriele georg george gerd "
    "gerhard gilles gisela grace gregor guillaume günter hannah hannes hans harald harry "
    "heather heike heiko heinz helen helena helmut henning henrik henry herbert holger hugo "
    "hélène ines inga ingo ingrid irene isabel isabell isabelle jack jacob jacques jakob james "
    "jan jana jane janina jason jean jennifer jens jessica jim joachim jochen joe johann "
    "johanna johannes john jonas jonathan josef joseph joshua judith jule julia julian julien "
    "juliette jutta jérôme jörg jürgen kai karen karin karl karsten kate katharina katherine "
    "kathrin katja katrin kelly kenneth kerstin kevin kilian kim klaus konrad konstantin lars "
    "laura laurence laurent lea lena leon leonie linda lisa lorenz louis louisa luc luca lucas "
    "lucy ludovic luisa lukas luke lutz léa magdalena maike manfred manon manuel manuela marc "
    "marcel marco marcus maren margaret margarete maria marie marina marine mario marion mark "
    "markus marlene martin martina mary mathias mathieu matthew matthias max maxime maximilian "
    "megan meike melanie michael michaela michel michelle mike miriam mona monika moritz "
    "mélanie nadine nancy natalie nathalie nathan neil nicholas nico nicolas nicole niklas nils "
    "nina norbert olaf oliver olivia olivier oscar oskar pamela pascal patricia patrick paul "
    "paula peter petra philipp philippe pia pierre rachel rainer ralf ralph rebecca regina "
    "reinhard renate rené richard rick rob robert robin roger roland rolf romain roman ronny "
    "rudolf ryan sabine sabrina sam samuel sandra sara sarah sascha scott sean sebastian sharon "
    "silke silvia simon simone sina sofia solène sonja sophia sophie stefan stefanie steffen "
    "stephan stephen steve steven stéphane sue susan susanne sven svenja sylvain sylvie "
    "sébastien tanja theresa thibault thierry thomas thorsten tim timo tina tobias tom tony "
    "torsten tracy ulf uli ulrich ulrike ursula ute uwe valentin valérie vanessa vera verena "
    "victoria viktor vincent virginie volker véronique walter werner william wolfgang xavier "
    "yann yves yvonne zoe émilie éric étienne "
)
_GIVEN = frozenset(_GIVEN_NAMES.split())
"""Frequent given names of German, English and French speakers (general knowledge)."""

_PARTICLE_WORDS = "von van der den de du la le zu zur und and et del di da"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SEPARATOR = re.compile(r"[,;/&|]|\s[-–—]\s")
_NAME_WORD = re.compile(r"(?:[^\W\d_][\w'’.-]{0,30})")
_MOST_NAMES = 6
_FEWEST_WORDS = 2
_MOST_WORDS = 5


def are_names(text: str) -> bool:
    """Whether `text` has the form of names: two to five capitalised words each."""
    parts = [part.split() for part in _SEPARATOR.split(text) if part.strip()]
    return 0 < len(parts) <= _MOST_NAMES and all(_name(part) for part in parts)


def are_known_names(text: str) -> bool:
    """Whether `text` has the form of names and the first begins with a frequent given name."""
    return is_given_name(text.split(" ", 1)[0]) and are_names(text)


def is_given_name(word: str) -> bool:
    """Whether `word` is a frequent given name, alone or before a hyphen."""
    return word.split("-", maxsplit=1)[0].strip(".,").lower() in _GIVEN


def _name(words: list[str]) -> bool:
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or words[-1] in _PARTICLES:
        return False
    return all(
        word in _PARTICLES or (word[0].isupper() and _NAME_WORD.fullmatch(word) is not None)
        for word in words
    )
