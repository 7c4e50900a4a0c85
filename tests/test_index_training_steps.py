"""The arithmetic of training: sums of rows, gradients against differences, and what a lesson is taken from."""

import numpy as np
import pytest
from numpy.typing import NDArray

from index.training_bags import joined, lists_to_bags, sums, turned
from index.training_lessons import Taught, Together, learn, thinned
from index.training_steps import contrast, likeness

BAGS = lists_to_bags([[1, 2, 2], [], [3], [0, 1, 3]])
ROWS = np.array([[1, 0], [0, 1], [2, 3], [-1, 5]], np.float32)


def drawn(*shape: int, seed: int = 0) -> NDArray[np.float32]:
    return np.asarray(np.random.default_rng(seed).standard_normal(shape), np.float32)


def test_a_sum_counts_a_piece_as_often_as_it_stands_there() -> None:
    assert sums(ROWS, BAGS).tolist() == [[4, 7], [0, 0], [-1, 5], [0, 6]]


def test_taking_joining_and_leaving_out_keep_texts_apart() -> None:
    both = joined([BAGS.take(np.array([3, 0])), BAGS.take(np.array([1, 2]))])
    assert both.ids.tolist() == [0, 1, 3, 1, 2, 2, 3]
    assert both.starts.tolist() == [0, 3, 6, 6, 7]
    less = both.without(both.ids == 2)
    assert sums(ROWS, less).tolist() == [[0, 6], [0, 1], [0, 0], [-1, 5]]


def test_turned_bags_say_in_which_texts_a_piece_stands() -> None:
    pieces, texts = turned(BAGS)
    assert pieces.tolist() == [0, 1, 2, 3]
    assert [texts.ids[a:b].tolist() for a, b in zip(texts.starts, texts.starts[1:], strict=False)] == [
        [3],
        [0, 3],
        [0, 0],
        [2, 3],
    ]


def test_the_gradients_of_the_contrast_are_those_of_its_loss() -> None:
    one, other = drawn(5, 4), drawn(5, 4, seed=1)
    same = np.zeros((5, 5), bool)
    same[0, 3] = same[3, 0] = True
    _, to_one, to_other = contrast(one, other, same, temperature=0.5)
    for number, gradient in enumerate((to_one, to_other)):
        for place in ((0, 1), (3, 2), (4, 0)):
            moved = []
            for way in (0.01, -0.01):
                both = [one.copy(), other.copy()]
                both[number][place] += way
                moved.append(contrast(both[0], both[1], same, temperature=0.5)[0])
            assert (moved[0] - moved[1]) / 0.02 == pytest.approx(gradient[place], abs=2e-3)


def test_the_gradient_of_likeness_is_that_of_its_loss() -> None:
    made, wanted = drawn(3, 4), drawn(3, 4, seed=2)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    gradient = likeness(made, wanted)[1]
    up, down = made.copy(), made.copy()
    up[1, 2] += 0.01
    down[1, 2] -= 0.01
    assert (likeness(up, wanted)[0] - likeness(down, wanted)[0]) / 0.02 == pytest.approx(gradient[1, 2], abs=2e-3)


def test_a_text_without_pieces_moves_nothing() -> None:
    assert not likeness(np.zeros((1, 4), np.float32), np.ones((1, 4), np.float32))[1].any()


def test_thinning_never_empties_a_text() -> None:
    texts = lists_to_bags([[1], [2, 3], []] * 200)
    lengths = np.diff(thinned(texts, np.random.default_rng(1)).starts)
    assert set(lengths[::3]) == {1}
    assert set(lengths[1::3]) == {1, 2}
    assert set(lengths[2::3]) == {0}


def test_some_headings_are_asked_as_a_question_and_stay_whole() -> None:
    headings = lists_to_bags([[1, 2]] * 400)
    kind = np.zeros(400, np.int32)
    lesson = Together(headings, headings, kind, size=4000, openings=lists_to_bags([[7, 8, 9]]))
    asked, paragraphs = lesson.draw(np.random.default_rng(1))[0]
    texts = [asked.ids[a:b].tolist() for a, b in zip(asked.starts, asked.starts[1:], strict=False)]
    assert len(texts) == len(paragraphs) == 400
    assert {7, 8, 9}.isdisjoint(paragraphs.ids.tolist())
    behind = [text[3:] for text in texts if text[:3] == [7, 8, 9]]
    assert 60 < len(behind) < 140
    assert all(text in ([1, 2], [1], [2]) for text in [*behind, *(text for text in texts if text[0] != 7)])


def test_lessons_bring_together_what_belongs_together_and_near_the_teacher_what_is_taught() -> None:
    table = drawn(6, 8)
    teacher = np.eye(8, dtype=np.float32)[:2]
    together = Together(
        lists_to_bags([[0], [1]]), lists_to_bags([[2], [3]]), kind=np.array([0, 1], np.int32), size=8, weight=1.0
    )
    taught = Taught(lists_to_bags([[4], [5]]), np.array([0, 1], np.int32), teacher, size=8)
    learn(table, [together, taught], rate=0.05, steps=150, seed=1)
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    alike = unit[:2] @ unit[2:4].T
    assert np.diag(alike).min() > alike[[0, 1], [1, 0]].max() + 0.3
    assert (unit[[4, 5]] * teacher).sum(axis=1).min() > 0.9
