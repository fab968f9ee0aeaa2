"""What things are: tables, vocabularies, dates, ids, findings, errors; no I/O, clock or network."""
