"""Reading: files become documents with provenance, or quarantined captures."""
