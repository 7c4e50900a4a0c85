"""Settings come from the environment and a file, are checked, and each mistake is said in Dutch with what to do."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from index.settings import SettingError, Settings, read_settings


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "lovp.toml"


def complaint(environ: dict[str, str], folder: Path) -> str:
    with pytest.raises(SettingError) as caught:
        read_settings(environ, folder)
    return str(caught.value)


def test_without_any_setting_everything_has_a_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = read_settings({}, tmp_path)
    assert settings == Settings(tmp_path / ".lovp", "ingebouwd", "127.0.0.1", 7860)


def test_the_environment_sets_everything(tmp_path: Path) -> None:
    environ = {"LOVP_HOME": "/a", "LOVP_ENCODER": "x", "LOVP_HOST": "0.0.0.0", "LOVP_PORT": "80", "PATH": "/bin"}  # noqa: S104 - only read
    settings = read_settings(environ, tmp_path)
    assert (settings.home, settings.encoder, settings.host, settings.port) == (Path("/a"), "x", "0.0.0.0", 80)  # noqa: S104 - as above


def test_the_file_sets_everything(toml: Path) -> None:
    toml.write_text('home = "/a"\nencoder = "x"\nhost = "::1"\nport = 80\n')
    settings = read_settings({}, toml.parent)
    assert (settings.home, settings.encoder, settings.host, settings.port) == (Path("/a"), "x", "::1", 80)


ACCESS = {
    "public_url": "https://lovp.voorbeeld.nl",
    "contact": "lovp@voorbeeld.nl",
    "proxy_addresses": "10.0.0.0/8,::1",
    "sign_out_url": "/oauth2/sign_out",
    **dict.fromkeys(("questions_per_minute", "questions_at_once", "upload_mb"), "9"),
}
SLACK = {
    "slack_bot_token": "xoxb-1-2-abc",
    "slack_app_token": "xapp-1-A1-2-abc",
    "slack_signing_secret": "0123456789abcdef0123456789abcdef",
    "slack_teams": "T1AB,E1AB",
    "slack_channels": "C1AB,G1AB,D1AB",
    "slack_users": "U1AB,W1AB",
    **dict.fromkeys(("slack_external", "slack_private"), "ja"),
    "slack_days": "9",
    "slack_api_url": "http://127.0.0.1:1/api",
}
OPERATION = {
    "log": "json",
    "log_level": "info",
    "log_questions": "ja",
    "metrics_port": "9",
    "metrics_addresses": "10.0.0.0/8",
}
MODEL = {"model_url": "http://iets", "model_timeout": "9", "model_stream": "ja"}


def test_every_setting_can_be_set_in_both_ways(toml: Path) -> None:
    for field in fields(Settings):
        kind = {
            "port": "81",
            "private_addresses": "ja",
            "facts": "/iets",
            "published": "/iets",
            "feedback_days": "81",
            "history_days": "81",
            "chroma_url": "http://127.0.0.1:1",
            "chroma_token": "geheim-token",
            "judge_url": "http://127.0.0.1:1/v1",
            **MODEL,
            **ACCESS,
            **SLACK,
            **OPERATION,
        }.get(field.name, "iets")
        toml.write_text(f'{field.name} = "{kind}"\n')
        from_file = read_settings({}, toml.parent)
        toml.unlink()
        assert from_file == read_settings({f"LOVP_{field.name.upper()}": kind}, toml.parent)
        assert str(getattr(from_file, field.name)).endswith("True" if kind == "ja" else kind)


def test_yes_or_no_is_said_in_dutch_or_as_a_truth_value(toml: Path) -> None:
    for said, meant in (("ja", True), ("Nee", False)):
        assert read_settings({"LOVP_PRIVATE_ADDRESSES": said}, toml.parent).private_addresses is meant
    toml.write_text("private_addresses = true\n")
    assert read_settings({}, toml.parent).private_addresses
    assert complaint({"LOVP_PRIVATE_ADDRESSES": "misschien"}, toml.parent).startswith(
        "LOVP_PRIVATE_ADDRESSES moet ja of nee zijn"
    )


def test_the_environment_wins_from_the_file_setting_by_setting(toml: Path) -> None:
    toml.write_text('port = 80\nhost = "uit het bestand"\n')
    settings = read_settings({"LOVP_PORT": "81"}, toml.parent)
    assert (settings.port, settings.host) == (81, "uit het bestand")


def test_an_empty_variable_sets_nothing(toml: Path) -> None:
    toml.write_text("port = 80\n")
    assert read_settings({"LOVP_PORT": ""}, toml.parent).port == 80


def test_the_file_may_lie_in_the_home_and_the_one_here_wins(tmp_path: Path, toml: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "lovp.toml").write_text("port = 90\n")
    assert read_settings({"LOVP_HOME": str(home)}, tmp_path).port == 90
    toml.write_text('host = "hier"\n')
    settings = read_settings({"LOVP_HOME": str(home)}, tmp_path)
    assert (settings.host, settings.port) == ("hier", 7860)


def test_a_tilde_is_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "mijn").mkdir()
    (tmp_path / "mijn" / "lovp.toml").write_text("port = 90\n")
    elsewhere = tmp_path / "mijn" / "elders"
    settings = read_settings({"LOVP_HOME": "~/mijn"}, elsewhere)
    assert (settings.home, settings.port) == (tmp_path / "mijn", 90)


def test_a_reranker_and_facts_are_off_until_they_are_set(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert (settings.reranker, settings.facts) == ("", None)
    settings = read_settings({"LOVP_RERANKER": "BAAI/bge-reranker-v2-m3", "LOVP_FACTS": "~/f.yaml"}, tmp_path)
    assert (settings.reranker, settings.facts) == ("BAAI/bge-reranker-v2-m3", Path.home() / "f.yaml")


def test_a_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings({"LOVP_HOME": "hier"}, tmp_path).home == tmp_path / "hier"


def test_an_unknown_variable_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    says = complaint({"LOVP_POORT": "80"}, tmp_path)
    assert says.startswith("Onbekende instelling: LOVP_POORT.")
    assert "LOVP_PORT" in says


def test_an_unknown_key_in_the_file_is_named_with_its_file(toml: Path) -> None:
    toml.write_text("poort = 80\n")
    says = complaint({}, toml.parent)
    assert "Onbekende instelling" in says
    assert "poort" in says
    assert str(toml) in says


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "80.5", "8 0", "1e3"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    says = complaint({"LOVP_PORT": port}, tmp_path)
    assert says == f"LOVP_PORT moet een getal van 0 tot en met 65535 zijn, niet {port!r}."


@pytest.mark.parametrize("port", ["true", "80.5", "[80]", "70000", "2020-01-01"])
def test_a_port_in_the_file_that_is_none_is_refused(toml: Path, port: str) -> None:
    toml.write_text(f"port = {port}\n")
    assert "LOVP_PORT moet een getal" in complaint({}, toml.parent)


@pytest.mark.parametrize("port", [0, 65535])
def test_the_outermost_ports_are_allowed(tmp_path: Path, port: int) -> None:
    assert read_settings({"LOVP_PORT": str(port)}, tmp_path).port == port


def test_text_in_the_file_must_be_text(toml: Path) -> None:
    toml.write_text("encoder = 3\n")
    assert complaint({}, toml.parent) == "De instelling encoder moet tekst zijn, niet 3."


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", b"port 80"])
def test_a_file_that_is_no_toml_is_named(toml: Path, content: bytes) -> None:
    toml.write_bytes(content)
    says = complaint({}, toml.parent)
    assert says.startswith(f"Het bestand {toml} is niet te lezen als instellingen")


SECRETS = [field.name for field in fields(Settings) if field.name.endswith(("_key", "_token", "_secret"))]
HUSH = "hush-hush"


def test_there_are_secrets_to_keep() -> None:
    assert {"model_key", "judge_key", "slack_bot_token", "slack_app_token", "slack_signing_secret"} <= {*SECRETS}


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_in_no_repr(name: str) -> None:
    assert HUSH not in repr(replace(Settings(), **{name: HUSH}))  # type: ignore[arg-type]  # every secret is text


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("told", [f'["{HUSH}"]', f'{{ sleutel = "{HUSH}" }}', f'"{HUSH}\\n{HUSH} "', f'"{HUSH}'])
def test_a_secret_is_in_no_message(toml: Path, name: str, told: str) -> None:
    toml.write_text(f"{name} = {told}\n")
    try:
        said = repr(read_settings({}, toml.parent))
    except SettingError as error:
        said = f"{error} {error.__cause__}"
    assert HUSH not in said


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("slack_bot_token", "xapp-1-A1-2-abc"),
        ("slack_bot_token", "xoxb-1 2"),
        ("slack_bot_token", "xoxp-1-2-abc"),
        ("slack_app_token", "xoxb-1-2-abc"),
        ("slack_signing_secret", "kort"),
        ("slack_signing_secret", "0123456789 abcdef0123456789"),
    ],
)
def test_a_token_of_another_kind_is_refused_without_showing_it(tmp_path: Path, name: str, wrong: str) -> None:
    says = complaint({f"LOVP_{name.upper()}": wrong}, tmp_path)
    assert says.startswith(f"LOVP_{name.upper()} moet ")
    assert wrong not in says


@pytest.mark.parametrize(
    ("name", "wrong"), [("slack_teams", "lovp"), ("slack_channels", "C1AB,#algemeen"), ("slack_users", "C1AB")]
)
def test_a_name_where_slack_wants_an_id_is_refused(tmp_path: Path, name: str, wrong: str) -> None:
    says = complaint({f"LOVP_{name.upper()}": wrong}, tmp_path)
    assert "id's van Slack" in says
    assert repr(wrong.split(",")[-1]) in says


def test_a_list_of_ids_may_have_spaces(tmp_path: Path) -> None:
    assert read_settings({"LOVP_SLACK_USERS": " U1AB , W2AB,"}, tmp_path).slack_users == "U1AB,W2AB"


@pytest.mark.parametrize("days", ["0", "3651", "-1", "maand", "1.5"])
def test_days_that_are_none_are_refused(tmp_path: Path, days: str) -> None:
    assert "van 1 tot en met 3650" in complaint({"LOVP_SLACK_DAYS": days}, tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "http://slack.voorbeeld.nl/api",
        "ftp://127.0.0.1/",
        "slack.com",
        "https://a:b@slack.com/api",
        "https://slack.com/?a",
        "http://127.0.0.1.voorbeeld.nl/api",
        "http://10.0.0.1/api",
        "https://[",
    ],
)
def test_a_token_of_slack_goes_over_https_or_stays_on_this_machine(tmp_path: Path, url: str) -> None:
    assert "https://" in complaint({"LOVP_SLACK_API_URL": url}, tmp_path)


@pytest.mark.parametrize("url", ["https://proxy.voorbeeld.nl/slack", "http://localhost:81/api", "http://[::1]:81/api"])
def test_another_address_of_slacks_api_can_be_set(tmp_path: Path, url: str) -> None:
    assert read_settings({"LOVP_SLACK_API_URL": f"{url}/"}, tmp_path).slack_api_url == url
