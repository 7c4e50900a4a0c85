"""The kept conversations on the page: a button that opens them, their panel, and what Python tells the script that keeps them.

The panel is a native dialog, so that the browser itself keeps the focus inside, closes it with Escape and puts the focus back. The
list in it is drawn by web_history.js, as only the browser has it; all words come from here.
"""

import json
from time import perf_counter

from markupsafe import Markup

from ui import web_text_history as text
from ui.web_chat import Conversation
from ui.web_history import LONGEST, HistoryError, to_json

_TITLE_CHARS = 120

_FRAME = Markup(
    '<div class="history" data-words="{words}" data-longest="{longest}" data-days="{days}">'
    '<button type="button" class="history-open" aria-haspopup="dialog">{open}</button>'
    '<div class="history-notice" hidden><p role="status"></p><p class="actions"><button type="button" class="drop"></button>'
    '<button type="button" class="drop-not">{drop_not}</button>'
    '<button type="button" class="seen" aria-label="{close}" title="{close}">&#215;</button></p></div>'
    '<dialog aria-labelledby="history-title">'
    '<div class="head"><h2 id="history-title" tabindex="-1">{title}</h2><button type="button" class="shut">{close}</button></div>'
    '<p class="about">{about}</p><p class="notice blocked" hidden>{blocked}</p>'
    '<div class="search"><label for="history-search">{search}</label>'
    '<input type="search" id="history-search" autocomplete="off" spellcheck="false" maxlength="200"></div>'
    '<p class="count" role="status"></p><ul class="list"></ul><button type="button" class="more" hidden>{more}</button>'
    '<div class="told"><p role="status"></p><button type="button" class="undo" hidden>{undo}</button></div>'
    '<footer><label class="switch"><input type="checkbox" role="switch" checked>{keep}</label>'
    '<button type="button" class="clear">{clear}</button>'
    '<div class="confirm" role="group" aria-labelledby="history-sure" hidden><p id="history-sure"></p><p class="actions">'
    '<button type="button" class="yes" data-clear="{clear_sure}" data-off="{off_sure}"></button>'
    '<button type="button" class="no">{cancel}</button></p></div></footer>'
    '<template class="row"><li><button type="button" class="open"><span class="title"></span><span class="when"></span></button>'
    '<button type="button" class="rename">{rename}</button><button type="button" class="delete">{delete}</button></li></template>'
    '<template class="name"><form class="naming"><label for="history-name">{name}</label>'
    '<input id="history-name" maxlength="{title_chars}" autocomplete="off"><p class="actions"><button type="submit">{save}</button>'
    '<button type="button" class="cancel">{cancel}</button></p></form></template>'
    "</dialog></div>"
)


def history_frame(days: int = 0) -> Markup:
    """The button and the panel, without the list; `days` are those after which a conversation goes by itself, 0 for never."""
    return _FRAME.format(
        words=json.dumps(text.SAID, ensure_ascii=False),
        longest=LONGEST,
        days=days,
        open=text.OPEN,
        title=text.TITLE,
        close=text.CLOSE,
        about=text.about(days),
        blocked=text.BLOCKED,
        search=text.SEARCH,
        more=text.MORE,
        undo=text.UNDO,
        keep=text.KEEP,
        clear=text.CLEAR,
        clear_sure=text.CLEAR_SURE,
        off_sure=text.OFF_SURE,
        drop_not=text.DROP_NOT,
        rename=text.RENAME,
        delete=text.DELETE,
        name=text.NAME,
        save=text.SAVE,
        cancel=text.CANCEL,
        title_chars=_TITLE_CHARS,
    )


def kept_html(conversation: Conversation) -> Markup:
    """The conversation for the browser to keep; where it is too long, that it is."""
    try:
        return _told("kept", to_json(conversation))
    except HistoryError as error:
        return _told("long", str(error))


def opened_html(conversation: Conversation) -> Markup:
    """That a kept conversation is on the page."""
    return _told("opened", str(len(conversation)))


def refused_html(words: str) -> Markup:
    """That a kept conversation could not be opened, and why."""
    return _told("refused", words)


def _told(what: str, words: str) -> Markup:
    """For the script; each time another value, so that it is noticed."""
    return Markup('<div hidden data-told="{}" data-words="{}" data-moment="{}"></div>').format(
        what, words, perf_counter()
    )


def asked_on(conversation: Conversation) -> dict[int, Markup]:
    """On which day exchanges that came back were asked, by their place: at the first one, and where another day begins."""
    told: dict[int, Markup] = {}
    before = ""
    for turn, exchange in enumerate(conversation):
        if exchange.restored and exchange.at is not None:
            words = text.asked_on(exchange.at)
            if words != before:
                told[turn] = Markup('<p class="asked-on">{}</p>').format(words)
            before = words
    return told
