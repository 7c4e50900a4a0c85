"""The sections of a report that several commands write, each between marks of its own, so that none destroys another's."""

import re

_ANY = re.compile(r"<!-- (?P<name>[^>]+?): begin -->.*?<!-- (?P=name): einde -->", re.DOTALL)


def replaced(whole: str, name: str, section: str) -> str:
    """A report with this section between its marks, put at the end when the marks aren't there."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: einde -->"
    marked = f"{begin}\n\n{section}\n\n{end}"
    before, found, rest = whole.partition(begin)
    _, closed, after = rest.partition(end)
    if found and closed:
        return f"{before}{marked}{after}"
    return f"{whole.rstrip()}\n\n{marked}\n" if whole.strip() else f"{marked}\n"


def kept(whole: str) -> str:
    """All marked sections of a report with their marks, "" when there are none: what a command must leave of the others'."""
    return "\n\n".join(match[0] for match in _ANY.finditer(whole))
