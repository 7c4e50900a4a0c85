"""Files that are no account of an answer: each is refused with the reason, and none is a crash."""

from pathlib import Path

import pytest

from assistant.account_file import LONGEST, AccountError, account_from_json, read_account


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "geen geldige JSON"),
        (b"\xff\xfe", "geen geldige JSON"),
        (b'{"format": "lovp-antwoord", "format": "x"}', "geen geldige JSON"),
        (b'{"a": NaN}', "geen geldige JSON"),
        (b'{"a": 1e999}', "geen geldige JSON"),
        (b'{"a":' * 100_000, "geen geldige JSON"),
        (b"9" * 10_000, "geen geldige JSON"),
        (b"[]", "geen bewaard antwoord"),
        (b"null", "geen bewaard antwoord"),
        (b'{"format": ["lovp-antwoord"]}', "geen bewaard antwoord"),
        (b'{"format": "lovp-antwoord"}', "andere versie"),
        (b'{"format": "lovp-antwoord", "format_version": true}', "andere versie"),
        (b'{"format": "lovp-antwoord", "format_version": 2}', "andere versie"),
        (b'{"format": "lovp-antwoord", "format_version": 1}', "niet goed van vorm"),
        (b'{"format": "lovp-antwoord", "format_version": 1, "anders": ' + b"[" * 900 + b"]" * 900 + b"}", "bij anders"),
    ],
)
def test_a_file_that_is_no_account_says_so(data: bytes, said: str) -> None:
    with pytest.raises(AccountError, match=said):
        account_from_json(data)


def test_a_file_that_is_too_long_or_not_there_is_refused(tmp_path: Path) -> None:
    long = tmp_path / "lang.json"
    long.write_bytes(b" " * (LONGEST + 1))
    for path, said in ((long, "te groot"), (tmp_path / "weg.json", "kan niet worden gelezen"), (tmp_path, "kan niet")):
        with pytest.raises(AccountError, match=said):
            read_account(path)
