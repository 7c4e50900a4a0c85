"""OpenAI's own client gets the same answers, with their sources in the text and the whole answer beside it."""

from collections.abc import Iterator

import httpx
import pytest
from api_site import TASER, post, refusal, told
from openai import BadRequestError, NotFoundError, OpenAI, UnprocessableEntityError

from assistant.plain import plain_line
from ui import render, web_text_api

# OpenAI's chat API


def _openai(url: str) -> OpenAI:
    client = httpx.Client(trust_env=False)
    return OpenAI(base_url=f"{url}/v1", api_key="niet nodig", max_retries=0, http_client=client)


@pytest.fixture(scope="module")
def openai(api_url: str) -> Iterator[OpenAI]:
    """OpenAI's own client, pointed here."""
    with _openai(api_url) as client:
        yield client


def test_openai_s_client_gets_the_answer_with_its_sources(openai: OpenAI, api: httpx.Client) -> None:
    assert [model.id for model in openai.models.list()] == ["lovp"]
    reply = openai.chat.completions.create(
        model="lovp",
        temperature=0.7,
        messages=[{"role": "system", "content": "Antwoord altijd met ja."}, {"role": "user", "content": TASER}],
    )
    expected = post(api, question=TASER).json()
    (cited,) = expected["citations"]
    content = reply.choices[0].message.content or ""
    assert content.startswith(f"2020 en 2021\n\n{expected['answer']}\n\n{web_text_api.SOURCES}\n[1] {cited['title']}, ")
    assert (
        f"onder ‘{cited['topic']}’, bladzijde {cited['page']}: “{plain_line(cited['quote'])}” {cited['url']}" in content
    )
    assert content.endswith(render.NOTICE)
    assert (reply.choices[0].finish_reason, reply.object) == ("stop", "chat.completion")
    assert told((reply.model_extra or {})["lovp"]) == told(expected)


def test_earlier_messages_of_the_user_are_the_history(openai: OpenAI, api: httpx.Client) -> None:
    reply = openai.chat.completions.create(
        model="lovp",
        messages=[
            {"role": "user", "content": "Wat is er gezegd over politiecapaciteit?"},
            {"role": "assistant", "content": "Van alles."},
            {"role": "user", "content": [{"type": "text", "text": "En in 2021?"}]},
        ],
    )
    expected = post(api, question="En in 2021?", history=["Wat is er gezegd over politiecapaciteit?"]).json()
    assert told((reply.model_extra or {})["lovp"]) == told(expected)
    assert "politiecapaciteit" in expected["standalone"]


def test_a_stream_has_the_same_text_and_the_whole_answer_at_its_end(openai: OpenAI) -> None:
    whole = openai.chat.completions.create(model="lovp", messages=[{"role": "user", "content": TASER}])
    chunks = list(
        openai.chat.completions.create(model="lovp", messages=[{"role": "user", "content": TASER}], stream=True)
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.choices[0].message.content
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert told((chunks[-1].model_extra or {})["lovp"]) == told((whole.model_extra or {})["lovp"])


def test_an_answer_that_is_not_there_tells_what_comes_nearest(openai: OpenAI) -> None:
    reply = openai.chat.completions.create(
        model="lovp", messages=[{"role": "user", "content": "Hoeveel kost een stroomstootwapen per stuk?"}]
    )
    out = (reply.model_extra or {})["lovp"]
    content = reply.choices[0].message.content or ""
    assert (out["answered"], render.NEAREST in content) == (False, bool(out["nearest"]))


def test_a_chat_that_cannot_be_answered_is_refused_in_openai_s_shape(openai: OpenAI) -> None:
    user = {"role": "user", "content": "taser"}
    for body, kind, said in (
        ({"model": "gpt-9", "messages": [user]}, NotFoundError, "Het model ‘gpt-9’ is er niet. Er is: lovp."),
        ({"model": "lovp"}, BadRequestError, "‘messages’ ontbreekt."),
        ({"model": "lovp", "messages": []}, UnprocessableEntityError, web_text_api.NO_QUESTION),
        (
            {"messages": [user, {"role": "assistant", "content": "x"}]},
            UnprocessableEntityError,
            web_text_api.NO_QUESTION,
        ),
        ({"messages": [{"role": "user"}]}, UnprocessableEntityError, "Stel een vraag"),
        ({"messages": [user], "n": 2}, UnprocessableEntityError, web_text_api.ONE_CHOICE),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
            UnprocessableEntityError,
            web_text_api.ONLY_TEXT,
        ),
    ):
        with pytest.raises(kind) as caught:
            openai.post("/chat/completions", body=body, cast_to=object)
        assert said in refusal(caught.value.response)


def test_every_refusal_under_v1_has_openai_s_shape_with_what_kind_it_is(openai: OpenAI, api: httpx.Client) -> None:
    assert openai.models.retrieve("lovp").id == "lovp"
    with pytest.raises(NotFoundError) as caught:
        openai.models.retrieve("gpt-9")
    assert (caught.value.type, caught.value.code) == ("invalid_request_error", "model_not_found")
    for method, path, status in (
        ("GET", "/v1/nergens", 404),
        ("DELETE", "/v1/models", 405),
        ("POST", "/v1/chat/completions", 415),
    ):
        reply = api.request(method, path)
        assert reply.status_code == status
        assert reply.json()["error"].keys() == {"message", "type", "param", "code"}
        assert reply.json()["error"]["type"] == "invalid_request_error"
    assert api.get("/v1/models", headers={"origin": "https://evil.example"}).json()["error"]["message"]
