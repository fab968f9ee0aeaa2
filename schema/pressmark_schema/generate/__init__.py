"""The schema in other notations, all generated from the row models."""
