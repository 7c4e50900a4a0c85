"""Questions answered from the records."""
