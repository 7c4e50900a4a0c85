"""Records on disk, made searchable."""
