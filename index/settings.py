"""Settings: read in one place from the environment (`LOVP_...`) and an optional `lovp.toml`, and checked.

The environment wins over the file. The file is `lovp.toml` in the working folder, or in `LOVP_HOME`.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from index.settings_checks import THIS_COMPUTER, SettingError, checked, listed

__all__ = ["SettingError", "Settings", "listed", "read_settings"]

_LARGEST_FILE = 100_000  # bytes of lovp.toml; all settings together have a tenth of it


def _default_home() -> Path:
    return Path.home() / ".lovp"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. The comment behind each is what the README says of it."""

    home: Path = field(default_factory=_default_home)  # map waarin alles staat: register, zoekindex
    encoder: str = (
        "ingebouwd"  # "ingebouwd", "letterreeksen", of naam of map van een sentence-transformers-model (#onnx, #256)
    )
    host: str = "127.0.0.1"  # adres waarop de chat in de browser luistert
    port: int = 7860  # poort van de chat in de browser
    published: Path | None = None  # map met een gepubliceerde kopie van de verslagen, die alleen gelezen wordt
    chroma_url: str = ""  # adres van een Chroma-server (`chroma run`) voor de zoekindex; leeg: in LOVP_HOME
    chroma_token: str = field(default="", repr=False)  # token dat een proxy voor die server vraagt
    private_addresses: bool = False  # "ja": lees ook webpagina's van deze computer en het eigen netwerk
    reranker: str = ""  # naam of map van een CrossEncoder die de beste passages nog eens leest; leeg: uit
    model_url: str = ""  # adres van een taalmodel met OpenAI's API, zoals http://127.0.0.1:11434/v1; leeg: geen model
    model: str = ""  # naam van het taalmodel op dat adres
    model_key: str = field(default="", repr=False)  # sleutel voor dat adres, als het er een vraagt
    model_timeout: int = 30  # seconden waarin het taalmodel een heel antwoord moet geven
    model_stream: bool = True  # "nee": het taalmodel kan zijn antwoord niet stukje bij beetje geven
    judge_url: str = (
        ""  # adres van een taalmodel dat bij `lovp eval --judge` oordeelt; leeg: hetzelfde als LOVP_MODEL_URL
    )
    judge: str = ""  # naam van dat taalmodel
    judge_key: str = field(default="", repr=False)  # sleutel voor dat adres
    facts: Path | None = None  # bekende feiten (YAML) waaraan een andere encoder wordt getoetst
    public_url: str = ""  # adres waarop gebruikers de chat bereiken, zoals https://lovp.voorbeeld.nl
    proxy_header: str = ""  # kop waarin een proxy die gebruikers aanmeldt hun naam geeft; leeg: geen proxy
    proxy_addresses: str = THIS_COMPUTER  # adressen en netwerken waarvandaan die kop geloofd wordt
    managers: str = ""  # namen van wie mag beheren, als de namen van een proxy komen
    sign_out_url: str = ""  # adres waar men zich bij die proxy afmeldt, zoals /oauth2/sign_out; leeg: geen knop
    questions_per_minute: int = 30  # vragen die een gebruiker in een minuut mag stellen
    questions_at_once: int = 4  # vragen van een gebruiker die tegelijk mogen lopen
    upload_mb: int = 100  # hoeveel MB een beheerder in de browser in één keer kan toevoegen
    contact: str = ""  # e-mailadres of https-adres voor vragen en klachten, onder Over; leeg: de beheerder
    slack_bot_token: str = field(default="", repr=False)  # token van de Slack-app (xoxb-...); leeg: geen Slack
    slack_app_token: str = field(default="", repr=False)  # token voor Socket Mode (xapp-...)
    slack_signing_secret: str = field(
        default="", repr=False
    )  # geheim waarmee Slack ondertekent, voor `lovp slack --http`
    slack_teams: str = ""  # werkruimten (T... of E...) die mogen vragen, met komma's; leeg: de eigen werkruimte
    slack_channels: str = ""  # kanalen (C... of G..., D: rechtstreeks) waar het mag; leeg: overal
    slack_users: str = ""  # gebruikers (U... of W...) die mogen vragen; leeg: iedereen
    slack_external: bool = False  # "ja": ook mensen van buiten, via Slack Connect
    slack_private: bool = True  # "nee": geen antwoorden in besloten kanalen
    slack_days: int = 30  # dagen dat een vraag uit Slack bewaard blijft, voor vervolgvragen en oordelen
    feedback_days: int = 365  # dagen dat een oordeel met zijn vraag bewaard blijft; 0: tot iemand het wist
    history_days: int = (
        0  # dagen dat de browser een gesprek bewaart waarmee niemand verdergaat; 0: tot de gebruiker het wist
    )
    slack_api_url: str = ""  # ander adres voor de API van Slack, zoals een proxy; leeg: dat van Slack
    log: str = "tekst"  # hoe het logboek eruitziet: "tekst", of "json": een object per regel
    log_level: str = "error"  # wat erin komt: "error", "warning" of "info" (ook een regel per vraag)
    log_questions: bool = False  # "ja": ook de tekst van vragen, antwoorden en fouten
    metrics_port: int = 0  # poort waarop Prometheus de tellingen leest; 0: geen
    metrics_host: str = "127.0.0.1"  # adres van die poort
    metrics_addresses: str = THIS_COMPUTER  # adressen en netwerken die de tellingen mogen lezen


def read_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings in force.

    Args:
        environ: the environment; `os.environ` when None.
        folder: where `lovp.toml` is looked for first; the working folder when None.

    Raises:
        SettingError: an unknown key, a value that doesn't fit, or a file that can't be read.
    """
    environ = os.environ if environ is None else environ
    names = {setting.name for setting in fields(Settings)}
    asked = {
        key.removeprefix("LOVP_").lower(): value
        for key, value in environ.items()
        if key.startswith("LOVP_") and value != ""
    }
    unknown = sorted(asked.keys() - names)
    if unknown:
        raise SettingError(
            f"Onbekende instelling: LOVP_{unknown[0].upper()}. "
            f"Bekend zijn: {', '.join('LOVP_' + name.upper() for name in sorted(names))}."
        )
    home = checked("home", asked["home"]) if "home" in asked else _default_home()
    for place in (folder or Path.cwd(), home):
        if (place / "lovp.toml").is_file():
            asked = {**_read_file(place / "lovp.toml", names), **asked}
            break
    return Settings(**{name: checked(name, value) for name, value in asked.items()})


def _read_file(path: Path, names: set[str]) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            found = tomllib.loads(file.read(_LARGEST_FILE).decode())
    except (OSError, ValueError, RecursionError) as error:  # ValueError: no UTF-8, no TOML, or a number without end
        line = re.search(r"at line (\d+)", str(error))
        where = f" (regel {line[1]})" if line else ""
        raise SettingError(
            f'Het bestand {path} is niet te lezen als instellingen{where}. Schrijf per regel: naam = "waarde".'
        ) from error
    unknown = sorted(found.keys() - names)
    if unknown:
        raise SettingError(f"Onbekende instelling in {path}: {unknown[0]}. Bekend zijn: {', '.join(sorted(names))}.")
    return found
