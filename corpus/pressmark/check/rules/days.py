"""The first and last day that a date in EDTF can mean, as SQL."""

_BARE = "regexp_replace(split_part({edtf}, '/', {side}), '(-XX.*)?[?~%]?$', '')"


def first_day(edtf: str) -> str:
    """The first day; null for what is no date. `edtf` is an SQL expression."""
    return _day(_BARE.format(edtf=edtf, side=1), "{0} || '-01-01'", "{0} || '-01'")


def last_day(edtf: str) -> str:
    """The last day; null for what is no date. `edtf` is an SQL expression."""
    month = "CAST(last_day(TRY_CAST({0} || '-01' AS DATE)) AS VARCHAR)"
    return _day(_BARE.format(edtf=edtf, side=-1), "{0} || '-12-31'", month)


def _day(bare: str, of_year: str, of_month: str) -> str:
    cases = f"WHEN 4 THEN {of_year.format(bare)} WHEN 7 THEN {of_month.format(bare)}"
    return f"TRY_CAST(CASE len({bare}) {cases} ELSE {bare} END AS DATE)"
