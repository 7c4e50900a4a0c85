"""A permanent link to words in a record: where they stood, and a hash by which they are known wherever they stand now.

The address is `/verslag/<record>#<start>-<end>.<hash>`. The hash counts the words and not the white space between them, so that
reading a record in again, with other line ends or other text around it, leaves the link as good as it was. What was changed in
the words themselves is never passed over: then nothing is found.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote

from assistant.answer import Citation
from index.records import Record, Span

_DIGEST = (
    12  # hexadecimal digits: 48 bits, among the places of one record; those that follow are the number of characters
)
_LONGEST = 3_000  # characters of words that are looked for elsewhere; a limit on what one address can cost
_WRITTEN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})\.([0-9a-f]{13,17})")


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a record; `digest` is a hash of them with every white space as one space."""

    record_id: str
    span: Span
    digest: str

    @property
    def written(self) -> str:
        """The place as it stands in an address."""
        return f"{self.span.start}-{self.span.end}.{self.digest}"

    @property
    def address(self) -> str:
        """The permanent link, from the root of the site."""
        return f"{record_address(self.record_id)}#{self.written}"


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words of a place stand now; None when they are no longer there. `moved`: elsewhere than they were."""

    span: Span | None
    moved: bool = False


def record_address(record_id: str) -> str:
    """The page of a record, from the root of the site."""
    return f"/verslag/{quote(record_id, safe='')}"


def place_of(citation: Citation) -> Place:
    """The place of a citation's quote."""
    return Place(citation.passage.record_id, citation.span, digest_of(citation.quote))


def place_at(record_id: str, span: Span, words: str) -> Place:
    """The place of `words`, which stand at `span` in a record."""
    return Place(record_id, span, digest_of(words))


def place_from(record_id: str, written: str) -> Place | None:
    """The place that an address tells, None when it tells none."""
    match = _WRITTEN.fullmatch(written)
    if match is None or int(match[1]) >= int(match[2]):
        return None
    return Place(record_id, Span(int(match[1]), int(match[2])), match[3])


def digest_of(words: str) -> str:
    """The hash of words, and how many characters they are, by which they are known again."""
    plain = " ".join(words.split())
    return _hash(plain) + f"{len(plain):x}"


def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()[:_DIGEST]


def find(record: Record, place: Place) -> Found:
    """Where the words of a place stand in a record as it is now: where they stood, or else anywhere, nearest to that first."""
    there = place.span.of(record.text)
    if digest_of(there) == place.digest:
        start = (
            place.span.start + len(there) - len(there.lstrip())
        )  # other line ends may have moved it by less than a word
        return Found(Span(start, start + len(there.strip())))
    length, wanted = int(place.digest[_DIGEST:], 16), place.digest[:_DIGEST]
    if not 0 < length <= _LONGEST:
        return Found(None)
    plain, offsets = _plain(record.text)
    starts = [
        at for at in range(len(plain) - length + 1) if _between_words(plain, at) and _between_words(plain, at + length)
    ]
    for at in sorted(starts, key=lambda at: abs(offsets[at] - place.span.start)):
        if plain[at] != " " and _hash(plain[at : at + length]) == wanted:
            return Found(Span(offsets[at], offsets[at + length - 1] + 1), moved=True)
    return Found(None)


def _between_words(plain: str, at: int) -> bool:
    """Whether no word is cut in two there; words that are looked for elsewhere begin and end so."""
    return at in (0, len(plain)) or not (plain[at - 1].isalnum() and plain[at].isalnum())


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with every white space as one space, and where in it each character of that stands."""
    pieces: list[str] = []
    offsets: list[int] = []
    for word in re.finditer(r"\S+", text):
        if pieces:
            pieces.append(" ")
            offsets.append(word.start() - 1)
        pieces.append(word[0])
        offsets.extend(range(word.start(), word.end()))
    return "".join(pieces), offsets
