"""Whatever is put in at the terminal, in a file or in a setting: an answer or a Dutch refusal, soon, and never a crash."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Lovp
from fuzz_entrances import ODD, TIMES, changed, check_shown, check_told, often, soon, texts, values
from hypothesis import given
from hypothesis import strategies as st

from assistant.account import account
from assistant.account_file import AccountError, account_from_json
from assistant.answer import Turn
from assistant.ask import ask
from assistant.replay import verify
from index.errors import UsageError, UserError
from index.search import Index
from index.settings import Settings, read_settings
from index.settings_checks import SettingError, checked
from ui.render import answer_json, answer_text
from ui.uploads import UploadRefusedError, safe_name
from ui.users_file import FILE, UsersError, read_accounts

TASER = "Voor welke jaren is de financiering van de taser geregeld?"
NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
TURNS = st.lists(st.tuples(st.sampled_from(["user", "assistant"]), texts(40) | st.just(TASER)), max_size=3)


@given(message=texts(200), before=TURNS)
@often(40)
def test_any_question_is_answered_or_refused(
    example_index: Index, message: str, before: Sequence[tuple[str, str]]
) -> None:
    with soon():
        try:
            answer = ask(example_index, message, [Turn(role, text) for role, text in before])
        except UsageError as error:
            check_told(str(error))
            return
        check_shown(answer_text(message, answer))
        json.dumps(answer_json(message, answer, 0.0), allow_nan=False)


def test_any_lines_on_standard_input_give_one_line_each(filled: Lovp) -> None:
    drawn: list[bytes] = []

    @given(line=values().map(json.dumps) | st.fixed_dictionaries(
        {"question": values(3) | st.just(TASER)},
        optional={"history": values(4), "scope": values(4) | st.fixed_dictionaries({}, optional={
            name: values(3) for name in ("since", "until", "topic", "speaker")}), "anders": values(2)},
    ).map(json.dumps) | texts(), raw=st.binary(max_size=30))  # fmt: skip
    @often(40)
    def draw(line: str, raw: bytes) -> None:
        for one in (line.encode(errors="surrogatepass"), raw):
            if one.strip() and b"\n" not in one and b"\r" not in one:
                drawn.append(one)

    draw()
    drawn += [b'{"question": ' * 100_000, b'{"question": "' + b"x" * 300_000 + b'"}', b'{"a": ' + b"9" * 5000 + b"}"]
    lines = [one for one in drawn if one.decode(errors="replace").strip()]
    found = filled("ask", "-", "--json", given=b"\n".join(lines))
    assert (found.code in {0, 2}, found.err) == (True, "")
    told = found.out.split("\n")[:-1]
    assert len(told) == sum(len(one.decode(errors="replace").splitlines() or [""]) > 0 for one in lines)
    for one in told:
        read = json.loads(one)
        assert "error" in read or "answer" in read
        check_told(read.get("error") or "")
    shown = filled("ask", "-", given=b"\n".join(lines[:: max(1, len(lines) // 40)]))
    check_shown(shown.out)


@given(value=values(3) | texts())
@often(4)
def test_any_value_of_any_setting_fits_or_is_refused(value: Any) -> None:
    for name in sorted(Settings.__slots__):
        _check(name, value)


@pytest.mark.parametrize("name", sorted(Settings.__slots__))
def test_each_setting_takes_or_refuses_every_odd_value(name: str) -> None:
    more: list[Any] = [16**6000, [], {}, None, 1.5, True]
    for value in [*ODD, *more]:
        _check(name, value)


def _check(name: str, value: Any) -> None:
    with soon(1):
        try:
            checked(name, value)
        except SettingError as error:
            check_told(str(error))
        if isinstance(value, str):
            try:
                read_settings({f"LOVP_{name.upper()}": value}, Path("/nergens"))
            except UserError as error:
                check_told(str(error))


TOML = st.lists(
    st.sampled_from(
        'home|port|host| = |"|"""|\'|[|]|[[|{|}|,|.|\n|#|1979-05-27|1e9|nan|inf|0x|-|true|"x"|\\u0000|\\ud800|é|\x00|[a]|99999999'
        "|slack_bot_token|xoxb-1|model_timeout|99|ja|25:61:61|1979-13-41T99:99:99Z".split("|")
    )
    | texts(10),
    max_size=12,
).map("".join)


@given(text=TOML)
@often(50)
def test_any_file_of_settings_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    _read_toml(tmp_path_factory.getbasetemp(), text.encode(errors="surrogatepass"))


@pytest.mark.parametrize(
    "data",
    [b"port = " + b"9" * 5000, b"a = " + b"[" * 20_000, b"\xff\xfe", b"a = 0x" + b"f" * 9000, b"{" * 9, b"x" * 10**6],
)
def test_a_file_of_settings_that_is_a_trap_is_refused(tmp_path: Path, data: bytes) -> None:
    _read_toml(tmp_path, data)


def _read_toml(folder: Path, data: bytes) -> None:
    (folder / "lovp.toml").write_bytes(data)
    with soon(2):
        try:
            read_settings({"LOVP_HOME": str(folder / "leeg")}, folder)
        except UserError as error:
            check_told(str(error))


@pytest.fixture(scope="module")
def told(example_index: Index) -> dict[str, Any]:
    answer = ask(example_index, TASER, today=NOW.date())
    found = account(example_index, TASER, (), answer, now=NOW)
    read: dict[str, Any] = json.loads(json.dumps(found, ensure_ascii=False))
    return read


@given(data=st.data())
@often(15)
def test_a_proof_that_was_meddled_with_is_refused_or_told(
    example_index: Index, told: dict[str, Any], data: st.DataObject
) -> None:
    meddled = data.draw(changed(told))
    with soon():
        try:
            read = account_from_json(json.dumps(meddled).encode())
        except AccountError as error:
            check_told(str(error))
            return
        found = verify(read, example_index, "")
        assert any(one.good is False for one in found) or read == told or _only_time(read, told)
        for one in found:
            check_told(one.text)


def _only_time(read: dict[str, Any], told: dict[str, Any]) -> bool:
    """Nothing but what a run of the program may change: no proof rests on it."""
    return {**read, "sha256": ""} == {**told, "sha256": ""}


@given(data=st.binary(max_size=40) | texts().map(lambda text: text.encode(errors="surrogatepass")))
@often(60)
def test_bytes_that_are_no_proof_are_refused(data: bytes) -> None:
    with pytest.raises(AccountError):
        account_from_json(data)


ACCOUNT = {
    "version": 1,
    "users": [{"name": "Jan", "rights": ["ask"], "salt": "0" * 32, "password": "0" * 64, "tokens": ["a" * 64]}],
}


@given(found=changed(ACCOUNT) | values())
@often(25)
def test_any_file_of_users_is_read_or_closes_the_door(tmp_path_factory: pytest.TempPathFactory, found: Any) -> None:
    file = tmp_path_factory.getbasetemp() / FILE
    file.write_text(json.dumps(found), "utf-8")
    file.chmod(0o600)
    with soon(1):
        try:
            accounts = read_accounts(file)
        except UsersError as error:
            check_told(str(error))
            return
    assert all(
        one.user.name.isprintable() and len(one.salt) == 16 and len(one.password) == 32 for one in accounts.values()
    )


@given(name=texts(300), ending=st.sampled_from(["", ".pdf", ".docx", ".zip", ".txt", ".PDF", ".exe"]))
@often(60)
def test_any_name_of_a_file_that_is_sent_stays_in_its_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str, ending: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    try:
        kept = safe_name(name + ending)
    except UploadRefusedError as error:
        check_shown(str(error))
        return
    assert (folder / kept).parent == folder
    assert (folder / kept).resolve().parent == folder.resolve()
    assert not kept.startswith(".")
    assert kept.isprintable()
    assert len(kept.encode()) <= 255


COMMANDS = [
    ["search"],
    ["timeline"],
    ["compare", "2019-10-28"],
    ["records", "show"],
    ["records", "remove"],
    ["verify"],
    ["ledger", "--kind"],
    ["ledger", "--since"],
    ["ask", "--topic", "taser", "--since"],
    ["eval", "--facts"],
    ["eval", "candidates", "show"],
    ["user", "remove"],
    ["user", "token"],
    ["index"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_any_word_behind_a_command_is_used_or_refused(
    filled: Lovp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [one for one in ODD if TIMES > 1 or ("/" not in one and len(one) < 1_000)]
    for word in words if TIMES > 1 else words[sum(map(ord, command[0])) % 6 :: 6]:
        given = word.encode(errors="replace").decode() if command[0] == "index" else word
        found = filled(*command, given)
        assert found.code in {0, 1, 2, 3}, given
        check_shown(found.out)
        check_shown(found.err)
