"""How good the assistant is, against known facts."""
