"""Which Chroma server the settings name, and what is said when it can't be used; whoever names none loads nothing of it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import UserError
from index.settings import SettingError, Settings
from index.settings_checks import is_this_machine


class ChromaServerError(UserError):
    """The server can't be used; the message is Dutch and says why and what to do."""


class RefusedServerError(ChromaServerError):
    """A server that isn't used, however well it answers."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Chroma server is, and the token that a proxy before it asks for."""

    url: str
    token: str = field(default="", repr=False)


def address_in(settings: Settings) -> Address | None:
    """The server that the settings name, None when they name none.

    Raises:
        SettingError: a token that would go over a network in the clear.
    """
    if not settings.chroma_url:
        return None
    parts = urlsplit(settings.chroma_url)
    if settings.chroma_token and parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        raise SettingError(
            "Met LOVP_CHROMA_TOKEN moet LOVP_CHROMA_URL met https:// beginnen, of deze machine zijn: anders kan een ander in het "
            "netwerk het token meelezen."
        )
    return Address(settings.chroma_url, settings.chroma_token)
