"""Layout: which rows are in which file follows from the rows alone, and stays when others come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark import layout
from pressmark.layout import Cell, Piece, Place

TABLES = 2
LIMIT = 1_000


@dataclass(frozen=True)
class Article:
    """An article with its bytes in each of TABLES tables."""

    article_id: str
    day: date | None
    weights: tuple[int, ...]

    @property
    def address(self) -> Place:
        """Where it belongs, to the last bit."""
        return Place(layout.words_of(self.day), layout.bits_of(self.article_id))


IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16).map("a".__add__)
DAYS = st.none() | st.dates(date(2017, 11, 1), date(2018, 3, 31))
WEIGHTS = st.tuples(*[st.integers(8, 400)] * TABLES)
CORPORA = st.lists(
    st.builds(Article, IDS, DAYS, WEIGHTS), max_size=60, unique_by=lambda item: item.article_id
)


def leaves(articles: Sequence[Article], limit: int = LIMIT) -> tuple[Place, ...]:
    coarse: dict[tuple[str, ...], Cell] = {}
    finer: defaultdict[tuple[str, ...], dict[str, Cell]] = defaultdict(dict)
    for article in articles:
        place = article.address
        coarse[place.words] = added(coarse.get(place.words), article)
        below = finer[place.words]
        below[place.bits] = added(below.get(place.bits), article)
    return layout.leaves(coarse, finer.__getitem__, limit)


def added(cell: Cell | None, article: Article) -> Cell:
    held = cell or Cell(0, (0,) * TABLES)
    weights = zip(held.weights, article.weights, strict=True)
    return Cell(held.rows + 1, tuple(map(sum, weights)))


def files(articles: Sequence[Article], limit: int = LIMIT) -> dict[tuple[int, str], frozenset[str]]:
    """The articles in each file: its table and place to their ids."""
    found = leaves(articles, limit)
    held = [[item for item in articles if leaf.holds(item.address)] for leaf in found]
    made = {}
    for table in range(TABLES):
        weights = [sum(item.weights[table] for item in items) for items in held]
        for piece in layout.pieces(found, weights, limit):
            made[table, piece.place.name] = frozenset(ids_of(held, piece))
    return made


def ids_of(held: Sequence[Sequence[Article]], piece: Piece) -> list[str]:
    return [item.article_id for items in held[piece.first : piece.last] for item in items]


@given(CORPORA)
def test_each_article_is_in_exactly_one_file_of_each_table(articles: list[Article]) -> None:
    for table in range(TABLES):
        found = [ids for (of, _), ids in files(articles).items() if of == table]
        assert sorted(name for ids in found for name in ids) == sorted(
            item.article_id for item in articles
        )


@given(CORPORA)
def test_a_file_holds_the_articles_of_its_place(articles: list[Article]) -> None:
    by_id = {item.article_id: item for item in articles}
    for (_, name), ids in files(articles).items():
        assert all(by_id[article].address.name.startswith(name) for article in ids)


@given(CORPORA)
def test_no_file_is_beyond_the_limit_but_of_one_article(articles: list[Article]) -> None:
    by_id = {item.article_id: item for item in articles}
    for (table, _), ids in files(articles).items():
        assert len(ids) <= 1 or sum(by_id[name].weights[table] for name in ids) <= LIMIT


@given(st.data(), CORPORA)
def test_the_order_of_the_articles_has_no_part_in_it(
    data: st.DataObject, articles: list[Article]
) -> None:
    shuffled = data.draw(st.permutations(articles))
    assert files(shuffled) == files(articles)
    assert leaves(shuffled) == leaves(articles)


@given(CORPORA, CORPORA)
def test_new_articles_leave_the_files_of_other_places_as_they_are(
    old: list[Article], new: list[Article]
) -> None:
    known = {item.article_id for item in old}
    new = [item for item in new if item.article_id not in known]
    after = files([*old, *new])
    for (table, name), ids in files(old).items():
        if not any(item.address.name.startswith(name) for item in new):
            assert after[table, name] == ids


@given(CORPORA)
def test_leaves_are_in_the_order_of_their_names_and_none_holds_another(
    articles: list[Article],
) -> None:
    found = leaves(articles)
    assert [leaf.name for leaf in found] == sorted(leaf.name for leaf in found)
    assert not [one for one in found for other in found if one != other and one.holds(other)]


@given(CORPORA)
def test_what_fits_is_not_divided(articles: list[Article]) -> None:
    total = max(sum(item.weights[table] for item in articles) for table in range(TABLES))
    assert leaves(articles, total) == (Place(),)


def test_a_table_that_is_small_has_one_file_where_others_have_many() -> None:
    found = (Place(("2017",)), Place(("2018", "01")), Place(("2018", "02")))
    assert layout.pieces(found, [600, 700, 0], 1_000) == [
        Piece(Place(("2017",)), 0, 1),
        Piece(Place(("2018",)), 1, 3),
    ]
    assert layout.pieces(found, [10, 20, 30], 1_000) == [Piece(Place(), 0, 3)]


def test_a_month_is_divided_by_the_first_bits_of_the_ids() -> None:
    rows = {"000": Cell(1, (600,)), "010": Cell(1, (600,)), "100": Cell(1, (900,))}
    rows = {bits.ljust(layout.BITS, "0"): cell for bits, cell in rows.items()}
    found = layout.leaves({("2018", "05"): Cell(3, (2_100,))}, lambda _: rows, 1_000)
    assert [place.name for place in found] == ["2018-05-00", "2018-05-01", "2018-05-1"]


def test_one_article_that_is_too_large_is_not_divided_further() -> None:
    found = leaves([Article("a" + "b" * 16, date(2018, 5, 1), (5_000, 10))])
    assert found == (Place(),)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (Place(), "texts.parquet"),
        (Place(("2018",)), "texts/2018.parquet"),
        (Place(("2018", "05"), "0110"), "texts/2018-05-0110.parquet"),
        (Place(("undated",), "1"), "texts/undated-1.parquet"),
        (Place((), "01"), "texts/01.parquet"),
    ],
)
def test_a_file_is_called_after_its_place(place: Place, path: str) -> None:
    assert place.path("texts") == path


@given(IDS, DAYS)
def test_sql_and_python_give_the_same_address(article_id: str, day: date | None) -> None:
    literal = f"DATE '{day}'" if day else "NULL::DATE"
    address = layout.sql_address(layout.sql_words_of(literal), f"'{article_id}'")
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {address}").fetchone()
    assert found == (Article(article_id, day, (8, 8)).address.name,)


def test_a_place_holds_itself_and_those_below() -> None:
    month = Place(("2018", "05"), "01")
    names = [place.name for place in month.chain()]
    assert names == ["", "2018", "2018-05", "2018-05-0", month.name]
    assert all(place.holds(month) for place in month.chain())
    assert not month.holds(Place(("2018", "06"), "01"))
