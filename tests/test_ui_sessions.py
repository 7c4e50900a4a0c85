"""Who is signed in: until time, another password or the end of the user, and so many at most."""

from pathlib import Path

import pytest
from guarded import GOOD, quick

from ui import users_file
from ui.sessions import LONGEST, UNUSED, Sessions
from ui.users import (
    Users,
    add_user,
    change_password,
    remove_user,
)

__all__ = ["quick"]  # the fixtures that the tests below use

OTHER = "een heel ander woord"


@pytest.mark.usefixtures("quick")
def test_a_session_ends_with_time_with_the_password_and_with_the_user(tmp_path: Path) -> None:
    now = [0.0]
    known, sessions = Users(tmp_path), Sessions(lambda: now[0])
    jan = add_user(tmp_path, "Jan", GOOD)

    def signed_in(token: str) -> bool:
        return sessions.account(token, known) is not None

    token = sessions.begin(jan)
    assert len(token) >= 43
    assert [signed_in(wrong) for wrong in ("", token[:-1], token + " ", "\ud800")] == [False] * 4
    for _ in range(3):
        now[0] += UNUSED - 1
        assert signed_in(token)
    now[0] += UNUSED
    assert not signed_in(token)

    token = sessions.begin(jan)
    begun = now[0]
    while now[0] < begun + LONGEST - UNUSED:
        now[0] += UNUSED - 1
        assert signed_in(token)
    now[0] = begun + LONGEST
    assert not signed_in(token)

    token = sessions.begin(jan)
    change_password(tmp_path, "Jan", GOOD)
    assert not signed_in(token)

    token = sessions.begin(users_file.read_accounts(tmp_path / "users.json")["jan"])
    remove_user(tmp_path, "Jan")
    add_user(tmp_path, "Jan", GOOD)
    assert not signed_in(token)
    assert len(sessions) == 0


@pytest.mark.usefixtures("quick")
def test_a_session_keeps_no_token_and_is_one_of_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, sessions = Users(tmp_path), Sessions(lambda: 0.0)
    jan, els = add_user(tmp_path, "Jan", GOOD), add_user(tmp_path, "Els", GOOD)
    tokens = [sessions.begin(jan) for _ in range(21)]
    assert tokens[-1] not in repr(vars(sessions))
    assert [sessions.account(token, known) is not None for token in tokens] == [False] + [True] * 20
    monkeypatch.setattr("ui.sessions._MOST", 20)
    other = sessions.begin(els)
    assert (len(sessions), sessions.account(other, known) is not None) == (20, True)
    sessions.end(other)
    sessions.end(other)
    assert sessions.account(other, known) is None
