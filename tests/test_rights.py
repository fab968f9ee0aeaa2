"""Statements of rights become SPDX expressions, and say what may be passed on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark import rights
from pressmark_schema.vocabulary import Sharing


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc0-1.0", "CC0-1.0"),
        ("mit or  Apache-2.0", "MIT OR Apache-2.0"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("LicenseRef-press-agency AND CC-BY-4.0", "LicenseRef-press-agency AND CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.de", "CC-BY-NC-SA-4.0"),
        ("http://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
        ("http://creativecommons.org/licenses/by/3.0/pl/", "LicenseRef-CC-BY-3.0-PL"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "LicenseRef-rightsstatements-InC-1.0"),
        ("Alle Rechte vorbehalten.", "LicenseRef-all-rights-reserved"),
        ("unbekannt", "unknown"),
    ],
)
def test_a_statement_becomes_one_expression(statement: str, expression: str) -> None:
    assert rights.expression(statement) == expression
    assert rights.expression(expression) == expression


@pytest.mark.parametrize(
    "statement", ["", "MIT AND", "(MIT", "Nonsense-1.0", "© 2020 Talbote", "(" * 500, "MIT" * 300]
)
def test_what_is_no_expression_is_not_made_one(statement: str) -> None:
    assert rights.expression(statement) is None


@given(st.text(max_size=80))
def test_any_text_is_an_expression_or_none(statement: str) -> None:
    found = rights.expression(statement)
    assert found is None or rights.expression(found) == found


@pytest.mark.parametrize(
    ("expression", "most"),
    [
        ("CC-BY-4.0", Sharing.FULL_TEXT),
        ("CC-BY-3.0-DE", Sharing.FULL_TEXT),
        ("LicenseRef-CC-BY-3.0-PL", Sharing.FULL_TEXT),
        ("LicenseRef-rightsstatements-NoC-US-1.0", Sharing.FULL_TEXT),
        ("LicenseRef-rightsstatements-InC-1.0", Sharing.METADATA),
        ("LicenseRef-all-rights-reserved", Sharing.METADATA),
        ("CC-BY-4.0 AND LicenseRef-photo", Sharing.METADATA),
        ("CC-BY-4.0 OR LicenseRef-contract", Sharing.FULL_TEXT),
        ("MIT WITH Classpath-exception-2.0", Sharing.FULL_TEXT),
        ("unknown", Sharing.METADATA),
    ],
)
def test_an_expression_says_what_may_be_passed_on(expression: str, most: Sharing) -> None:
    assert rights.sharing(expression) is most
