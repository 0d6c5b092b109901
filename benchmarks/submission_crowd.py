"""Phones that send answers: raw sockets kept alive, so that the crowd costs the server's cores little."""

import http.client
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

QUESTIONS = 60
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(slots=True)
class Sent:
    """One answer as its phone keeps it until it is acknowledged."""

    number: int
    body: str
    tries: int = 0


def answer(number: int, code: str) -> Sent:
    """Sixty answers; the words of the last question tell which answer it was, for the check afterwards."""
    given = random.Random(number)
    fields = {f"q{n:02}": str(given.randint(1, 5)) for n in range(1, QUESTIONS)}
    fields |= {"_code": code, "_retry": secrets.token_hex(16), "_lang": "ru"}
    return Sent(number, urlencode(fields | {"q60": f"номер {number}"}))


def bare_body(number: int) -> str:
    given = random.Random(number)
    return urlencode({f"q{n:02}": str(given.randint(1, 5)) for n in range(1, QUESTIONS + 1)})


class Phone:
    """A kept-alive connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def post(self, url: str, body: str) -> bool:
        """Whether it was acknowledged; a connection that broke is made anew the next time."""
        try:
            self.connection.request("POST", url, body, HEADERS)
            response = self.connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            return False
        return response.status == 200


@dataclass
class Measured:
    """Seconds of each acknowledged request, and how many were refused."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    taken: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.taken

    def percentile(self, part: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def sustained(port: int, url: str, bodies: Iterator[str], *, seconds: float, phones: int) -> Measured:
    """So many phones, each sending the next body as soon as the last was answered, for so long."""
    found, lock = Measured(), threading.Lock()
    end = time.perf_counter() + seconds

    def run() -> None:
        phone = Phone(port)
        while time.perf_counter() < end:
            with lock:
                body = next(bodies)
            before = time.perf_counter()
            is_taken = phone.post(url, body)
            if is_taken:
                found.seconds.append(time.perf_counter() - before)
            else:
                found.failed += 1

    before = time.perf_counter()
    _together([run] * phones)
    found.taken = time.perf_counter() - before
    return found


def at_once(port: int, url: str, bodies: Sequence[str], *, within: float = 0.0) -> Measured:
    """Each body by a phone of its own: all in one moment, or each at some moment of `within` seconds."""
    found, start = Measured(), threading.Barrier(len(bodies))

    def one(body: str) -> Callable[[], None]:
        def run() -> None:
            phone = Phone(port)
            start.wait()
            time.sleep(random.random() * within)
            before = time.perf_counter()
            if phone.post(url, body):
                found.seconds.append(time.perf_counter() - before)
            else:
                found.failed += 1

        return run

    before = time.perf_counter()
    _together([one(body) for body in bodies])
    found.taken = time.perf_counter() - before
    return found


def until_acknowledged(port: int, url: str, answers: Sequence[Sent], *, phones: int) -> int:
    """Every answer again and again until its phone hears of it; how many sendings that took."""
    waiting, lock = list(reversed(answers)), threading.Lock()

    def run() -> None:
        phone = Phone(port)
        while True:
            with lock:
                if not waiting:
                    return
                sent = waiting.pop()
            sent.tries += 1
            while not phone.post(url, sent.body):
                sent.tries += 1
                time.sleep(0.05)

    _together([run] * phones)
    return sum(each.tries for each in answers)


def _together(jobs: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
