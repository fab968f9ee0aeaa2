"""Checks between the columns of one row, each said once and read as Python and as SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class RowCheck(Protocol):
    """A condition that every row of a table meets."""

    @property
    def says(self) -> str:
        """The condition as a sentence."""

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether `row`, column name to value, meets the condition."""

    def sql(self) -> str:
        """A DuckDB expression that is true for exactly the rows that meet the condition."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """`low` is not greater than `high`, where both are known."""

    low: str
    high: str

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return f"{self.low} is not after {self.high}"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the row is in order."""
        low, high = row[self.low], row[self.high]
        return low is None or high is None or bool(low <= high)

    def sql(self) -> str:
        """The same in SQL."""
        return f"coalesce({self.low} <= {self.high}, true)"


@dataclass(frozen=True, slots=True)
class Together:
    """The named columns are null together or not at all."""

    names: tuple[str, ...]

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return f"{', '.join(self.names)} are given together or not at all"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether all or none of the columns are null."""
        return len({row[name] is None for name in self.names}) == 1

    def sql(self) -> str:
        """The same in SQL."""
        first, *rest = self.names
        return " and ".join(f"({first} is null) = ({name} is null)" for name in rest)


@dataclass(frozen=True, slots=True)
class NullExactlyWhen:
    """`name` is null in exactly the rows whose `other` is one of `values`."""

    name: str
    other: str
    values: tuple[str, ...]

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return f"{self.name} is empty exactly when {self.other} is {' or '.join(self.values)}"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the column is null just where it must be."""
        return (row[self.name] is None) == (row[self.other] in self.values)

    def sql(self) -> str:
        """The same in SQL."""
        values = ", ".join(f"'{value}'" for value in self.values)
        return f"({self.name} is null) = ({self.other} in ({values}))"


@dataclass(frozen=True, slots=True)
class UnknownTogether:
    """The named columns are `unknown` together or not at all."""

    names: tuple[str, ...]

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return f"{', '.join(self.names)} are `unknown` together or not at all"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether all or none of the columns are unknown."""
        return len({row[name] == "unknown" for name in self.names}) == 1

    def sql(self) -> str:
        """The same in SQL."""
        first, *others = (f"({name} = 'unknown')" for name in self.names)
        return " and ".join(f"{first} = {other}" for other in others)


@dataclass(frozen=True, slots=True)
class NullWhen:
    """`name` is null in every row whose `other` is one of `values`."""

    name: str
    other: str
    values: tuple[str, ...]

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return f"{self.name} is empty when {self.other} is {' or '.join(self.values)}"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the column is null where it must be."""
        return row[self.name] is None or row[self.other] not in self.values

    def sql(self) -> str:
        """The same in SQL."""
        values = ", ".join(f"'{value}'" for value in self.values)
        return f"{self.name} is null or {self.other} not in ({values})"


@dataclass(frozen=True, slots=True)
class NullWhenTrue:
    """`name` is null in every row whose `flag` is true."""

    name: str
    flag: str

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return f"{self.name} is empty when {self.flag} is true"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the column is null where it must be."""
        return row[self.name] is None or not row[self.flag]

    def sql(self) -> str:
        """The same in SQL."""
        return f"{self.name} is null or not coalesce({self.flag}, false)"


@dataclass(frozen=True, slots=True)
class Represents:
    """The columns of a row about its cluster of duplicates agree with each other.

    A cluster is named after its representative, which alone has no relation. A row in no cluster
    stands for itself, or nothing is known of it (is_representative is null).
    """

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return (
            "is_representative is true exactly for the article that dup_cluster is named after, "
            "or in no cluster, and dup_relation is given exactly where it is false"
        )

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether cluster, relation and flag fit together."""
        cluster, stands, related = (
            row["dup_cluster"],
            row["is_representative"],
            row["dup_relation"] is not None,
        )
        if cluster is None:
            return stands is not False and not related
        return stands is (cluster[1:] == row["article_id"][1:]) and related is not stands

    def sql(self) -> str:
        """The same in SQL."""
        named = "substr(dup_cluster, 2) = substr(article_id, 2)"
        return (
            "CASE WHEN dup_cluster is null"
            " THEN coalesce(is_representative, true) and dup_relation is null"
            f" ELSE coalesce(is_representative = ({named})"
            " and is_representative = (dup_relation is null), false) END"
        )


@dataclass(frozen=True, slots=True)
class Belongs:
    """The value of `name` is one of those that go with the value of `other`.

    `pairs` gives them for each value of `other`; a null or unknown value is another check's matter.
    """

    name: str
    other: str
    pairs: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        each = "; ".join(f"{other}: {', '.join(names)}" for other, names in self.pairs)
        return f"{self.name} is one of its {self.other} ({each})"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the two values go together."""
        names = dict(self.pairs).get(row[self.other])
        return names is None or row[self.name] is None or row[self.name] in names

    def sql(self) -> str:
        """The same in SQL."""
        arms = " ".join(
            f"WHEN '{other}' THEN {self.name} in ({', '.join(map(repr, map(str, names)))})"
            for other, names in self.pairs
        )
        return f"coalesce(CASE {self.other} {arms} END, true)"


@dataclass(frozen=True, slots=True)
class AsLong:
    """`text` has as many code points as lie from `start` to `end`, where all are known."""

    text: str
    start: str
    end: str

    @property
    def says(self) -> str:
        """The condition as a sentence."""
        return f"{self.text} is as long as {self.start} to {self.end}"

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether the length is right."""
        text, start, end = row[self.text], row[self.start], row[self.end]
        return None in (text, start, end) or len(text) == end - start

    def sql(self) -> str:
        """The same in SQL; without casts a difference of large numbers would overflow."""
        length = f"{self.end}::HUGEINT - {self.start}"
        return f"coalesce(len({self.text}) = {length}, true)"
