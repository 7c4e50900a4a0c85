"""What is logged and counted of signing in: who got in, out, or not, without what anybody typed.

Somebody who mistypes may give a password for a name, so that only the names of users are ever written. The address is, of
mistakes only: whoever keeps guessers out needs it.
"""

import logging

from ui import web_text_operation as text
from ui.metrics import SignInEvent, count_sign_in

log = logging.getLogger(__name__)

_SAID = {
    SignInEvent.SIGNED_IN: text.SIGNED_IN,
    SignInEvent.SIGNED_OUT: text.SIGNED_OUT,
    SignInEvent.FAILED: text.SIGN_IN_FAILED,
    SignInEvent.LOCKED: text.SIGN_IN_LOCKED,
}


def tell(event: SignInEvent, name: str | None, peer: str = "") -> None:
    """Logs and counts what happened; that signing in was locked at a level that is always in the log.

    Args:
        event: what happened; of REFUSED, a try during a lock, there is no line.
        name: the user, as the file has it; None for a name that nobody has.
        peer: the address of a mistake; "" when that says nothing about who.
    """
    count_sign_in(event)
    if event not in _SAID:
        return
    known = {"event": event.value} | ({"user": name} if name else {}) | ({"address": peer} if peer else {})
    level = logging.ERROR if event is SignInEvent.LOCKED else logging.INFO
    log.log(level, _SAID[event], name or text.UNKNOWN_NAME, extra={"fields": known})
