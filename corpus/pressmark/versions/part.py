"""What of a dataset is pulled: all of it, some tables, the articles that meet a condition."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressmark import store
from pressmark.dataset import Dataset
from pressmark.export import Filters, datapackage, parquet
from pressmark.export.filtered import write_filtered
from pressmark.export.filters import check_known
from pressmark.export.intact import require_same
from pressmark.export.parquet import described
from pressmark.export.withdrawn import leave_out, missing, said
from pressmark.versions.contents import verify_contents
from pressmark.versions.tree import md5
from pressmark.versions.zones import needed
from pressmark_schema.errors import IntegrityError, UsageError
from pressmark_schema.tables import ARTICLE_TABLES, TABLES, TABLES_OF_ARTICLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pressmark.export.withdrawn import Missing
    from pressmark_schema.descriptor import Package, Resource
    from pressmark_schema.withdrawals import Withdrawal

INNER = f"parquet/{store.DESCRIPTOR}"
DESCRIPTORS = (store.DESCRIPTOR, INNER)
"""The files of a dataset that say what the others are."""
_NEEDED = ("articles", "texts")
"""The tables whose columns a condition may name."""
_PLACED = frozenset({*TABLES_OF_ARTICLES, "duplicates", "captures"})
"""The tables whose files are those of articles of a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some `tables`, or all where there are none; the articles that meet `where`, an SQL condition.

    Without what is `withdrawn`, which is verified like the rest before it is left out. Raises
    UsageError for a table that no corpus has.
    """

    tables: tuple[str, ...] = ()
    where: str | None = None
    withdrawn: tuple[Withdrawal, ...] = ()

    def __post_init__(self) -> None:
        for name in self.tables:
            check_known("table", name, TABLES)

    def __bool__(self) -> bool:
        return bool(self.tables) or self.where is not None

    def paths(self, folder: Path, tree: Mapping[str, str]) -> list[str]:
        """The files to fetch, given the descriptors in `folder` and every path of the dataset."""
        if not self:
            return list(tree)
        if store.DESCRIPTOR not in tree:
            raise IntegrityError(f"the dataset has no {store.DESCRIPTOR}")
        half = "parquet/" if INNER in tree else ""
        descriptors = [path for path in DESCRIPTORS if path in tree]
        files = [f"{half}{path}" for item in self._resources(folder) for path in item.paths]
        lacking = next((path for path in files if path not in tree), None)
        if lacking:
            raise IntegrityError(f"{lacking} is declared but not in the dataset")
        return [*descriptors, *files]

    def verify(self, folder: Path, tree: Mapping[str, str]) -> str:
        """Check what was fetched against what is declared of it; the descriptor's SHA-256.

        Raises IntegrityError naming the first file that differs.
        """
        if not self:
            verify_contents(folder, tree)
        else:
            self._verify_part(folder, tree)
        return store.sha256_file(folder / store.DESCRIPTOR)

    def move(self, folder: Path, staging: Path, version: str, sha256: str) -> None:
        """Move what was fetched, and is verified, into the staging folder, reduced to the part."""
        if not self:
            self._move_whole(folder, staging, self._record(version, sha256))
            return
        half = folder / "parquet" if (folder / INNER).is_file() else folder
        whole = store.read_descriptor(half)
        package = whole.model_copy(update={"resources": self._resources(folder)})
        dataset = Dataset(half, package)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=staging) as scratch:
            if gone := self._gone(dataset):
                dataset = leave_out(dataset, gone, _below(scratch, "without"))
            if self.where is not None:
                among = _rows(whole, "articles")
                filters = Filters(where=self.where)
                dataset = write_filtered(dataset, filters, _below(scratch, "filtered"), among)
            for paths in dataset.files.values():
                for path in paths:
                    path.chmod(0o644)
                    target = staging / path.relative_to(dataset.folder)
                    target.parent.mkdir(exist_ok=True)
                    path.rename(target)
        package = described(dataset, "parquet", resources=dataset.package.resources)
        stated = {"pulled": self._record(version, sha256)}
        store.write_descriptor(staging, _with_facts(package, stated))

    def _move_whole(self, folder: Path, staging: Path, stated: dict[str, Any]) -> None:
        """Move a whole dataset; made anew without what is withdrawn, where it has any of it."""
        for path in store.staged(folder):
            path.chmod(0o644)
        whole = Dataset.open(folder) if self.withdrawn else None
        gone = self._gone(whole) if whole else None
        if whole is None or not gone:
            for path in sorted(folder.iterdir()):
                path.rename(staging / path.name)
            return
        with tempfile.TemporaryDirectory(prefix=".part-", dir=staging) as scratch:
            left = leave_out(whole, gone, Path(scratch))
            outer = store.read_descriptor(folder)
            if (folder / INNER).is_file():
                has_csv = any(item.format == "csv" for item in outer.resources)
                package = datapackage.write(left, staging, "always" if has_csv else "never")
            else:
                package = parquet.write(left, staging)
                facts = outer.pressmark
                kind = {"dataset": facts.dataset if facts else "parquet"}
                package = _with_facts(package, kind)
        store.write_descriptor(staging, _with_facts(package, {"pulled": stated}))

    def _gone(self, dataset: Dataset) -> Missing | None:
        """What the dataset has of what is withdrawn."""
        return missing(dataset, self.withdrawn) if self.withdrawn else None

    def _record(self, version: str, sha256: str) -> dict[str, Any]:
        stated: dict[str, Any] = {"version": version, "sha256": sha256}
        stated |= {"tables": list(self.tables)} if self.tables else {}
        return stated | ({"where": self.where} if self.where is not None else {})

    def _verify_part(self, folder: Path, tree: Mapping[str, str]) -> None:
        outer = folder / store.DESCRIPTOR
        if md5(outer.read_bytes()) != tree[store.DESCRIPTOR]:
            raise IntegrityError(f"{store.DESCRIPTOR}: its bytes are not those that were recorded")
        half = ""
        if INNER in tree:
            half = "parquet"
            facts = store.read_descriptor(folder).pressmark
            stated = next((f for f in facts.files if f.path == INNER), None) if facts else None
            if stated is None:
                raise IntegrityError(f"{store.DESCRIPTOR} does not declare {INNER}")
            require_same(folder / INNER, stated.bytes, stated.hash)
        for item in self._resources(folder):
            for path, (size, digest) in item.stated.items():
                if digest is None:
                    raise IntegrityError(f"no hash is declared for {path}")
                require_same(store.inside(folder / half, path), size, digest)

    def _resources(self, folder: Path) -> list[Resource]:
        """The Parquet resources that are fetched, as the descriptor beside them states them."""
        half = folder / "parquet" if (folder / INNER).is_file() else folder
        package = store.read_descriptor(half)
        found = {
            item.pressmark.table: item
            for item in package.resources
            if item.pressmark and item.format == "parquet"
        }
        wanted = self._wanted()
        if wanted is not None and self.withdrawn:
            wanted |= {"duplicates"} & found.keys()
        lacking = sorted((wanted or set()) - found.keys())
        if lacking or not found:
            what = ", ".join(lacking) or "table in Parquet"
            raise UsageError(f"the dataset has no {what}", hint=f"it has {', '.join(found)}")
        chosen = [item for name, item in found.items() if wanted is None or name in wanted]
        if not self.where:
            return chosen
        # Who stands for a cluster that lost an article is decided among all that are left of it.
        whole = ("articles", "duplicates") if self.withdrawn else ()
        return [
            item if item.pressmark and item.pressmark.table in whole else _reduced(item, self.where)
            for item in chosen
        ]

    def _wanted(self) -> set[str] | None:
        """The tables that are asked for, and those without which they cannot be made.

        A link to an article that a condition leaves out loses its target, and its article has
        another hash then, over the rows of all its tables.
        """
        if not self.tables:
            return None
        wanted = set(self.tables)
        if self.where is not None or self.withdrawn:
            wanted |= {*_NEEDED}
            wanted |= {*TABLES} if self.withdrawn and "findings" in wanted else set()
            wanted |= {*ARTICLE_TABLES} if "links" in wanted else set()
            wanted |= {"captures"} if wanted & {"sources"} else set()
        return wanted


def _reduced(resource: Resource, where: str) -> Resource:
    """A table with those of its files alone that can hold articles that meet the condition.

    One stays in any case, so that the table has columns.
    """
    facts = resource.pressmark
    if facts is None or not facts.files or facts.table not in _PLACED:
        return resource
    files = needed(where, facts.files) or facts.files[:1]
    paths = [file.path for file in files if file.path]
    stated = facts.model_copy(update={"files": files, "rows": sum(file.rows for file in files)})
    return resource.model_copy(update={"path": paths, "pressmark": stated})


def _rows(package: Package, name: str) -> int | None:
    """The rows of a table as they are declared."""
    facts = [item.pressmark for item in package.resources if item.pressmark]
    return next((fact.rows for fact in facts if fact.table == name), None)


def _with_facts(package: Package, stated: dict[str, Any]) -> Package:
    facts = package.pressmark
    told = facts and facts.model_copy(update=stated)
    return package.model_copy(update={"pressmark": told})


def _below(scratch: str, name: str) -> Path:
    folder = Path(scratch, name)
    folder.mkdir()
    return folder


def released_sha256(folder: Path) -> str:
    """The SHA-256 of a package's descriptor as its version was released: what is cited.

    That of the descriptor in `folder`, unless less was pulled than was released.
    """
    stated = _pulled(store.read_descriptor(folder)).get("sha256")
    return stated if isinstance(stated, str) else store.sha256_file(folder / store.DESCRIPTOR)


def reduced(package: Package) -> str | None:
    """What of its version a pulled package has, in words; None where it has all."""
    stated = _pulled(package)
    tables = stated.get("tables")
    found = [
        said(package),
        f"tables {', '.join(map(str, tables))}" if isinstance(tables, list) else None,
        f"articles where {stated['where']}" if "where" in stated else None,
    ]
    told = " ".join("; ".join(filter(None, found)).split())
    return "".join(char if char.isprintable() else "?" for char in told) or None


def _pulled(package: Package) -> dict[str, Any]:
    facts = package.pressmark
    stated = (facts.model_extra or {}).get("pulled") if facts else None
    return stated if isinstance(stated, dict) else {}


def declared_sizes(folder: Path) -> dict[str, int]:
    """The bytes of every file that the descriptors in `folder` declare, by path."""
    if not (folder / store.DESCRIPTOR).is_file():
        return {}
    declared = store.declared(folder)
    return {path: size for path, (size, _) in declared.items() if size is not None}
