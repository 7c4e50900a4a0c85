"""How much one user may ask: a sliding window, a number at once, and no memory of who asked long ago."""

import threading

import pytest

from ui.limits import Limits, TooManyError, Tries, _Window


class Clock:
    """Seconds that go on when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def ask(limits: Limits, key: str = "jan") -> None:
    with limits.admitted(key):
        pass


def test_a_minute_slides_with_the_questions() -> None:
    clock = Clock()
    limits = Limits(3, 9, clock)
    for _ in range(3):
        ask(limits)
        clock.now += 20
    clock.now -= 0.5  # 59.5 seconds after the first
    with pytest.raises(TooManyError, match="Wacht één seconde") as caught:
        ask(limits)
    assert caught.value.wait == 1
    clock.now += 0.5
    ask(limits)
    with pytest.raises(TooManyError, match="Wacht 20 seconden"):
        ask(limits)


def test_what_was_refused_does_not_count() -> None:
    clock = Clock()
    limits = Limits(1, 9, clock)
    ask(limits)
    for _ in range(5):
        clock.now += 10
        with pytest.raises(TooManyError):
            ask(limits)
    clock.now += 10
    ask(limits)


def test_one_user_does_not_use_up_anothers_questions() -> None:
    limits = Limits(1, 1, Clock())
    with limits.admitted("jan"):
        ask(limits, "els")


def test_so_many_at_once_and_no_more() -> None:
    limits = Limits(100, 2, Clock())
    with limits.admitted("jan"):
        with limits.admitted("jan"), pytest.raises(TooManyError, match=r"Er lopen al 2 vragen van u\."):
            ask(limits)
        ask(limits)


def test_a_question_that_fails_is_no_longer_busy() -> None:
    limits = Limits(100, 1, Clock())
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), limits.admitted("jan"):
            raise ZeroDivisionError
    ask(limits)


def test_many_threads_get_exactly_what_is_allowed() -> None:
    limits = Limits(40, 1000, Clock())
    passed: list[int] = []
    start = threading.Barrier(8)

    def run() -> None:
        start.wait()
        for n in range(20):
            try:
                ask(limits)
            except TooManyError:
                continue
            passed.append(n)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 40


def test_who_asked_long_ago_is_forgotten() -> None:
    clock = Clock()
    window = _Window(5, 60, clock)
    for n in range(500):
        window.add(f"gebruiker {n}")
        clock.now += 1
        window.wait("iemand")
        assert len(window) <= 61
    clock.now += 60
    assert (window.wait("iemand"), len(window)) == (0, 0)


def test_memory_is_bounded_also_within_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.limits._MOST_KEYS", 10)
    window = _Window(1, 60, Clock())
    for n in range(50):
        window.add(str(n))
        window.wait("")
    assert len(window) == 10
    assert window.wait("49") > 0  # the newest are those that are kept


def test_tries_count_from_their_start_and_say_how_long_to_wait() -> None:
    clock = Clock()
    tries = Tries(5, 300, clock)
    for _ in range(5):
        tries.begin("jan")
    with pytest.raises(TooManyError, match="Wacht 5 minuten"):
        tries.begin("jan")
    tries.begin("els")
    clock.now += 290
    with pytest.raises(TooManyError, match="Wacht 10 seconden"):
        tries.begin("jan")
    clock.now += 10
    tries.begin("jan")


def test_a_right_password_wipes_the_slate_of_the_name_and_gives_the_address_its_try_back() -> None:
    tries = Tries(2, 300, Clock())
    tries.begin("jan")
    tries.forget("jan")
    for _ in range(9):
        tries.begin("adres")
        tries.take_back("adres")
    tries.begin("jan")
    tries.begin("jan")
    tries.begin("adres")
    tries.begin("adres")
    for key in ("jan", "adres"):
        with pytest.raises(TooManyError):
            tries.begin(key)
