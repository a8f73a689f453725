"""How a submission spends its time: at least six attempts, and never more than was agreed."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from wizard.client import errors
from wizard.client.api import Answer
from wizard.client.credentials import sandbox_profile
from wizard.client.outcome import Created, Outcome, Unconfirmed
from wizard.client.sending import submit
from wizard.client.submission import prepare


class Time:
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.now, self.waits = 1000.0, list[float]()

    @property
    def passed(self) -> float:
        return self.now - 1000.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Nowhere:
    """A journal that keeps nothing."""

    def start(self, entry: Mapping[str, Any]) -> None:
        """Nothing to keep."""

    def finish(
        self, token: str, outcome: Mapping[str, Any], *, target: Mapping[str, Any] | None = None
    ) -> None:
        """Nothing to keep."""


class Service:
    """Fails as it is told, taking all the time that it is given or none; then it creates."""

    def __init__(
        self, time: Time, *failures: errors.ServiceError, for_ever: bool, slow: bool = False
    ) -> None:
        self.time, self.failures, self.for_ever, self.slow = time, list(failures), for_ever, slow
        self.given: list[float] = []

    def create_cluster(
        self,
        body: bytes,
        token: str,
        *,
        within: float | None = None,
        cancelled: threading.Event | None = None,
        secrets: tuple[str, ...] = (),
    ) -> Answer:
        assert within is not None
        self.given.append(within)
        self.time.now += within if self.slow else 0.0
        if self.failures:
            raise self.failures[0] if self.for_ever else self.failures.pop(0)
        return Answer(201, {"Id": "cls-1"}, None)


def failed(retry_after: float | None = None) -> errors.ServerError:
    return errors.ServerError("HTTP 503", retry_after=retry_after)


def throttled(retry_after: float) -> errors.Throttled:
    return errors.Throttled("m", status=429, code="Throttling", message="m", retry_after=retry_after)


def cut_off() -> errors.IncompleteResponse:
    return errors.IncompleteResponse("closed")


def run(service: Service, *, timeout: float = 60.0, jitter: Callable[[], float] = lambda: 0.5) -> Outcome:
    time = service.time
    submission = prepare({}, sandbox_profile("http://127.0.0.1:1"), {})
    return submit(
        submission, service, Nowhere(), timeout=timeout, clock=time.clock, sleep=time.sleep, jitter=jitter
    )


@pytest.mark.parametrize("jitter", [0.0, 1.0])
@pytest.mark.parametrize("timeout", [0.5, 5.0, 60.0, 600.0])
@pytest.mark.parametrize("retry_after", [None, 0.0, 1.0, 30.0, 3600.0])
def test_six_attempts_fit_whatever_is_asked_for(
    timeout: float, retry_after: float | None, jitter: float
) -> None:
    service = Service(Time(), failed(retry_after), for_ever=True)
    outcome = run(service, timeout=timeout, jitter=lambda: jitter)
    assert isinstance(outcome, Unconfirmed)
    assert outcome.attempts >= 6
    assert service.time.passed <= timeout


@pytest.mark.parametrize("jitter", [0.0, 1.0])
@pytest.mark.parametrize("timeout", [1.0, 60.0])
def test_six_attempts_fit_when_each_takes_all_its_time(timeout: float, jitter: float) -> None:
    service = Service(Time(), cut_off(), for_ever=True, slow=True)
    outcome = run(service, timeout=timeout, jitter=lambda: jitter)
    assert isinstance(outcome, Unconfirmed)
    assert outcome.attempts >= 6
    assert service.time.passed <= timeout + 0.01
    assert min(service.given[:6]) > timeout / 10


def test_a_pause_that_the_service_asks_for_is_kept() -> None:
    service = Service(Time(), throttled(7.0), failed(3.0), for_ever=False)
    assert isinstance(run(service), Created)
    assert service.time.waits == [7.0, 3.0]


def test_pauses_double() -> None:
    service = Service(Time(), cut_off(), for_ever=True)
    run(service, jitter=lambda: 1.0)
    waits = service.time.waits
    assert [waits[at + 1] / waits[at] for at in range(4)] == [pytest.approx(2.0)] * 4


def test_pauses_are_spread_by_chance() -> None:
    waits = []
    for chance in (0.0, 0.5, 1.0):
        service = Service(Time(), cut_off(), for_ever=False)
        run(service, jitter=lambda chance=chance: chance)
        waits.append(service.time.waits[0])
    assert sorted(set(waits)) == waits


def test_no_attempt_begins_without_time_left() -> None:
    time = Time()
    service = Service(time, failed(), for_ever=True)

    def oversleep(seconds: float) -> None:
        time.now += 100.0

    submission = prepare({}, sandbox_profile("http://127.0.0.1:1"), {})
    outcome = submit(submission, service, Nowhere(), timeout=60.0, clock=time.clock, sleep=oversleep)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.attempts, len(service.given)) == (1, 1)
    assert isinstance(outcome.error, errors.ServerError)


def test_when_the_journal_takes_all_the_time_nothing_is_sent() -> None:
    time = Time()

    class Slow(Nowhere):
        def start(self, entry: Mapping[str, Any]) -> None:
            time.now += 100.0

    service = Service(time, for_ever=False)
    submission = prepare({}, sandbox_profile("http://127.0.0.1:1"), {})
    outcome = submit(submission, service, Slow(), timeout=60.0, clock=time.clock, sleep=time.sleep)
    assert isinstance(outcome, Unconfirmed)
    assert (outcome.sent, service.given) == (False, [])
    assert "No time was left" in outcome.message


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_time_limit_is_above_zero(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout"):
        run(Service(Time(), for_ever=False), timeout=timeout)
