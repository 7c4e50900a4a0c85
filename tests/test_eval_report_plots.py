"""The pictures of the report tell the same as the tables beside them."""

from typing import Any

from report_runs import Run, a_run, cells, figures, one, one_set, page, rows

from eval.labels import LABELS
from eval.report_plots import latency_plot
from eval.report_tags import by_tag


def test_the_worst_tag_comes_first_and_one_with_few_questions_after_the_others() -> None:
    assert [(tag.name, tag.right, tag.total) for tag in by_tag(rows())] == [
        ("waar", 3, 5),
        ("wanneer", 5, 7),
        ("lijst", 0, 1),
        ("goed", 3, 3),
    ]
    figure = figures(page(a_run()), "Goed per soort vraag")
    assert [text.get_text() for text in figure.select("text")] == [
        *("waar", "3 van 5 goed"),
        *("wanneer", "5 van 7 goed"),
        *("lijst", "0 van 1 goed, één vraag"),
    ]
    table = cells(one(figure, "table"))
    assert table[0] == ["waar", "3", "2", "5", "60,0%", ""]
    widths = [bar["width"] for bar in figure.select("rect.full")]
    assert widths == ["60.00%", "71.43%", "0.00%"]


def test_how_questions_came_out_is_counted_and_drawn_alike() -> None:
    soup = page(a_run())
    counts = {str(item.i["class"][1]): int(one(item, "b").get_text()) for item in soup.select(".outcomes li") if item.i}
    assert counts == {"right": 11, "partly": 1, "refused": 1, "false": 1, "crashed": 1}
    assert {kind: len(soup.select(f".squares .{kind}")) for kind in counts} == counts


def test_the_curve_tells_where_the_assistant_stands() -> None:
    figure = figures(page(a_run()), "Meer antwoorden, meer fouten?")
    assert "beantwoordt 85,7% van de vragen" in one(figure, "figcaption p").get_text()
    now = one(figure, "circle.now")
    assert now["cx"] == "85.70%"
    assert cells(one(figure, "table"))[-1] == ["85,7%", "14,3%", "13", "2", "15,4%", "0,500"]


def test_the_time_that_answers_take_is_drawn_with_its_percentiles() -> None:
    times: list[Run] = [{"elapsed_ms": float(n)} for n in range(1, 101)] + [
        {"elapsed_ms": 5000.0},
        {"elapsed_ms": None},
    ]
    plot = latency_plot("x", times)
    assert [line for line in plot.rows if line[0].startswith("p")] == [
        ("p50", "binnen 51 ms"),
        ("p95", "binnen 96 ms"),
        ("p99", "binnen 100 ms"),
    ]
    assert plot.rows[-1] == ("1 vraag", "105 ms of langer")
    assert sum(int(count.split()[0]) for count, _ in plot.rows[3:]) == 101


def test_history_breaks_where_the_questions_changed_and_leaves_other_composers_out() -> None:
    def earlier(day: int, right: float, **other: Any) -> Run:
        run = a_run(one_set(facts="0" * 64) if day < 3 else one_set(), at=f"2026-11-0{day}T08:00:00+00:00", **other)
        run["sets"][0]["measures"]["right"]["value"] = right
        return run

    runs = [earlier(4, 0.71), earlier(1, 0.6), earlier(2, 0.65), earlier(3, 0.7), earlier(5, 0.9, composer="llm:x")]
    soup = page(a_run(), *runs, a_run())  # the run itself may be among them
    past = one(soup, ".past")
    table = cells(one(past, "table"))
    assert [line[2] for line in table] == ["60,0%", "65,0%", "70,0%", "71,0%", "73,3%"]
    assert [line[-1] for line in table] == [
        *("eerste meting", "als in de meting ervoor", "veranderd"),
        *("als in de meting ervoor", "als in de meting ervoor"),
    ]
    right = figures(soup, LABELS["right"])
    assert len(right.select("polyline")) == 2
    assert [line["x1"] for line in right.select("line.break")] == ["37.50%"]
    assert "Eén eerdere meting telt niet mee" in past.get_text()


def test_each_picture_has_a_title_a_description_and_its_figures_as_a_table() -> None:
    soup = page(a_run(), a_run(at="2026-11-01T00:00:00+00:00"))
    pictures = soup.select("svg[role=img]")
    assert len(pictures) == 3 + 4  # the measures of the history that this run has
    for picture in pictures:
        assert one(picture, "title").get_text()
        assert one(picture, "desc").get_text()
    assert len(soup.select("details.data table")) == 4


def test_a_few_very_slow_answers_do_not_press_the_others_together() -> None:
    plot = latency_plot("x", [{"elapsed_ms": float(n)} for n in range(1, 97)] + [{"elapsed_ms": 9000.0}] * 4)
    assert len([line for line in plot.rows if "vragen" in line[0]]) > 10
    assert plot.rows[2] == ("p99", "binnen 9000 ms")
    assert plot.rows[-1] == ("4 vragen", "160 ms of langer")
