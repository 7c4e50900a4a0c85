"""Every Dutch phrase that tells why a sentence of a language model was withheld, or that it did not help."""

from collections.abc import Sequence

NO_SOURCE = "Er staat geen bron bij."
SAYS_NOTHING = "De zin zegt niets dat in de bron is na te gaan."
STAND_IN = "U ziet daarom de letterlijke citaten."
NOTHING_LEFT = "Wat het taalmodel schreef, staat niet zo in de verslagen."
BESIDE_IT = "Het taalmodel liet weg waar u naar vroeg."
NO_ANSWER = "Het taalmodel gaf geen antwoord."
_SHOWN = 120  # characters of a quote that are shown


def no_such_source(n: int) -> str:
    """A marker of a source that was not given."""
    return f"Bron [{n}] is er niet."


def quote_invented(quote: str) -> str:
    """A quote that stands nowhere."""
    return f"Het citaat “{_short(quote)}” staat niet letterlijk in de bron."


def quote_elsewhere(quote: str) -> str:
    """A quote of another source than is named."""
    return f"Het citaat “{_short(quote)}” staat in een andere bron dan erbij staat."


def quote_joined(quote: str) -> str:
    """A quote put together from several places."""
    return f"Het citaat “{_short(quote)}” is samengesteld uit verschillende plaatsen."


def quote_number(quote: str) -> str:
    """A quote with another number than its source."""
    return f"In het citaat “{_short(quote)}” staat een ander getal dan in de bron."


def numbers_missing(words: Sequence[str]) -> str:
    """Numbers that the source hasn't."""
    return f"In de bron staat niet: {_named(words)}."


def numbers_astray(words: Sequence[str]) -> str:
    """Numbers that the source has, but of something else."""
    return f"In de bron hoort dit getal bij iets anders: {_named(words)}."


def words_missing(words: Sequence[str]) -> str:
    """Words that the source hasn't."""
    return f"In de bron staat niets over: {_named(words)}."


def joined(words: Sequence[str]) -> str:
    """Words of a source that isn't named, beside those of one that is."""
    return f"Dit komt uit een bron die er niet bij staat: {_named(words)}."


ELSEWHERE = "Dit staat in een andere bron dan erbij staat."


def other_source(words: Sequence[str]) -> str:
    """A sentence that another source bears out than is named."""
    return f"Dit staat in een andere bron dan erbij staat: {_named(words)}."


def denied(words: Sequence[str]) -> str:
    """Denied in the source and not in the sentence, or the reverse."""
    return (
        f"De zin en de bron spreken elkaar tegen: {_named(words)}."
        if words
        else "De zin en de bron spreken elkaar tegen."
    )


def surer(words: Sequence[str]) -> str:
    """Said with more or less certainty than in the source."""
    return f"De bron zegt het met meer of minder zekerheid: {_named(words)}."


def other_doer(words: Sequence[str]) -> str:
    """Words or deeds given to somebody else than in the source."""
    return f"De bron zegt dit niet van: {_named(words)}."


def _named(words: Sequence[str]) -> str:
    shown = [f"‘{_short(word)}’" for word in words[:5]]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} en {shown[-1]}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
