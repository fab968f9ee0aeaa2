"""What builds leave for later ones: nothing in it is needed, or believed without a signature."""

from pressmark.flow.cache.folder import Cache, CacheFolder, forget, place, why_not
from pressmark.flow.cache.runs import CachedRun, surviving

__all__ = ["Cache", "CacheFolder", "CachedRun", "forget", "place", "surviving", "why_not"]
