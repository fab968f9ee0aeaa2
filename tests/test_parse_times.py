"""Times: which words tell one, and on which days it can lie, seen from those of writing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.parse.notes.anchors import MOST, TooManyError, Unit, When, candidates
from pressmark.parse.notes.quotations import quotations
from pressmark.parse.notes.tense import tense
from pressmark.parse.notes.times import times
from pressmark_schema.edtf import Edtf, is_edtf
from pressmark_schema.notes import Days, Note
from pressmark_schema.vocabulary import Tense

MAY = Days(date(2018, 5, 1), date(2018, 5, 31))
LATE_MAY = Days(date(2018, 5, 30), date(2018, 5, 31))
WEDNESDAY = Days(date(2018, 5, 30), date(2018, 5, 30))


def found(text: str, lang: str = "de", days: Days | None = WEDNESDAY) -> list[Note]:
    return list(times(text, lang, days, list(quotations(text, lang))))


def told(text: str, lang: str = "de") -> dict[str, str | None]:
    """Each time as printed with its value, in a text of Wednesday, 30 May 2018."""
    return {text[note.start : note.end]: note.value for note in found(text, lang)}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Am 30. Mai 2017 sank sie.", {"Am 30. Mai 2017": "2017-05-30"}),
        ("Am 3.5.2017 sank sie.", {"Am 3.5.2017": "2017-05-03"}),
        ("Im Mai 2017 sank sie.", {"Im Mai 2017": "2017-05"}),
        ("Im Sommer 2017 sank sie.", {"Im Sommer 2017": "2017"}),
        ("Sie sank 2017.", {"2017": "2017"}),
        (
            "Am 14. und 15. Juli 2017 sank sie.",
            {"Am 14.": "2017-07-14", "15. Juli 2017": "2017-07-15"},
        ),
        (
            "Am Dienstag, den 30. Mai 2017, sank sie.",
            {"Am Dienstag, den 30. Mai 2017": "2017-05-30"},
        ),
    ],
)
def test_what_has_its_year_is_absolute(text: str, times: dict[str, str]) -> None:
    assert told(text) == times
    assert {note.label for note in found(text)} == {"absolute"}
    assert {note.basis for note in found(text)} == {"printed"}


@pytest.mark.parametrize(
    ("text", "time", "value"),
    [
        ("Die Fähre sank am 12. April.", "am 12. April", "2018-04-12"),
        ("Die Fähre sank am 12.4. im Hafen.", "am 12.4.", "2018-04-12"),
        ("Die Fähre kam am 12. Juni.", "am 12. Juni", "2017-06-12"),
        ("Die Fähre wird am 12. Juni kommen.", "am 12. Juni", "2018-06-12"),
        ("Die Fähre kam im März.", "im März", "2018-03"),
        ("Die Fähre wird im März kommen.", "im März", "2019-03"),
        ("Seit Anfang April lief nichts.", "Seit Anfang April", "2018-04"),
        ("Ende April sank sie.", "Ende April", "2018-04"),
        ("Am Mittwoch, 30. Mai, sank sie.", "Am Mittwoch, 30. Mai", "2018-05-30"),
    ],
)
def test_what_lacks_its_year_is_partial(text: str, time: str, value: str) -> None:
    assert told(text) == {time: value}
    assert found(text)[0].label == "partial"


@pytest.mark.parametrize(
    ("text", "time", "value"),
    [
        ("Am Montag sank sie.", "Am Montag", "2018-05-28"),
        ("Am Montag wird sie fahren.", "Am Montag", "2018-06-04"),
        ("Am Mittwochabend sank sie.", "Am Mittwochabend", "2018-05-30"),
        ("Mittwochabend sank sie.", "Mittwochabend", "2018-05-30"),
        ("Am vergangenen Mittwoch sank sie.", "Am vergangenen Mittwoch", "2018-05-23"),
        ("Am kommenden Mittwoch fährt sie.", "Am kommenden Mittwoch", "2018-06-06"),
        ("Seit Montag fährt sie.", "Seit Montag", "2018-05-28"),
        ("Am Montag voriger Woche sank sie.", "Am Montag voriger Woche", "2018-05-21"),
        ("Die Sitzung (Montag) war kurz.", "Montag", "2018-05-28"),
        ("Gestern sank sie.", "Gestern", "2018-05-29"),
        ("Sie sank gestern Abend.", "gestern Abend", "2018-05-29"),
        ("Sie fährt übermorgen.", "übermorgen", "2018-06-01"),
        ("In der vergangenen Woche sank sie.", "In der vergangenen Woche", "2018-05-21/2018-05-27"),
        ("Am Wochenende sank sie.", "Am Wochenende", "2018-05-26/2018-05-27"),
        ("Im vergangenen Monat sank sie.", "Im vergangenen Monat", "2018-04"),
        ("Sie fährt im nächsten Jahr.", "im nächsten Jahr", "2019"),
        ("Bis Ende des Jahres fährt sie.", "Bis Ende des Jahres", "2018"),
        ("Vor drei Tagen sank sie.", "Vor drei Tagen", "2018-05-27"),
        ("Vor einem Jahr sank sie.", "Vor einem Jahr", "2017"),
    ],
)
def test_what_points_from_the_day_of_writing_is_relative(text: str, time: str, value: str) -> None:
    assert told(text) == {time: value}
    assert found(text)[0].label == "relative"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("It sank on May 30, 2017.", {"on May 30, 2017": "2017-05-30"}),
        ("It sank on 3 April.", {"on 3 April": "2018-04-03"}),
        ("It sank on Monday.", {"on Monday": "2018-05-28"}),
        ("It sank Monday night.", {"Monday night": "2018-05-28"}),
        ("It sank last Wednesday.", {"last Wednesday": "2018-05-23"}),
        ("On Monday, he left.", {"On Monday": "2018-05-28"}),
        ("It will sail on Tuesday, June 12.", {"on Tuesday, June 12": "2018-06-12"}),
        ("It sank in March.", {"in March": "2018-03"}),
        ("They wanted replies no later than May 10.", {"May 10": None}),
        ("It sank last week.", {"last week": "2018-05-21/2018-05-27"}),
        ("It sank two days ago.", {"two days ago": "2018-05-28"}),
        ("It sank yesterday.", {"yesterday": "2018-05-29"}),
        ("It has sailed since 2015.", {"since 2015": "2015"}),
    ],
)
def test_english_times(text: str, times: dict[str, str | None]) -> None:
    assert told(text, "en") == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Il a coulé le 30 mai 2017.", {"le 30 mai 2017": "2017-05-30"}),
        ("Il a coulé le 1er avril.", {"le 1er avril": "2018-04-01"}),
        ("Il a coulé lundi.", {"lundi": "2018-05-28"}),
        ("Il a coulé lundi soir.", {"lundi soir": "2018-05-28"}),
        ("Il a coulé mercredi dernier.", {"mercredi dernier": "2018-05-23"}),
        ("Il partira mardi prochain.", {"mardi prochain": "2018-06-05"}),
        ("Il a coulé en mars.", {"en mars": "2018-03"}),
        ("Il a coulé la semaine dernière.", {"la semaine dernière": "2018-05-21/2018-05-27"}),
        ("Il a coulé il y a trois ans.", {"il y a trois ans": "2015"}),
        ("Il a coulé avant-hier.", {"avant-hier": "2018-05-28"}),
        ("Il navigue depuis 2015.", {"depuis 2015": "2015"}),
    ],
)
def test_french_times(text: str, times: dict[str, str]) -> None:
    assert told(text, "fr") == times


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Herr Sonntag und Frau Mai lesen.", "de"),
        ("Er las die „Post am Sonntag“ im Hafen.", "de"),
        ("Das sagte Onken der Post am Sonntag.", "de"),
        ("Robinson traf Freitag auf der Insel.", "de"),
        ("Geöffnet Montag bis Freitag.", "de"),
        ("Sonntags ruht die Fähre.", "de"),
        ("Die Sonntagsausgabe liegt aus.", "de"),
        ("Es kamen 2000 Menschen und 2018 Euro.", "de"),
        ("Der Vertrag nach § 12 Abs. 3.5. gilt.", "de"),
        ("Am 30. Februar geschah nichts.", "de"),
        ("Das Blatt heute-kurier und der Guten Morgen.", "de"),
        ("Vom guten morgen bis zum Abend.", "de"),
        ("Es blüht von Juli bis September.", "de"),
        ("Die letzte Woche des Jahres ist still.", "de"),
        ("Black Friday came, and the Sunday Ledger wrote.", "en"),
        ("Theresa May may march.", "en"),
        ("Every Monday we met.", "en"),
        ("It was the last week of the year.", "en"),
        ("About 2000 people came.", "en"),
        ("La planète Mars et le Vendredi saint.", "fr"),
        ("Les mardis, du lundi au vendredi.", "fr"),
        ("Dans la ville, un an.", "fr"),
    ],
)
def test_names_habits_and_amounts_are_no_times(text: str, lang: str) -> None:
    assert told(text, lang) == {}


def test_a_month_of_writing_leaves_six_wednesdays_and_two_days_leave_one() -> None:
    text = "Das sagte sie am Mittwoch."
    (wide,) = found(text, days=MAY)
    assert wide.candidates == (
        "2018-04-25",
        "2018-05-02",
        "2018-05-09",
        "2018-05-16",
        "2018-05-23",
        "2018-05-30",
    )
    assert (wide.value, wide.basis) == (None, "several_fit")
    (narrow,) = found(text, days=LATE_MAY)
    assert (narrow.value, narrow.basis) == ("2018-05-30", "one_fits")


def test_without_a_verb_that_tells_both_directions_fit() -> None:
    (note,) = found("Die Fähre am Montag.")
    assert (note.candidates, note.tense) == (("2018-05-28", "2018-06-04"), "unknown")


def test_what_is_planned_for_a_day_may_lie_on_either_side_unless_the_verb_tells() -> None:
    (planned,) = found("Sie hatte das für den 12. Juni geplante Fest abgesagt.")
    assert planned.candidates == ("2017-06-12", "2018-06-12")
    (ahead,) = found("Das Fest ist für den 12. Juni angesetzt.")
    assert ahead.value == "2018-06-12"


def test_next_monday_is_the_nearest_to_some_and_the_one_after_to_others() -> None:
    (note,) = found("We sail next Monday.", "en")
    assert note.candidates == ("2018-06-04", "2018-06-11")


def test_without_days_of_writing_nothing_is_inferred() -> None:
    (note,) = found("Das sagte sie am Mittwoch.", days=None)
    assert (note.value, note.candidates, note.basis) == (None, None, "no_anchor")


def test_more_dates_than_are_listed_are_none() -> None:
    decade = Days(date(2010, 1, 1), date(2019, 12, 31))
    (note,) = found("Das sagte sie am Mittwoch.", days=decade)
    assert (note.value, note.candidates, note.basis) == (None, None, "too_many")


def test_within_speech_nobody_knows_the_day_but_a_full_date_is_one() -> None:
    text = "„Am Montag fuhren wir, am 3. Mai 2017 nicht“, sagte sie am Dienstag."
    assert [(note.value, note.basis) for note in found(text)] == [
        (None, "in_speech"),
        ("2017-05-03", "printed"),
        ("2018-05-29", "one_fits"),
    ]


def test_other_languages_are_not_read() -> None:
    assert found("Lo ha detto lunedì, il 30 maggio 2017.", "it") == []


@pytest.mark.parametrize(
    ("text", "lang", "direction"),
    [
        ("Der Rat hat | beschlossen.", "de", "past"),
        ("Der Rat tagte | lange.", "de", "past"),
        ("Der Rat soll | tagen.", "de", "future"),
        ("Der Rat tagt |.", "de", "unknown"),
        ("Sie kam, der Rat tagt |.", "de", "unknown"),
        ("Der Rat sollte | tagen.", "de", "unknown"),
        ("The council met |.", "en", "past"),
        ("He said that the council will meet |.", "en", "future"),
        ("Le conseil a voté |.", "fr", "past"),
        ("Le conseil votera |.", "fr", "future"),
    ],
)
def test_the_verbs_of_the_clause_give_the_direction(text: str, lang: str, direction: str) -> None:
    at = text.index("|")
    assert tense(text.replace("|", "X"), at, at + 1, lang) == direction


_ANCHORS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
_STRICT = st.booleans()
_MONTHS = st.integers(1, 12)
_RECURRING = st.one_of(
    st.tuples(st.integers(0, 6), _STRICT).map(
        lambda some: When(Unit.WEEKDAY, weekday=some[0], strict=some[1])
    ),
    _STRICT.map(lambda strict: When(Unit.WEEKEND, strict=strict)),
    st.tuples(_MONTHS, _STRICT).map(
        lambda some: When(Unit.MONTH_OF_YEAR, month=some[0], strict=some[1])
    ),
    st.tuples(st.integers(1, 28), _MONTHS, _STRICT).map(
        lambda some: When(Unit.DAY_OF_YEAR, number=some[0], month=some[1], strict=some[2])
    ),
)


@given(_ANCHORS, _RECURRING)
def test_the_one_before_and_the_one_after_enclose_the_day(anchor: date, when: When) -> None:
    day = Days(anchor, anchor)
    (before,) = (Edtf.parse(text) for text in candidates(when, day, Tense.PAST))
    (after,) = (Edtf.parse(text) for text in candidates(when, day, Tense.FUTURE))
    if when.strict:
        assert before.latest < anchor < after.earliest
    else:
        assert before.earliest <= anchor <= after.latest
    both = candidates(when, day, Tense.UNKNOWN)
    assert both == tuple(dict.fromkeys((before.text, after.text))) or len(both) == 3


@given(_ANCHORS, st.integers(0, 40), _RECURRING, st.sampled_from(list(Tense)))
def test_the_candidates_of_several_days_are_those_of_each(
    first: date, more: int, when: When, direction: Tense
) -> None:
    days = [first + timedelta(days=n) for n in range(more + 1)]
    each = {text for day in days for text in candidates(when, Days(day, day), direction)}
    union = candidates(when, Days(days[0], days[-1]), direction)
    assert each <= set(union)
    assert direction is Tense.UNKNOWN or each == set(union)
    assert list(union) == sorted(union)
    assert all(map(is_edtf, union))


def test_no_more_than_a_bounded_number_is_listed() -> None:
    when = When(Unit.WEEKDAY, weekday=2)
    year = Days(date(2018, 1, 1), date(2018, 12, 31))
    assert len(candidates(when, year, Tense.UNKNOWN)) <= MOST
    with pytest.raises(TooManyError):
        candidates(when, Days(date(2018, 1, 1), date(2019, 12, 31)), Tense.UNKNOWN)


@pytest.mark.parametrize("shift", [-3000, 3000])
def test_no_date_leaves_the_calendar_of_edtf(shift: int) -> None:
    for unit in (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS):
        found_dates = candidates(When(unit, shift=shift * 400), WEDNESDAY, Tense.PAST)
        assert found_dates == ()


_VOCABULARY = (
    "am Am im vor bis seit Montag Sonntag Mittwochabend und 12. 3.5. Mai März Ende "
    "vergangenen nächste Woche Jahr Tagen 2018 2000 Menschen gestern heute sagte wird , . "
    "„ “ ( ) last ago May on next week days il y a ans lundi semaine dernière 1er mai "
    "31.12.2018 99. 0.0."
)
_WORDS = st.lists(
    st.sampled_from(_VOCABULARY.split(" ")),
    max_size=30,
).map(" ".join)


@given(_WORDS, st.sampled_from(["de", "en", "fr"]), st.sampled_from([None, MAY, WEDNESDAY]))
def test_times_lie_apart_and_their_dates_are_dates(text: str, lang: str, days: Days | None) -> None:
    end = 0
    for note in found(text, lang, days):
        assert end <= note.start < note.end <= len(text)
        end = note.end
        dates = [*(note.candidates or ()), *([note.value] if note.value else [])]
        assert all(map(is_edtf, dates))
        assert (note.value is None) is (note.basis not in {"printed", "one_fits"})
