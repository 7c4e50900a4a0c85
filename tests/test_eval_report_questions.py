"""The questions that went wrong, as the report shows them: by their worst tag, beside the evidence, and hidden in a test set."""

from bs4 import BeautifulSoup
from report_runs import QUOTE, TOPIC, a_run, cells, one, one_set, page, row, rows

from eval.report_html import report_html
from eval.report_questions import HIDDEN


def test_each_question_stands_once_under_its_worst_tag() -> None:
    soup = page(a_run())
    found = {
        one(kind, "h4").get_text(" ").split()[0]: [one(miss, "h5").get_text() for miss in kind.select(".miss")]
        for kind in soup.select(".kind")
    }
    assert list(found) == ["waar", "wanneer", "lijst"]
    assert found["waar"] == ["Vraag over onvolledig?", "Vraag over geweigerd?"]
    assert found["wanneer"] == ["Vraag over verzonnen?"]
    links = {link["href"] for link in soup.select(".toc a")}
    assert links == {f"#{place['id']}" for place in soup.select(".miss, h4[id]")}


def test_the_answer_stands_beside_what_was_expected() -> None:
    soup = page(a_run())
    by_name = {one(miss, ".meta code").get_text(): miss for miss in soup.select(".miss")}
    partly = by_name["onvolledig"]
    assert "Zin met het bewijs van onvolledig." in one(partly, ".wanted").get_text()
    assert f"28 oktober 2019 · {TOPIC}" in one(partly, ".wanted").get_text()
    assert "Wat is een taser?" in one(partly, ".before").get_text()
    assert one(partly, ".given .short").get_text() == "2020 en 2021"
    assert one(partly, ".given p a")["href"] == f"#{one(partly, '.sources li')['id']}"
    assert one(partly, ".why").get_text() == "Mist feiten (0,0% gevonden)"
    assert "Niet beantwoord." in one(by_name["geweigerd"], ".given").get_text()
    assert "De verslagen zeggen dit niet." in one(by_name["verzonnen"], ".wanted").get_text()
    assert "ValueError: kapot" in one(by_name["vastgelopen"], ".given").get_text()


def test_a_quote_is_repeated_only_where_the_answer_does_not_say_it() -> None:
    own_words = row("eigen", "x", "fout", answer="De taser is betaald [1], zie ook [2].")
    soup = page(a_run(one_set(asked=[own_words, row("letterlijk", "x", "fout")])))
    shown = {
        one(miss, ".meta code").get_text(): [q.get_text() for q in miss.select(".sources q")]
        for miss in soup.select(".miss")
    }
    assert shown == {"eigen": [QUOTE], "letterlijk": []}
    assert [link.get_text() for link in soup.select(".given p a")] == ["[1]", "[1]"]  # nothing stands behind [2]


def test_a_test_set_shows_only_ids_and_reasons() -> None:
    text = report_html(a_run(one_set(split="test")))
    for secret in ("Vraag over", "Zin met het bewijs", QUOTE, "Wat is een taser?", "ValueError", TOPIC):
        assert secret not in text
    soup = BeautifulSoup(text, "html.parser")
    assert HIDDEN in text
    assert "toetsvragen" in one(soup, "h2[id='s1-kop']").get_text()
    assert cells(one(soup, ".misses table")) == [
        ["onvolledig", "Mist feiten (0,0% gevonden)"],
        ["geweigerd", "Geweigerd, terwijl de verslagen het wel zeggen"],
        ["verzonnen", "Beantwoord, terwijl de verslagen het niet zeggen"],
        ["vastgelopen", "Vastgelopen"],
    ]


def test_a_test_set_shows_its_questions_when_asked_to() -> None:
    soup = page(a_run(one_set(split="test")), reveal=True)
    assert len(soup.select(".miss")) == 4
    assert HIDDEN not in soup.get_text()


def test_a_run_in_which_all_of_400_questions_fail_stays_under_two_megabytes() -> None:
    long = {"answer": "\n\n".join(f"“{QUOTE * 3}” [{n}]" for n in range(1, 9)), "citations": rows()[0]["citations"] * 8}
    wanted = [{"date": None, "topic": TOPIC, "text": QUOTE * 4}] * 12
    asked = [
        row(f"vraag-{n}", f"soort-{n % 30} x", "fout", wanted=wanted, seen=["r:0-700"] * 40, **long) for n in range(400)
    ]
    for number, citation in enumerate(long["citations"], 1):
        assert isinstance(citation, dict)
        citation["n"] = number
    text = report_html(a_run(one_set(asked=asked)), [a_run(at=f"2026-01-01T00:00:{n:03}") for n in range(200)])
    assert len(text.encode()) < 2_000_000
    assert text.count('class="miss"') == 400
    assert "(ingekort)" in text
