"""How a version is cited: one statement of it, in the forms that people and archives ask for."""

from pressmark.versions.citation.cff import cff, read_cff
from pressmark.versions.citation.deposits import datacite, zenodo
from pressmark.versions.citation.references import apa, bibtex
from pressmark.versions.citation.work import Author, Work, work_of

__all__ = ["Author", "Work", "apa", "bibtex", "cff", "datacite", "read_cff", "work_of", "zenodo"]
