"""Checking: fields, relations, rules and the package itself; findings are values."""
