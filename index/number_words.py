"""Numbers as Dutch writes them in words: twee, eenentwintig, honderd."""

_ONES = (
    *"een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien".split(),
    *"zestien zeventien achttien negentien".split(),
)
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd".split()


def _joined(one: str, ten: str) -> str:
    return f"{one}{'ën' if one.endswith('e') else 'en'}{ten}"


NUMBER_WORDS: dict[str, int] = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{word: 20 + 10 * n for n, word in enumerate(_TENS)},
    **{_joined(one, ten): 20 + 10 * n + k for n, ten in enumerate(_TENS[:-1]) for k, one in enumerate(_ONES[:9], 1)},
    "duizend": 1000,
}
"""Each word with its value, 1 to 100 and 1000; "een" is among them, though it is an article far more often."""
