"""Guessing is slowed down; a class behind one address is not. Pure, with a clock of its own."""

from opora.surveys.throttle import OF_ALL, PER_ADDRESS, PER_ADDRESS_WHEN_MANY, WINDOW_SECONDS, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def throttle(clock: Clock) -> Throttle:
    return Throttle(PER_ADDRESS, OF_ALL, PER_ADDRESS_WHEN_MANY, clock=clock)


def test_thirty_phones_that_each_mistake_once_pass() -> None:
    guarded = throttle(Clock())
    for _ in range(30):
        assert guarded.is_allowed("10.0.0.1")
        guarded.count("10.0.0.1")
    assert guarded.is_allowed("10.0.0.1")


def test_who_guesses_is_stopped_and_let_in_after_the_window() -> None:
    clock = Clock()
    guarded = throttle(clock)
    for _ in range(PER_ADDRESS):
        guarded.count("10.0.0.1")
    assert (guarded.is_allowed("10.0.0.1"), guarded.is_allowed("10.0.0.2")) == (False, True)
    clock.now += WINDOW_SECONDS
    assert guarded.is_allowed("10.0.0.1")


def test_many_addresses_that_guess_together_get_less() -> None:
    guarded = throttle(Clock())
    for number in range(OF_ALL):
        guarded.count(f"10.0.{number // 250}.{number % 250}")
    for _ in range(PER_ADDRESS_WHEN_MANY):
        assert guarded.is_allowed("192.0.2.1")
        guarded.count("192.0.2.1")
    assert not guarded.is_allowed("192.0.2.1")


def test_no_address_is_kept_and_the_salt_changes_with_the_day() -> None:
    clock = Clock()
    guarded = throttle(clock)
    guarded.count("192.0.2.77")
    assert "192.0.2.77" not in repr(guarded) + repr(guarded.__dict__)
    before = dict(guarded._times)
    clock.now += 86_400
    guarded.count("192.0.2.77")
    assert not before.keys() & guarded._times.keys()
