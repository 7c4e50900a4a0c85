"""What Slack would refuse in a list of blocks or in a view, by the limits of its documentation.

https://docs.slack.dev/reference/block-kit; the total of 13,200 characters is what people found (slackapi/bolt-js#2509).
"""

import json
from collections.abc import Iterator
from typing import Any

TOTAL_CHARS = 13_200
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
TOO_LONG = "msg_blocks_too_long"

_FIELDS: dict[str, tuple[str, str]] = {  # type of block: fields that it must have, fields that it may have
    "rich_text": ("elements", ""),
    "section": ("", "text fields accessory expand"),
    "context": ("elements", ""),
    "actions": ("elements", ""),
    "divider": ("", ""),
    "header": ("text", ""),
    "markdown": ("text", ""),
    "context_actions": ("elements", ""),
    "input": ("label element", "hint optional dispatch_action"),
    "alert": ("text", "level"),
    "image": ("alt_text", "image_url title slack_file"),
}
_ELEMENTS: dict[str, tuple[str, str]] = {
    "button": ("text", "action_id url value style confirm accessibility_label"),
    "feedback_buttons": ("positive_button negative_button", "action_id"),
    "icon_button": ("icon text", "action_id value accessibility_label visible_to_user_ids confirm"),
    "plain_text_input": (
        "",
        "action_id initial_value multiline min_length max_length dispatch_action_config focus_on_load placeholder",
    ),
    "static_select": ("options", "action_id placeholder initial_option confirm focus_on_load"),
    "radio_buttons": ("options", "action_id initial_option confirm focus_on_load"),
    "checkboxes": ("options", "action_id initial_options confirm focus_on_load"),
    "overflow": ("options", "action_id confirm"),
    "image": ("alt_text", "image_url slack_file"),
}
_ALLOWED = {
    "actions": {"button", "static_select", "radio_buttons", "checkboxes", "overflow"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "input": {"plain_text_input", "static_select", "radio_buttons", "checkboxes"},
    "section": {"button", "static_select", "radio_buttons", "checkboxes", "overflow", "image"},
}
_MOST = {"context": 10, "actions": 25, "context_actions": 5}
_RICH = {
    "rich_text_section": ("elements", ""),
    "rich_text_list": ("elements style", "indent offset border"),
    "rich_text_quote": ("elements", "border"),
    "rich_text_preformatted": ("elements", "border language"),
}
_INLINE = {
    "text": ("text", "style"),
    "link": ("url", "text style unsafe"),
    "user": ("user_id", "style"),
    "channel": ("channel_id", "style"),
    "usergroup": ("usergroup_id", "style"),
    "emoji": ("name", "unicode skin_tone style"),
    "broadcast": ("range", "style"),
    "date": ("timestamp format", "url fallback style"),
    "color": ("value", "style"),
}
_STYLES = {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
_LEVELS = ("default", "info", "warning", "error", "success")
_VIEW = (
    "type title blocks",
    "submit close private_metadata callback_id clear_on_close notify_on_close external_id",
)


def problems(blocks: object, most: int = MESSAGE_BLOCKS, *, view: bool = False) -> list[str]:
    """Everything that is wrong; nothing when Slack would take the blocks.

    Args:
        blocks: as they would be sent.
        most: blocks that may be there.
        view: whether they are of a view, where inputs have their place and the total isn't measured.
    """
    if not isinstance(blocks, list):
        return ["blocks: must be an array"]
    found = [f"blocks: no more than {most} items allowed"] if len(blocks) > most else []
    names = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    found += [f"block_id already exists: {name}" for name in sorted({str(n) for n in names if names.count(n) > 1})]
    for at, block in enumerate(blocks):
        found += _block(block, f"blocks[{at}]")
    if not view and len(json.dumps(blocks, ensure_ascii=False)) > TOTAL_CHARS:
        found.append(TOO_LONG)
    return found


def view_problems(view: object) -> list[str]:
    """Everything that is wrong with a view (a modal or a home)."""
    if not isinstance(view, dict):
        return ["view: must be an object"]
    must, may = _VIEW
    if view.get("type") not in ("modal", "home"):
        return ["view: unsupported type"]
    found = list(_keys(view, (must if view["type"] == "modal" else "type blocks", may + " title"), "view"))
    for name in ("title", "submit", "close"):
        if name in view:
            found += _text(view[name], f"view.{name}", 24, plain=True)
    found += _chars(view, "view", private_metadata=3000, callback_id=255, external_id=255)
    blocks = view.get("blocks")
    if isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks):
        found += [] if "submit" in view or view["type"] == "home" else ["view.submit: required with an input"]
    return found + problems(blocks, VIEW_BLOCKS, view=True)


def _keys(part: dict[str, Any], fields: tuple[str, str], where: str) -> Iterator[str]:
    must, may = fields[0].split(), fields[1].split()
    yield from (f"{where}: missing required field: {name}" for name in must if name not in part)
    yield from (f"{where}: invalid additional property: {name}" for name in part if name not in ("type", *must, *may))


def _chars(part: dict[str, Any], where: str, **limits: int) -> Iterator[str]:
    for name, most in limits.items():
        value = part.get(name, "x")
        if not isinstance(value, str):
            yield f"{where}.{name}: must be a string"
        elif len(value) > most:
            yield f"{where}.{name}: must be less than {most + 1} characters"


def _text(part: object, where: str, most: int, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(part, dict) or part.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{where}: must be a text object"
        return
    if plain and part["type"] != "plain_text":
        yield f"{where}: must be plain_text"
    yield from _keys(part, ("text", "emoji" if part["type"] == "plain_text" else "verbatim"), where)
    text = part.get("text")
    if not isinstance(text, str) or not text:
        yield f"{where}.text: must be more than 0 characters"
    elif len(text) > most:
        yield f"{where}.text: must be less than {most + 1} characters"


def _block(block: object, where: str) -> Iterator[str]:
    if not isinstance(block, dict) or block.get("type") not in _FIELDS:
        yield f"{where}: unsupported type: {block.get('type') if isinstance(block, dict) else type(block).__name__}"
        return
    kind = block["type"]
    must, may = _FIELDS[kind]
    yield from _keys(block, (must, may + " block_id"), where)
    yield from _chars(block, where, block_id=255)
    if kind == "section":
        yield from _section(block, where)
    elif kind in ("header", "alert") and "text" in block:
        yield from _text(block["text"], f"{where}.text", 150 if kind == "header" else 3000, plain=kind == "header")
        if block.get("level", "default") not in _LEVELS:
            yield f"{where}.level: unknown"
    elif kind == "markdown":
        yield from _chars(block, where, text=12_000)
    elif kind == "input" and "label" in block and "element" in block:
        yield from _text(block["label"], f"{where}.label", 2000, plain=True)
        yield from _element(block["element"], f"{where}.element", _ALLOWED["input"])
        if "hint" in block:
            yield from _text(block["hint"], f"{where}.hint", 2000, plain=True)
    elif kind == "image":
        yield from _chars(block, where, image_url=3000, alt_text=2000)
    elif "elements" in block:
        yield from _elements(kind, block["elements"], where)


def _section(block: dict[str, Any], where: str) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield f"{where}: text or fields must be there"
    if "text" in block:
        yield from _text(block["text"], f"{where}.text", 3000)
    if not isinstance(fields, list) or len(fields) > 10:
        yield f"{where}.fields: no more than 10 items allowed"
    else:
        for item in fields:
            yield from _text(item, f"{where}.fields", 2000)
    if "accessory" in block:
        yield from _element(block["accessory"], f"{where}.accessory", _ALLOWED["section"])


def _elements(kind: str, elements: object, where: str) -> Iterator[str]:
    if not isinstance(elements, list) or not elements:
        yield f"{where}.elements: must be more than 0 items"
        return
    if len(elements) > _MOST.get(kind, len(elements)):
        yield f"{where}.elements: no more than {_MOST[kind]} items allowed"
    names = [e["action_id"] for e in elements if isinstance(e, dict) and "action_id" in e]
    if len(names) != len({str(name) for name in names}):
        yield f"{where}: action_id must be unique"
    for at, element in enumerate(elements):
        here = f"{where}.elements[{at}]"
        if kind == "rich_text":
            yield from _rich(element, here)
        elif kind == "context" and not (isinstance(element, dict) and element.get("type") == "image"):
            yield from _text(element, here, 3000)
        else:
            yield from _element(element, here, _ALLOWED.get(kind, {"image"}))


def _element(element: object, where: str, allowed: set[str]) -> Iterator[str]:
    if not isinstance(element, dict) or element.get("type") not in allowed:
        yield f"{where}: unsupported type of element"
        return
    kind = element["type"]
    yield from _keys(element, _ELEMENTS[kind], where)
    yield from _chars(element, where, action_id=255, value=2000, url=3000, accessibility_label=75, alt_text=2000)
    if "text" in element:
        yield from _text(element["text"], f"{where}.text", 75, plain=True)
    if "placeholder" in element:
        yield from _text(element["placeholder"], f"{where}.placeholder", 150, plain=True)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"{where}.style: unknown"
    for name in ("positive_button", "negative_button"):
        if name in element:
            yield from _feedback(element[name], f"{where}.{name}")
    for name, most in (("max_length", 3000), ("min_length", 3000)):
        value = element.get(name, 1)
        if not isinstance(value, int) or not 0 <= value <= most:
            yield f"{where}.{name}: must be at most {most}"
    if "options" in element:
        yield from _options(
            element["options"], where, {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}.get(kind, 100)
        )


def _feedback(button: object, where: str) -> Iterator[str]:
    if not isinstance(button, dict):
        yield f"{where}: must be an object"
        return
    yield from _keys(button, ("text value", "accessibility_label"), where)
    yield from _chars(button, where, value=2000, accessibility_label=75)
    if "text" in button:
        yield from _text(button["text"], f"{where}.text", 75, plain=True)


def _options(options: object, where: str, most: int) -> Iterator[str]:
    if not isinstance(options, list) or not 0 < len(options) <= most:
        yield f"{where}.options: between 1 and {most} items"
        return
    for option in options:
        if not isinstance(option, dict):
            yield f"{where}.options: must be objects"
            continue
        yield from _keys(option, ("text value", "description url"), f"{where}.options")
        yield from _chars(option, f"{where}.options", value=150)
        yield from _text(option.get("text"), f"{where}.options.text", 75)


def _rich(element: object, where: str) -> Iterator[str]:
    if not isinstance(element, dict) or element.get("type") not in _RICH:
        yield f"{where}: unsupported type of rich text"
        return
    yield from _keys(element, _RICH[element["type"]], where)
    items = element.get("elements")
    if not isinstance(items, list):
        yield f"{where}.elements: must be an array"
        return
    for at, item in enumerate(items):
        here = f"{where}.elements[{at}]"
        if element["type"] == "rich_text_list":
            if not isinstance(item, dict) or item.get("type") != "rich_text_section":
                yield f"{here}: a list holds sections only"
            else:
                yield from _rich(item, here)
        elif not isinstance(item, dict) or item.get("type") not in _INLINE:
            yield f"{here}: unsupported type"
        else:
            yield from _keys(item, _INLINE[item["type"]], here)
            if item["type"] in ("text", "link") and item.get("text", "x") == "":
                yield f"{here}.text: must be more than 0 characters"
            yield from _chars(item, here, text=100_000, url=3000)
            style = item.get("style", {})
            if (
                not isinstance(style, dict)
                or not set(style) <= _STYLES
                or not all(v is True or v is False for v in style.values())
            ):
                yield f"{here}.style: unknown"
