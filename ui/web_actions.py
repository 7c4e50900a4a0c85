"""What a user can do with an answer: copy it, keep it with its proof, and say whether it is good.

The form that asks why an answer isn't good is in the page from the start, hidden; web_feedback.js opens it, and remembers what
was said, because the page is drawn anew with every answer. What comes back from here is announced, and shown under the answer.
"""

import base64
from time import perf_counter

from markupsafe import Markup

from assistant.answer import Answer, Citation
from assistant.ask import QUESTION_CHARS
from assistant.feedback import REMARK_CHARS, Reason
from ui import web_text
from ui.export import Export

_THUMB = Markup(  # drawn for here; the one that points down is turned in web.css
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 10.5h3.5V20H3zM6.5 10.5 11 3.2c1.5 0 2.6 1.3 2.3 2.8l-.7 3.5h5.9'
    'a2 2 0 0 1 2 2.4l-1.3 6.5a2 2 0 0 1-2 1.6H6.5"/></svg>'
)


def question_actions(turn: int, asked: str, *, hidden: bool = False) -> Markup:
    """The buttons under a question, `hidden` while its answer is on its way, and the form that puts it otherwise."""
    return Markup(
        '<p class="again"{8}>'
        '<button type="button" class="change" data-turn="{0}" aria-expanded="false" aria-controls="change-{0}">{1}</button> '
        '<button type="button" class="retry" data-turn="{0}">{2}</button></p>'
        '<form class="changing" id="change-{0}" data-turn="{0}" hidden><label for="changed-{0}">{3}</label>'
        '<textarea id="changed-{0}" rows="2" maxlength="{4}" required>{5}</textarea><p class="actions">'
        '<button type="submit" class="first">{6}</button> <button type="button" class="cancel">{7}</button></p></form>'
    ).format(
        turn,
        web_text.EDIT,
        web_text.RETRY,
        web_text.CHANGED,
        QUESTION_CHARS,
        asked,
        web_text.ASK_CHANGED,
        web_text.CANCEL,
        Markup(" hidden") if hidden else "",
    )


def actions(turn: int, key: str, answer: Answer, text: str, link: str) -> Markup:
    """The buttons under an answer, and the form that one of them opens.

    Args:
        turn: which exchange of the conversation, from 0.
        key: tells the answer from every other; without one it can't be judged.
        answer: the answer.
        text: what is copied.
        link: what stands behind the # of a link to the answer.
    """
    copy = Markup('<button type="button" class="{}" data-{}="{}" data-done="{}" data-failed="{}">{}</button> ')
    words = web_text.COPY if answer.citations else web_text.COPY_ALONE
    buttons = (
        copy.format("copy", "text", text, web_text.COPIED, web_text.COPY_FAILED, words)
        + copy.format("share", "link", link, web_text.SHARED, web_text.COPY_FAILED, web_text.SHARE)
        + _saving(turn)
    )
    if not key:
        return Markup('<div class="actions">{}</div>').format(buttons)
    thumbs = Markup(
        '<span class="thumbs" role="group" aria-label="{}">'
        '<button type="button" class="good" aria-pressed="false" aria-label="{}">{}{}</button> '
        '<button type="button" class="bad" aria-pressed="false" aria-expanded="false" aria-controls="why-{}">{}{}</button></span>'
    ).format(web_text.VERDICT, web_text.GOOD, _THUMB, web_text.GOOD_SHORT, key, _THUMB, web_text.BAD)
    return Markup(
        '<div class="verdict" data-turn="{}" data-key="{}" data-busy="{}" data-failed="{}">'
        '<div class="actions"><div>{}</div> {}</div>{}<p class="thanks"></p></div>'
    ).format(turn, key, web_text.JUDGING, web_text.JUDGE_FAILED, buttons, thumbs, _form(key, answer))


def _saving(turn: int) -> Markup:
    """What an answer, or the whole conversation, can be saved as."""
    button = Markup('<button type="button" class="keep" data-turn="{}" data-format="{}" data-all="{}">{}</button>')
    one = [button.format(turn, kind, "", name) for kind, name in web_text.FORMATS.items()]
    one.append(
        Markup(
            '<button type="button" class="keep" data-turn="{}" data-format="" data-all="" aria-describedby="proof-{}">{}</button>'
            '<p class="proof" id="proof-{}">{}</p>'
        ).format(turn, turn, web_text.KEEP, turn, web_text.KEEP_FOR)
    )
    whole = [button.format(turn, kind, "yes", name) for kind, name in web_text.FORMATS.items()]
    group = Markup('<div role="group" aria-label="{}"><span aria-hidden="true">{}</span>{}</div>')
    return Markup('<details class="save"><summary>{}</summary><div class="kinds">{}{}</div></details>').format(
        web_text.SAVE,
        group.format(web_text.SAVE_ONE, web_text.SAVE_ONE, Markup("").join(one)),
        group.format(web_text.SAVE_ALL, web_text.SAVE_ALL, Markup("").join(whole)),
    )


def _form(key: str, answer: Answer) -> Markup:
    first = Reason.WRONG if answer.answered else Reason.MISSED
    reasons = Markup("").join(
        Markup('<label><input type="radio" name="reason-{}" value="{}"{}>{}</label>').format(
            key, reason.value, Markup(" checked") if reason is first else "", web_text.reason(reason.value)
        )
        for reason in Reason
    )
    return Markup(
        '<form class="why" id="why-{0}" aria-label="{1}" hidden><fieldset><legend>{2}</legend>{3}</fieldset>{4}'
        '<label for="remark-{0}">{5}</label><textarea id="remark-{0}" rows="3" maxlength="{6}" aria-describedby="kept-{0}">'
        '</textarea><p class="remark" id="kept-{0}">{7}</p><p class="actions"><button type="submit" class="judge">{8}</button> '
        '<button type="button" class="cancel">{9}</button> <button type="button" class="withdraw" hidden>{10}</button></p></form>'
    ).format(
        key,
        web_text.BAD,
        web_text.WHY,
        reasons,
        _about(key, answer.citations or answer.nearest),
        web_text.REMARK,
        REMARK_CHARS,
        web_text.REMARK_KEPT,
        web_text.JUDGE,
        web_text.CANCEL,
        web_text.WITHDRAW,
    )


def _about(key: str, citations: tuple[Citation, ...]) -> Markup:
    """The choice of a source; nothing where there is none to choose."""
    if not citations:
        return Markup("")
    options = Markup("").join(
        Markup('<option value="{}">[{}] {}</option>').format(citation.n, citation.n, web_text.place(citation))
        for citation in citations
    )
    return Markup(
        '<label for="about-{0}">{1}</label><select id="about-{0}"><option value="">{2}</option>{3}</select>'
    ).format(key, web_text.ABOUT, web_text.ABOUT_ALL, options)


def judged_html(words: str = "", key: str = "", good: bool | None = None, done: bool = False) -> Markup:
    """What is announced of a verdict, for the script too: of which answer, what it is now, and whether it is kept."""
    verdict = "" if good is None else "good" if good else "bad"
    return Markup(
        '<p class="unseen" role="status" data-key="{}" data-verdict="{}" data-done="{}" data-moment="{}">{}</p>'
    ).format(key, verdict, "yes" if done else "", perf_counter(), words)


def voice_html() -> Markup:
    """Where web.js puts what only those who hear the page are told: what is new in an answer, and what was done."""
    return Markup(
        '<div class="unseen"><div class="heard" aria-live="polite" aria-relevant="additions"></div>'
        '<p class="done" role="status"></p></div>'
    )


def file_html(export: Export) -> Markup:
    """A file, for the script that hands it over; each time another value, so that it is noticed."""
    data = base64.b64encode(export.data).decode()
    return Markup('<div hidden data-name="{}" data-kind="{}" data-file="{}" data-moment="{}"></div>').format(
        export.name, export.media_type, data, perf_counter()
    )
