"""What tables got since the first packages of this format: what such a package lacks, and reads as.

A package that was made before a column or table came lacks it. It is read as if it were there and
nothing were known, which is what the value here says.
"""

from typing import Any

from pressmark_schema.vocabulary import Sharing, SharingBasis, TdmBasis, TdmReservation

LATER: dict[str, dict[str, Any]] = {
    "articles": {
        # The least that may be shared: what nobody stated is not allowed.
        "sharing": Sharing.METADATA.value,
        "sharing_basis": SharingBasis.UNKNOWN.value,
        "tdm_reservation": TdmReservation.UNKNOWN.value,
        "tdm_reservation_basis": TdmBasis.UNKNOWN.value,
        "tdm_policy": None,
    },
    "evidence": {"place": None, "raw": None},
    "captures": {"metadata_sha256": None},
    "sources": {"archive_path": None, "archive_sha256": None, "archive_offset": None},
}
"""The columns of each table that came later, with what stands for them where they are lacking."""
LATER_TABLES = ("duplicates", "annotations")
"""The tables that came later."""
