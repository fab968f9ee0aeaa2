"""Versions: DVC keeps the bytes, git the record; this speaks of datasets by version."""
