"""Personal numbers: citizen service numbers are blotted out of what is kept, contact details can be left out of passages.

A citizen service number (BSN) has no business in minutes, so its digits become blocks, one for one: every offset stays.
Nine digits count as one when they pass the eleven test, which one in eleven of all numbers does by chance: a case number that
is hidden needlessly harms less than a BSN that is shown. Behind a label ("BSN: ...") eight or nine digits always count, a BSN with
a typing error in it is still about somebody.

Left alone: parts of longer numbers, numbers with letters attached, amounts, thousands (123.456.782), and what is labelled as
the number of a company, an account or a telephone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.readers.document import Document
from index.records import Note, NoteKind, Section, Span

BLOCK = "█"
_INK = "0-9" + BLOCK  # what is blotted out counts as the digits it was, so that a second look sees what the first saw
_Z = "[\u00ad\u200b-\u200d\u2060\ufeff]*"  # signs of no width, which PDFs leave inside numbers
_NO_LETTER = r"[^\W\d_¹²³⁰⁴-⁹]"  # a letter; raised digits are marks of footnotes
_START = rf"(?<!{_NO_LETTER})(?<![{_INK}])"
_END = rf"(?!{_NO_LETTER})(?![{_INK}])"
_SPACE = r"(?:[ \u00a0\u2009\u202f]|[ \u00a0]?\n[ \u00a0]?)"
_D = f"[0-9]{_Z}"
_NUMBER = re.compile(
    rf"{_START}(?:"
    rf"(?:{_D}){{8}}[0-9]"  # 123456782
    # 123 456 782, no part of a longer row of numbers; at most one of the two spaces ends a line
    rf"|(?<![{_INK}][ \u00a0\u2009\u202f])(?![0-9 \u00a0]*\n[ \u00a0]*[0-9]{{3}}[ \u00a0]*\n)"
    rf"[0-9]{{3}}{_SPACE}[0-9]{{3}}{_SPACE}[0-9]{{3}}(?![ \u00a0\u2009\u202f][{_INK}])"
    rf"|(?<![\w{BLOCK}][.-])[0-9]{{3}}-[0-9]{{3}}-[0-9]{{3}}(?!-[\w{BLOCK}])"  # 123-456-782
    rf"|(?<![\w{BLOCK}][.-])[0-9]{{4}}\.[0-9]{{2}}\.[0-9]{{3}}(?!\.[\w{BLOCK}])"  # 1234.56.782
    rf"){_END}"
)
_LABEL = re.compile(
    r"(?<![^\W_])(?:(?:b\.?s\.?n|burger[ -]?service|sofi)(?:[ -]?(?:nummers?|nrs?))?(?:['’]s)?)(?![^\W_])",
    re.IGNORECASE,
)
_CLOSE = re.compile(rf"{_Z}[\s:=.,()|#_*/–-]{{0,12}}(?:(?:is|luidt|was|nr|nummer)\b[\s:=.,()-]{{0,6}})?")
_FAR = re.compile(rf"[^{_INK}.;€]{{0,60}}{_START}(?P<number>[0-9]{{8}}){_END}")  # "het BSN van de heer X is 12345679"
_DAY = re.compile(r"(?:19|20)[0-9]{6}|[0-9]{4}(?:19|20)[0-9]{2}")
_NEXT = re.compile(r"\s{0,3}(?:[,;/&|]|\ben\b)\s{0,3}")
_LOOSE = re.compile(rf"{_START}[0-9](?:{_Z}[ .\-\u00a0\u2009\u202f]?\n?[ ]?[0-9]){{7,40}}")
_MONEY_BEFORE = re.compile(r"(?:€|\$|£|\beuro?s?|\bbedrag(?: van)?)\s*\Z", re.IGNORECASE)
_MONEY_AFTER = re.compile(r",(?:[0-9]{2}\b(?!,)|[-–=])|\s?(?:€|eur\b|euro|mln\b|miljoen|mld\b|miljard)", re.IGNORECASE)
_PHONE_BEFORE = re.compile(r"(?:\+|\b00)[0-9]{1,3}[ .-]?(?:\(0\))?[ .-]?\Z|\(0\)\s?\Z")
_PART_BEFORE = re.compile(r"(?<![0-9])[0-9]{1,8}[.,]\Z")  # 9 digits and a comma are the one before in a list
_OTHER_LABEL = re.compile(
    r"(?<![^\W_])(?:kvk|k\.v\.k\.|handelsregister|rsin|fiscaal|btw|iban|(?:bank|giro)?rekening|tel|telefoon|mobiel|fax)"
    r"(?:[ -]?(?:nummer|nr))?[\s.:=-]{0,4}\Z",
    re.IGNORECASE,
)


def without_bsn(document: Document) -> Document:
    """The document with its citizen service numbers blotted out, and a note of how many when there were any."""
    numbers = _numbers(document.text)
    if not numbers:
        return document
    what = "burgerservicenummer" if len(numbers) == 1 else "burgerservicenummers"
    note = Note(NoteKind.HIDDEN, f"{len(numbers)} {what} onleesbaar gemaakt")
    return replace(document, text=_blotted(document.text, numbers), notes=(*document.notes, note))


def blot(text: str) -> str:
    """A text of the same length in which the digits of citizen service numbers are blocks."""
    return _blotted(text, _numbers(text))


def has_bsn(text: str) -> bool:
    """Whether there is a citizen service number in it."""
    return bool(_numbers(text))


def _blotted(text: str, numbers: list[Span]) -> str:
    pieces, at = [], 0
    for number in numbers:
        pieces += [text[at : number.start], re.sub(r"[0-9]", BLOCK, number.of(text))]
        at = number.end
    return "".join([*pieces, text[at:]])


def _numbers(text: str) -> list[Span]:
    """Where citizen service numbers stand, in order, none overlapping another."""
    labelled = list(_labelled(text))
    rest = _blotted(text, labelled)
    loose = [
        Span(*match.span()) for match in _NUMBER.finditer(rest) if _is_bsn(match[0]) and not _is_other(rest, match)
    ]
    return sorted(labelled + loose, key=lambda span: span.start)


def _is_bsn(number: str) -> bool:
    """The eleven test: nine digits with weights 9 to 2 and -1 sum to a multiple of 11. Eight digits lack their first 0."""
    digits = [int(sign) for sign in number if "0" <= sign <= "9"]
    digits = [0] * (9 - len(digits)) + digits
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Whether what stands around nine digits says that they are something else."""
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 12]
    return bool(
        _MONEY_BEFORE.search(before)
        or _MONEY_AFTER.match(after)
        or _PHONE_BEFORE.search(before)
        or _OTHER_LABEL.search(before)
        or (_PART_BEFORE.search(before) and "\n" not in before[-2:])
    )


def _labelled(text: str) -> Iterator[Span]:
    """Numbers behind a label, and those that follow in a list."""
    end = 0
    for label in _LABEL.finditer(text):
        if label.start() < end:
            continue
        close = _CLOSE.match(text, label.end())
        number = _loose(text, close.end() if close else label.end())
        while number is not None:
            yield number
            end = number.end
            following = _NEXT.match(text, end)
            number = _loose(text, following.end()) if following else None
        far = _FAR.match(text, label.end()) if end <= label.start() else None
        if (
            far
            and _is_bsn(far["number"])
            and not _DAY.fullmatch(far["number"])
            and not _MONEY_AFTER.match(text, far.end())
        ):
            yield Span(*far.span("number"))
            end = far.end()


def _loose(text: str, start: int) -> Span | None:
    """Eight or nine digits from `start` on, however they are grouped; None when there are other than that many."""
    match = _LOOSE.match(text, start)
    if match is None:
        return None
    ends = {}  # how many digits: where the group that ends with them does
    digits = 0
    for group in re.finditer(rf"(?:[0-9]{_Z})+", match[0]):
        digits += sum("0" <= sign <= "9" for sign in group[0])
        ends[digits] = start + group.end()
    for count in (9, 8):
        if count in ends and re.compile(_END).match(text, ends[count]):
            return Span(start, ends[count])
    return None


_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}(?:@|\s?[\[({]\s?(?:at|apenstaartje)\s?[\])}]\s?)"
    r"[\w-]{1,63}(?:(?:\.|\s?[\[({]\s?(?:punt|dot)\s?[\])}]\s?)[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
_GAP = r"[ .\u00a0-]?"
_WIDE = r"(?:\s?[-–/.]\s?|[ \u00a0])?"


def _grouped(*groupings: str) -> str:
    """Digits in one of some groupings: "3 4" is 345 6789."""
    return "(?:" + "|".join(_GAP.join(f"[0-9]{{{size}}}" for size in way.split()) for way in groupings) + ")"


# Area codes of three digits with their 0; all others have four (Nummerplan telefoon- en ISDN-diensten).
_SHORT_CODE = r"(?:1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7[0-9]|8[2458]|9[17])"
_LONG_CODE = rf"(?!{_SHORT_CODE}|6|[89]00|90[69])[1-9][0-9]{{2}}"
_MOBILE = rf"6{_WIDE}{_grouped('8', '4 4', '2 2 2 2', '3 3 2', '3 2 3', '2 3 3', '2 6', '3 5')}"
_AREA = rf"(?:{_SHORT_CODE}\)?{_WIDE}{_grouped('7', '3 4', '3 2 2', '2 2 3', '4 3', '2 5', '1 2 2 2')}"
_AREA += rf"|{_LONG_CODE}\)?{_WIDE}{_grouped('6', '2 2 2', '3 3', '2 4')})"
_SERVICE = rf"(?:[89]00|90[69]){_WIDE}{_grouped('7', '3 4', '4', '3 2 2', '2 2')}"
_PHONE = re.compile(
    r"(?<![\w€+/(])(?<![0-9][.,:-])(?<![A-Z]{4} )"
    rf"(?:\(?0(?:{_MOBILE}|{_AREA}|{_SERVICE})|\(?(?:\+|00)\s?31\)?{_GAP}(?:\(0\)\s?)?{_WIDE}(?:{_MOBILE}|{_AREA})"
    r"|(?:\+)(?!31)[1-9][0-9]{0,2}(?:[ .\u00a0-]?\(?[0-9]{1,4}\)?){2,5})"
    r"(?!\w)(?![.,:-][0-9])(?!\s?(?:euro|%|miljoen|mln))",
)
_YEARS = re.compile(r"\b(?:19|20)[0-9]{2}[ .-](?:19|20)[0-9]{2}\Z")


_FEWEST_LETTERS = 4  # of what is left between two addresses; less says nothing ("of")
_AROUND_CONTACT = " \t\n\r,;:|/–—-<>[]"  # what parts a name from its address


def contact_spans(text: str, span: Span) -> list[Span]:
    """Where e-mail addresses and telephone numbers stand within a part of a text, in order.

    Args:
        text: the whole text.
        span: the part to look in; what only partly lies in it is found as far as it does.

    Returns:
        Spans into `text`. Numbers without an area code, short ones such as 14 070, and Dutch numbers that look
        like two years (06 2019-2022) are not among them.
    """
    mails = [Span(*match.span()) for match in _MAIL.finditer(text, span.start, span.end)]
    phones = [
        Span(*match.span())
        for match in _PHONE.finditer(text, span.start, span.end)
        if not _YEARS.search(match[0]) and not _MONEY_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
    ]
    kept = mails + [phone for phone in phones if not any(phone.overlaps(mail) for mail in mails)]
    return sorted(kept, key=lambda found: found.start)


def without_contacts(section: Section, text: str) -> Iterator[Section]:
    """What is left of a section when e-mail addresses and telephone numbers are left out of it; scraps go too.

    Args:
        section: the section; yielded as it is when there is nothing to leave out.
        text: the text of its record.
    """
    found = contact_spans(text, section.span)
    if not found:
        yield section
        return
    starts = [section.span.start, *(contact.end for contact in found)]
    ends = [*(contact.start for contact in found), section.span.end]
    for start, end in zip(starts, ends, strict=True):
        piece = text[start:end]
        words = piece.strip(_AROUND_CONTACT)
        if sum(char.isalpha() for char in words) >= _FEWEST_LETTERS:
            at = start + piece.index(words)
            yield replace(section, span=Span(at, at + len(words)))
