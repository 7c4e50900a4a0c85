"""Who may do what: a user with rights, put on each request by the guard, and the way in which users become known.

There are three ways. On an address that only this computer reaches, anyone may ask (OPEN). As soon as there are users,
everyone signs in (USERS). And behind a proxy that has signed people in itself, the name comes from a header (PROXY).
Another address with none of these is refused before anything listens.
"""

import ipaddress
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from index.errors import UserError
from index.settings import Settings, listed
from ui import web_text_access

log = logging.getLogger(__name__)
SIGN_OUT = "/afmelden"


class NotProtectedError(UserError):
    """Others could reach this address and nobody would have to sign in; the message is Dutch and says how to mend it."""


class Right(StrEnum):
    """What a user may do."""

    ASK = "ask"
    MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is known, by name; the name is empty when nobody has to sign in.

    Attributes:
        name: as the file of users or the proxy has it.
        rights: what they may do.
        way_out: the address at which they sign out; "" when there is none that we know.
    """

    name: str
    rights: frozenset[Right]
    way_out: str = field(default=SIGN_OUT, compare=False)

    def may(self, right: Right) -> bool:
        """Whether the user has this right."""
        return right in self.rights


ANYONE = User("", frozenset({Right.ASK}))


def user_of(scope: Mapping[str, Any]) -> User:
    """The user whom the guard put on an ASGI scope (`request.scope`).

    Raises:
        PermissionError: there is none, so the request did not pass the guard.
    """
    state = scope.get("state")
    user = state.get("user") if isinstance(state, Mapping) else None
    if not isinstance(user, User):
        raise PermissionError("this request did not pass the guard")
    return user


class Way(StrEnum):
    """How it is known who asks."""

    OPEN = "open"
    USERS = "users"
    PROXY = "proxy"


OPEN, USERS, PROXY = Way.OPEN, Way.USERS, Way.PROXY
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Access:
    """The way that is in force when the server starts, and what it needs.

    Attributes:
        way: how it is known who asks; OPEN becomes USERS by itself as soon as there is a user.
        public_url: the address at which users reach the server; "" when not set.
        proxies: the addresses of proxies, where many people come from.
        proxy_header: the header with the user's name, in small letters, believed from there only; "" but for PROXY.
        managers: the names that may manage when names come from a proxy, by `key_of`.
        way_out: the address at which one signs out; "" when only the proxy knows.
    """

    way: Way
    public_url: str = ""
    proxies: tuple[Network, ...] = ()
    proxy_header: str = ""
    managers: frozenset[str] = frozenset()
    way_out: str = SIGN_OUT

    @property
    def secure(self) -> bool:
        """Whether users reach the server over https, so that cookies may be bound to that."""
        return self.public_url.startswith("https://")

    def is_proxy(self, peer: str) -> bool:
        """Whether this is the address of a proxy of ours."""
        try:
            address = ipaddress.ip_address(plain_address(peer))
        except ValueError:
            return False
        return any(address in network for network in self.proxies)  # one of another version is in none


def access_for(settings: Settings, host: str) -> Access:
    """The way that is in force on an address.

    Args:
        settings: says whether there is a proxy, and in which folder the users are.
        host: the address that the server listens on; of a socket, `getsockname()[0]`.

    Raises:
        NotProtectedError: others can reach it, and nobody would have to sign in.
        ui.users.UsersError: there are users, but their file can't be read.
    """
    from ui.users import Users, key_of  # that module needs the values above

    proxies = tuple(ipaddress.ip_network(one, strict=False) for one in listed(settings.proxy_addresses))
    if settings.proxy_header:
        managers = frozenset(map(key_of, listed(settings.managers)))
        header = settings.proxy_header.lower()
        return Access(PROXY, settings.public_url, proxies, header, managers, settings.sign_out_url)
    for name in ("managers", "sign_out_url"):
        if getattr(settings, name):
            log.error(web_text_access.ONLY_WITH_PROXY, f"LOVP_{name.upper()}")
    if Users(settings.home).accounts():
        return Access(USERS, settings.public_url, proxies)
    if not is_loopback(host):
        raise NotProtectedError(web_text_access.NOT_PROTECTED.format(host=host))
    return Access(OPEN, settings.public_url, proxies)


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches the address; False for a name other than localhost, wherever that leads."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(plain_address(host)).is_loopback
    except ValueError:
        return False


def plain_address(text: str) -> str:
    """An IP address in its one short spelling, an IPv4 address inside IPv6 as itself; other text unchanged."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text
    inside = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(inside or found)
