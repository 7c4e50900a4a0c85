"""Known facts as they stand in a file: plain YAML, without what YAML can do besides, as it may come from anybody.

No alias is followed, as a few lines of those stand for a billion facts; a key given twice is a mistake; and what is wrong is said
in our own words, never in those of a library.
"""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from assistant.plain import plain_line
from index.errors import UserError

_LARGEST_FILE = 5_000_000  # bytes; the largest set that ships has 62,000
_LONGEST_SHOWN = 200  # characters of what is wrong
# what YAML lets through of a value that is none
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class FactsError(UserError):
    """A facts file that can't be used; the message is Dutch, one mistake a line, each with the id of its fact."""


def entries_of(file: Path) -> list[object]:
    """What the list in a file holds, whatever that is.

    Raises:
        FactsError: it can't be read, or is no list.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            raise FactsError(f"{file} is te groot: hoogstens {_LARGEST_FILE // 1_000_000} MB aan bekende feiten.")
        entries = yaml.load(data.decode(), Loader=_StrictLoader)  # noqa: S506 - it is a SafeLoader
    except FileNotFoundError as error:
        raise FactsError(f"{file} bestaat niet. Geef een YAML-bestand met bekende feiten.") from error
    except (OSError, yaml.YAMLError, *_UNREADABLE) as error:
        raise FactsError(f"{file} is niet te lezen als lijst van feiten{_why(error)}.") from error
    if not isinstance(entries, list) or not entries:
        raise FactsError(f"{file}: een feitenbestand is een lijst met ten minste één feit.")
    return entries


def shown(value: object) -> str:
    """A value as a message repeats it: its signs that don't show written out, and not all of it when it is long."""
    try:
        return _cut(repr(value))
    except (ValueError, RecursionError):  # a number that is too long to write down
        return "een te lange waarde"


def shown_name(given: str) -> str:
    """The id of a fact as a message names it; "" when nothing of it shows."""
    return _cut(plain_line(given))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


class _StrictLoader(yaml.SafeLoader):
    """YAML's safe loader that refuses a key given twice, of which it would quietly keep the last, and every alias, as a few lines
    of those hold a billion facts.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # the library's own
            raise yaml.composer.ComposerError(None, None, "een verwijzing (*) kan hier niet", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key in [self.construct_object(key, deep=True) for key, _ in node.value]:
            if isinstance(key, Hashable) and key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{shown(key)} staat er twee keer", node.start_mark)
            if isinstance(key, Hashable):
                seen.add(key)
        return super().construct_mapping(node, deep)


def _why(error: Exception) -> str:
    """Where a file goes wrong, and what is wrong there as far as we say that ourselves."""
    mark = getattr(error, "problem_mark", None)
    where = f", bij regel {mark.line + 1}" if mark is not None else ""
    ours = str(getattr(error, "problem", ""))
    return where + (f": {ours}" if ours.endswith((" twee keer", " kan hier niet")) else "")
