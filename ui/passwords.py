"""Whether a password is one of the first that somebody would try: it has enough signs, and little to guess.

There is no long list of leaked passwords: that would be a large file, or a question to somebody else's server. What people choose
when they have to think of twelve signs is a common word with digits behind it, twice the same, or their own name.
"""

import re

from index.errors import UsageError
from ui import web_text_access
from ui.users_file import key_of

SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 256
_FEWEST_SIGNS = 4  # different ones
_COMMON = sorted(
    """aanmelden abc abcd abcde abcdef abcdefgh abcdefghijkl admin administrator amsterdam asdf asdfgh asdfghjkl azerty azertyuiop
    baseball beheer beheerder changeme chocolade computer dragon eindhoven feyenoord football gebruiker geheim geheimpje hallo
    iloveyou inloggen internet juventus kaas kantoor koekje letmein liefde lovp master minister ministerie monkey nederland
    nietzeggen oranje overleg pass passw0rd password pokemon politie princess qazwsx qwer qwerty qwertyuiop rotterdam schatje
    secret sesam sunshine superman test toegang utrecht veilig veiligheid verslag vergadering voetbal vrijdag wachtwoord
    wachtwoorden welkom welcome winter zomer zomervakantie zxcvbn zxcvbnm""".split(),
    key=len,
    reverse=True,  # the longest first: what is left of it would be no word
)
_ROWS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "1q2w3e4r5t6y7u8i9o0p")


def checked_password(password: str, name: str = "") -> str:
    """A password that can be used.

    Args:
        password: as it was typed.
        name: whose it will be.

    Raises:
        UsageError: it is too short or long, or easy to guess; what it was is not in the message.
    """
    if "\N{REPLACEMENT CHARACTER}" in password or not password.isprintable():
        raise UsageError(web_text_access.UNREADABLE_PASSWORD)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(web_text_access.BAD_PASSWORD.format(least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD))
    small = key_of(password)
    if len(set(small)) < _FEWEST_SIGNS:
        raise UsageError(web_text_access.REPEATED_PASSWORD)
    if _is_only(small, [key_of(name)]):
        raise UsageError(web_text_access.NAME_AS_PASSWORD)
    if any(small in row for row in _ROWS) or _is_only(small, [key_of(name), *_COMMON]):
        raise UsageError(web_text_access.COMMON_PASSWORD)
    return password


def _is_only(password: str, words: list[str]) -> bool:
    """Whether a password is made of these words, in any number, and of signs that are no letters."""
    left = password
    for word in filter(None, words):
        left = left.replace(word, " ")
    return left != password and not re.search(r"[^\W\d_]", left)
