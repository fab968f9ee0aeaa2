"""A build and its cache: opened before, asked whether anything changed, told what was made."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from pressmark.flow.cache import last, packs
from pressmark.flow.cache.folder import CacheFolder
from pressmark.flow.cache.remembering import Remembering
from pressmark.flow.lending import DamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pressmark.flow.account import Account
    from pressmark.flow.cache.folder import Cache
    from pressmark.flow.intake import Intake, Item
    from pressmark.flow.options import Options

Made = TypeVar("Made")


class CachedRun:
    """A build that may take over what earlier ones made.

    `target` is where its package goes; None where there is none, as in the stages of DVC.
    """

    def __init__(
        self, folder: CacheFolder, options: Options, target: Path | None, *, rehash: bool = False
    ) -> None:
        self._folder, self._options, self._target = folder, options, target
        self._started = time.time()
        self._rehash = rehash
        self._built = last.read(folder, target) if target else None
        before = self._built.read if self._built and not rehash else {}
        self.remembering = Remembering(folder, options, before, judged=target is not None)

    @classmethod
    def begin(
        cls, cache: Cache | None, options: Options, target: Path | None = None
    ) -> CachedRun | None:
        """The run with this cache; None without one, or where it cannot be used."""
        folder = CacheFolder.open(cache) if cache else None
        if cache is None or folder is None:
            return None
        return cls(folder, options, target, rehash=cache.rehash)

    def without_damaged(self) -> CachedRun:
        """The run begun again, when one entry was damaged: the others are looked at first."""
        packs.drop_damaged(self._folder)
        return CachedRun(self._folder, self._options, self._target, rehash=self._rehash)

    def fresh(self, items: Sequence[Item]) -> list[Item]:
        """Those of `items`, looked at by `again`, of which something must be read."""
        return self.remembering.fresh(items)

    def again(self, intake: Intake) -> Account | None:
        """The account of what was built last, where neither it nor its sources have changed."""
        self.remembering.look(intake.items)
        built, target = self._built, self._target
        if built is None or target is None:
            return None
        if last.key(intake, self.remembering.files, self._options) != built.key:
            return None
        made = last.package(target, None if self._rehash else built.made)
        if made is None or not last.is_same(made, built.made):
            return None
        account = last.again(built.account, intake)
        if account is None:
            return None
        if (made, self.remembering.files) != (built.made, built.read):
            files = dict(self.remembering.files)
            last.write(self._folder, target, last.Built(built.key, built.account, files, made))
        account.as_before = account.read
        return account

    def finish(self, intake: Intake, account: Account) -> None:
        """Keep what is needed to know this build again, and drop what the last few did not use."""
        remembering = self.remembering
        account.as_before = remembering.as_before
        remembering.note_used()
        # What a machine could not do is tried again.
        lasting = not account.incidents
        key = last.key(intake, remembering.files, self._options) if lasting else None
        made = last.package(self._target) if self._target and key else None
        if key and made and self._target:
            plain = last.plain(account, remembering.told)
            files = dict(remembering.files)
            last.write(self._folder, self._target, last.Built(key, plain, files, made))
        hides = bool(self._options.withdrawn.listed)
        self._folder.finished(self._started, at_once=hides)


def surviving(
    make: Callable[[CachedRun | None], Made], run: CachedRun | None
) -> tuple[Made, CachedRun | None]:
    """What `make` gives, and the run that it had.

    Where the cache turns out to be damaged it is begun again without the damaged entries, and where
    these cannot be removed without a cache.
    """
    try:
        return make(run), run
    except DamagedError:
        run = run.without_damaged() if run else None
    try:
        return make(run), run
    except DamagedError:
        return make(None), None
