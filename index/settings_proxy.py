"""What a proxy that signs people in can't be set to: a header that browsers send themselves, or everybody's address."""

import ipaddress
import re

_OF_BROWSERS = frozenset(
    """accept accept-charset accept-encoding accept-language authorization cache-control connection content-encoding content-length
    content-type cookie date dnt expect forwarded from host if-match if-modified-since if-none-match if-range if-unmodified-since
    keep-alive max-forwards origin pragma proxy-authorization range referer te trailer transfer-encoding upgrade
    upgrade-insecure-requests user-agent via x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto x-real-ip
    x-requested-with""".split()
)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_LEAST_BITS = {4: 8, 6: 7}  # of a network of an organisation: 10.0.0.0/8 and fc00::/7 are the widest private ones
_WAY_OUT = re.compile(r"(?:https://[A-Za-z0-9.-]+(?::\d{1,5})?)?/(?!/)[\w.~/%?=&+:,;@!-]*", re.ASCII)


def header_fault(header: str) -> str:
    """What is wrong with the name of the header that says who signed in; "" when nothing is."""
    name = header.lower()
    if not _HEADER.fullmatch(header):
        return f"LOVP_PROXY_HEADER moet de naam van een kop zijn, zoals X-Forwarded-User, niet {header!r}."
    if name in _OF_BROWSERS or name.startswith(("sec-", "access-control-")):
        return f"LOVP_PROXY_HEADER moet een kop zijn die alleen de proxy zet, zoals X-Forwarded-User, niet {header!r}."
    return ""


def addresses_fault(networks: str) -> str:
    """What is wrong with networks, with commas: so much of the internet is in one that anybody could say who they are."""
    for network in networks.split(","):
        found = ipaddress.ip_network(network, strict=False)
        if found.prefixlen < _LEAST_BITS[found.version]:
            return f"LOVP_PROXY_ADDRESSES moet alleen de proxy zelf bevatten. In {network} is bijna iedereen."
    return ""


def way_out_fault(address: str) -> str:
    """What is wrong with the place to sign out: it is a path at the address of the chat, or an address with https."""
    if _WAY_OUT.fullmatch(address):
        return ""
    return f"LOVP_SIGN_OUT_URL moet een adres zijn als /oauth2/sign_out of https://login.voorbeeld.nl/uit, niet {address!r}."
