"""What is done to things: read, parse, normalise, check, export; flow joins, versions keep."""
