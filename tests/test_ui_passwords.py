"""A password that somebody would try first is refused in plain Dutch, and no good one is."""

import pytest

from index.errors import UsageError
from ui import web_text_access
from ui.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, checked_password


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("a" * 16, web_text_access.REPEATED_PASSWORD),
        ("1212121212121", web_text_access.REPEATED_PASSWORD),
        ("AaAaAaAaAaAa", web_text_access.REPEATED_PASSWORD),
        ("els de vries", web_text_access.NAME_AS_PASSWORD),
        ("Els de Vries-Els de Vries", web_text_access.NAME_AS_PASSWORD),
        ("ELS DE VRIES 2026!", web_text_access.NAME_AS_PASSWORD),
        ("password1234", web_text_access.COMMON_PASSWORD),
        ("PassWord!2345", web_text_access.COMMON_PASSWORD),
        ("wachtwoordwachtwoord", web_text_access.COMMON_PASSWORD),
        ("Welkom-2026-LOVP", web_text_access.COMMON_PASSWORD),
        ("wachtwoord els de vries 1", web_text_access.COMMON_PASSWORD),
        ("123456789012", web_text_access.COMMON_PASSWORD),
        ("abcdefghijklm", web_text_access.COMMON_PASSWORD),
    ],
)
def test_what_somebody_would_try_first_is_refused_with_what_is_wrong(password: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_password(password, "Els de Vries")
    assert str(caught.value) == why
    assert password.casefold() not in str(caught.value).casefold()


@pytest.mark.parametrize(
    "password",
    [
        "paard batterij nietje",
        "een lang genoeg wachtwoord",
        "839201746512",
        "#@!$%^&*()_+",
        "elsdevriesfietst",
        "é" * 3 + "wandelen ü",
    ],
)
def test_a_good_password_is_taken_as_it_is(password: str) -> None:
    assert checked_password(password, "Els de Vries") == password
    assert checked_password(password) == password


def test_a_password_has_a_length() -> None:
    for password in ("kort maar ok"[: SHORTEST_PASSWORD - 1], "lang genoeg " * 22):
        assert not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
        with pytest.raises(UsageError, match="minstens 12 en hoogstens 256"):
            checked_password(password)
