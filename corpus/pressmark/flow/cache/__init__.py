"""What builds leave for later ones: nothing in it is needed, or believed without a signature."""

from pressmark.flow.cache.folder import Cache, CacheFolder, place
from pressmark.flow.cache.runs import CachedRun

__all__ = ["Cache", "CacheFolder", "CachedRun", "place"]
