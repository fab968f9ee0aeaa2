"""Columns: one description of a table's fields, read off its row model, for every generator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from pressmark_schema import edtf


class Row(BaseModel):
    """A row of a table: strict types, no column beyond the declared ones, never changed."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class ColumnType(StrEnum):
    """The types a column may have; each generator maps them to its own."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    STRINGS = "strings"
    INTEGERS = "integers"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name`, `type`, whether it may be null, what it means, what it may hold.

    `pattern` is a regular expression in the common subset of RE2 and Rust's regex crate, matched
    against the whole value; `minimum` and `maximum` are inclusive; `min_length` counts code
    points; `is_edtf` asks for a valid EDTF date besides its pattern.
    """

    name: str
    type: ColumnType
    nullable: bool
    description: str
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    enum: tuple[str, ...] = ()
    is_edtf: bool = False


_TYPES: dict[Any, ColumnType] = {
    str: ColumnType.STRING,
    int: ColumnType.INTEGER,
    float: ColumnType.NUMBER,
    bool: ColumnType.BOOLEAN,
    date: ColumnType.DATE,
    datetime: ColumnType.DATETIME,
    list[str]: ColumnType.STRINGS,
    list[int]: ColumnType.INTEGERS,
}

_IS_EDTF = {"is_edtf": True}


def _edtf(value: str) -> str:
    edtf.Edtf.parse(value)
    return value


def _utc(value: datetime) -> datetime:
    if value.utcoffset():
        raise ValueError("an instant is stored in UTC")
    return value


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
ArticleId = Annotated[str, Field(pattern=r"^a[0-9a-z]{16}$")]
ClusterId = Annotated[str, Field(pattern=r"^d[0-9a-z]{16}$")]
BlockId = Annotated[str, Field(pattern=r"^a[0-9a-z]{16}_[0-9a-z]{10}_[0-9]+$")]
Lang = Annotated[str, Field(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Field(min_length=1)]
Offset = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Line = Annotated[int, Field(ge=1)]
PerMille = Annotated[int, Field(ge=0, le=1000)]
Instant = Annotated[AwareDatetime, AfterValidator(_utc)]
EdtfText = Annotated[
    str, Field(pattern=edtf.PATTERN, json_schema_extra=_IS_EDTF), AfterValidator(_edtf)
]


def columns(model: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a row model, in the order in which they are declared."""
    return tuple(_column(name, info) for name, info in model.model_fields.items())


def _column(name: str, info: FieldInfo) -> Column:
    kind, nullable, metadata = _unwrap(info)
    vocabulary = kind if isinstance(kind, type) and issubclass(kind, StrEnum) else None
    constraints = {key: getattr(item, key) for item in metadata for key in _keys(item)}
    return Column(
        name=name,
        type=ColumnType.STRING if vocabulary else _TYPES[kind],
        nullable=nullable,
        description=info.description or "",
        pattern=constraints.get("pattern"),
        minimum=constraints.get("ge"),
        maximum=constraints.get("le"),
        min_length=constraints.get("min_length"),
        enum=tuple(vocabulary) if vocabulary else (),
        is_edtf=_IS_EDTF in [getattr(item, "json_schema_extra", None) for item in metadata],
    )


def _unwrap(info: FieldInfo) -> tuple[Any, bool, list[Any]]:
    """A field's bare type, whether it may be null, and all of its metadata."""
    kind, nullable, metadata = info.annotation, False, list(info.metadata)
    if info.json_schema_extra == _IS_EDTF:
        metadata.append(info)
    if get_origin(kind) in {Union, UnionType}:
        nullable = True
        kind = next(arm for arm in get_args(kind) if arm is not NoneType)
    while get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        metadata.extend(more)
    if kind is AwareDatetime:
        kind = datetime
    return kind, nullable, list(_flat(metadata))


def _flat(metadata: list[Any]) -> Iterator[Any]:
    for item in metadata:
        yield item
        if isinstance(item, FieldInfo):
            yield from item.metadata


def _keys(item: Any) -> list[str]:
    names = ("pattern", "ge", "le", "min_length")
    return [key for key in names if getattr(item, key, None) is not None]
