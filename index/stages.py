"""What searching consists of, part by part; all are on, and the benchmark switches each off in turn to see what it earns."""

from collections.abc import Set
from enum import StrEnum


class Stage(StrEnum):
    """A part of searching; the value is its name in Dutch."""

    WORDS = "woorden"  # the list by words, beside the list by the encoder
    STEMS = "woordvormen"  # stems and lemmas beside the words as they stand
    COMPOUNDS = "samenstellingen"  # "politiecapaciteit" for "capaciteit", and the other way round
    CAPITALS = "hoofdletters"  # OM is not "om"
    CONTEXT = "titel en onderwerp"  # what stands above a passage is searched along with it
    GLOSSARY = "woordenlijst"  # other names of one thing
    LEARNED = "geleerde afkortingen"  # "Koninklijke Marechaussee (KMar)", from the records themselves
    SPELLING = "tikfouten"  # the nearest known spelling of an unknown word
    MEANING = "betekenis"  # the list by the encoder, beside the list by words
    SENTENCES = "zinnen"  # passages ranked again by the best of their sentences


Stages = Set[Stage]
ALL: Stages = frozenset(Stage)
