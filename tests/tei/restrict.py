"""Restricts TEI's schema to what an export may use; what is valid by the result is valid TEI.

usage: python restrict.py TEI.rng > articles.rng

TEI.rng is trang's translation of a DTD that the TEI Consortium's tools made. Elements and
attributes are only ever taken away, and values of attributes only ever narrowed to the datatypes of
the TEI Guidelines, which a DTD cannot say; so the result refuses all that TEI refuses.
"""

from __future__ import annotations

import sys
from typing import Any

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
ELEMENTS = frozenset(
    """
    TEI teiCorpus teiHeader fileDesc titleStmt title author extent measure publicationStmt publisher
    idno availability licence sourceDesc bibl edition biblScope orgName date encodingDesc
    profileDesc creation langUsage language textClass keywords term classCode text body div head p
    ab list item quote cit ref ptr standOff listAnnotation annotation note q
    """.split()  # noqa: SIM905 - a list of words is read as words
)
ATTRIBUTES = frozenset(
    """
    xmlns xml:id xml:lang n type subtype cert source target when notBefore notAfter precision
    ident quantity unit level scheme
    """.split()  # noqa: SIM905 - a list of words is read as words
)
_DATES = ("date", "gYear", "gYearMonth", "dateTime")
TYPES: dict[str, tuple[str, ...]] = {
    "xml:id": ("ID",),
    "xml:lang": ("language",),
    "ident": ("language",),
    "when": _DATES,
    "notBefore": _DATES,
    "notAfter": _DATES,
    "source": ("anyURI",),
    "target": ("anyURI",),
    "quantity": ("decimal",),
    "type": ("NCName",),
    "subtype": ("NCName",),
    "unit": ("NCName",),
}
"""Attributes with the datatypes of teidata.* in the Guidelines, appendix on datatypes."""


def main(path: str) -> None:
    """Write the restricted schema to stdout."""
    grammar: Any = etree.parse(path).getroot()
    defines = _merged(grammar)
    for name, define in defines.items():
        element = define.find(f"{RNG}element")
        unused = element is not None and element.get("name") not in ELEMENTS
        if unused or (name and name.startswith("_DUMMY")):
            _only(define, "notAllowed")
    for attribute in list(grammar.iter(f"{RNG}attribute")):
        _narrow(attribute)
    while any([_simplified(define) for define in defines.values()] + [_resolved(grammar, defines)]):
        pass
    start = grammar.find(f"{RNG}start")
    _only(start, "choice")
    for name in ("TEI", "teiCorpus"):
        etree.SubElement(start[0], f"{RNG}ref", name=name)
    _drop_unreached(grammar, start)
    for define in grammar.iter(f"{RNG}define"):
        if not len(define):
            etree.SubElement(define, f"{RNG}empty")
    for comment in list(grammar.iter(etree.Comment)):
        comment.getparent().remove(comment)
    etree.indent(grammar)
    sys.stdout.buffer.write(etree.tostring(grammar, encoding="utf-8") + b"\n")


def _merged(grammar: Any) -> dict[str | None, Any]:
    """Every definition by its name, those of one name, which interleave, as one."""
    found: dict[str | None, Any] = {}
    for define in list(grammar.iter(f"{RNG}define")):
        first = found.setdefault(define.get("name"), define)
        if first is not define:
            first.extend(list(define))
            grammar.remove(define)
    return found


def _only(parent: Any, name: str) -> None:
    for child in list(parent):
        parent.remove(child)
    etree.SubElement(parent, RNG + name)


def _narrow(attribute: Any) -> None:
    name = attribute.get("name") or ""
    if name not in ATTRIBUTES:
        parent = attribute.getparent()
        # An element that must have it can then not be used, which keeps the result a restriction.
        optional = parent is not None and parent.tag == f"{RNG}optional"
        node = parent if optional else attribute
        node.attrib.clear()
        _become(node, "empty" if optional else "notAllowed")
    elif name in TYPES:
        _only(attribute, "choice")
        for kind in TYPES[name]:
            etree.SubElement(attribute[0], f"{RNG}data", type=kind, datatypeLibrary=XSD)


def _resolved(grammar: Any, defines: dict[str | None, Any]) -> bool:
    """Put in the place of a reference what it leads to, where that is nothing at all."""
    changed = False
    for ref in list(grammar.iter(f"{RNG}ref")):
        target = defines.get(ref.get("name"))
        if target is not None and len(target) == 1 and target[0].tag in _NOTHING:
            ref.tag = target[0].tag
            ref.attrib.clear()
            changed = True
    return changed


_GROUPS = {"group", "interleave", "zeroOrMore", "oneOrMore", "optional"}
_NOTHING = {f"{RNG}notAllowed", f"{RNG}empty"}


def _simplified(root: Any) -> bool:
    """Take out what is not allowed or empty, by the rules of RELAX NG 4.20 and 4.21."""
    nodes = [node for node in root.iter() if node is not root and isinstance(node.tag, str)]
    changed = False
    for node in nodes:
        kind = node.tag.removeprefix(RNG)
        if node.getparent() is not None and (kind == "choice" or kind in _GROUPS):
            changed |= _choice(node) if kind == "choice" else _group(node, kind)
    for child in [c for c in root if c.tag == f"{RNG}empty"] if len(root) > 1 else []:
        root.remove(child)
        changed = True
    return changed


def _choice(node: Any) -> bool:
    idle = {f"{RNG}notAllowed"} | _idle(node)
    found = [child for child in node if child.tag in idle]
    for child in found:
        node.remove(child)
    if not len(node):
        _become(node, "notAllowed")
    return bool(found)


def _group(node: Any, kind: str) -> bool:
    if any(child.tag == f"{RNG}notAllowed" for child in node):
        _become(node, "empty" if kind in {"zeroOrMore", "optional"} else "notAllowed")
        return True
    found = [child for child in node if child.tag == f"{RNG}empty"]
    for child in found:
        node.remove(child)
    if not len(node):
        _become(node, "empty")
    return bool(found)


def _idle(choice: Any) -> set[str]:
    """Nothing is no choice where the whole may be left out anyway."""
    parent = choice.getparent()
    optional = parent is not None and parent.tag in {f"{RNG}zeroOrMore", f"{RNG}optional"}
    return {f"{RNG}empty"} if optional else set()


def _become(node: Any, name: str) -> None:
    for child in list(node):
        node.remove(child)
    node.tag, node.text = RNG + name, None


def _drop_unreached(grammar: Any, start: Any) -> None:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        for ref in waiting.pop().iter(f"{RNG}ref"):
            name = ref.get("name")
            if name not in reached:
                reached.add(name)
                waiting += [d for d in grammar.iter(f"{RNG}define") if d.get("name") == name]
    for define in list(grammar.iter(f"{RNG}define")):
        if define.get("name") not in reached:
            define.getparent().remove(define)


if __name__ == "__main__":
    main(sys.argv[1])
