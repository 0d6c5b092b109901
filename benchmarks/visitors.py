"""Somebody with a browser, many of them at once: every answer is timed, what went wrong is kept in words."""

import http.client
import select
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from served import CSRF, Fields

#: what is asked before the load begins: not counted
BEFORE = ""


@dataclass
class Told:
    """Seconds of every answer by what was asked for; what went wrong, in words."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, taken: float) -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(taken)

    def fail(self, words: str) -> None:
        with self.lock:
            self.wrong.append(words)


class Visitor:
    """A kept-alive connection of somebody who is signed in; every answer is timed."""

    def __init__(self, port: int, session: str, told: Told) -> None:
        self.port, self.told = port, told
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "Accept-Encoding": "identity",
            "Origin": f"http://127.0.0.1:{port}",
        }
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, kind: str, url: str) -> str | None:
        return self._ask(kind, "GET", url, None, {})

    def post(self, kind: str, url: str, fields: Fields, *, typing: bool = False) -> str | None:
        """The answer, or the address it sends on to; None where it was refused."""
        body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}, doseq=True)
        more = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(kind, "POST", url, body, more | ({"HX-Request": "true"} if typing else {}))

    def _reopen_closed(self) -> None:
        """As a browser does: a connection that the server has closed meanwhile is not used again."""
        socket = self.connection.sock
        if socket is not None and select.select([socket], [], [], 0)[0]:
            self.connection.close()

    def _ask(self, kind: str, method: str, url: str, body: str | None, more: dict[str, str]) -> str | None:
        self._reopen_closed()
        before = time.perf_counter()
        try:
            self.connection.request(method, url, body, self.headers | more)
            response = self.connection.getresponse()
            answer = response.read().decode()
        except (OSError, http.client.HTTPException) as broken:
            self.connection.close()
            self.told.fail(f"{method} {url}: {type(broken).__name__}")
            return None
        self.told.add(kind, time.perf_counter() - before)
        if response.status == 302:
            return response.headers["Location"]
        if response.status != 200:
            self.told.fail(f"{method} {url}: {response.status}")
            return None
        return answer


def sleep_until(at: float) -> None:
    left = at - time.perf_counter()
    if left > 0:
        time.sleep(left)


def started(jobs: Sequence[Callable[[], None]]) -> list[threading.Thread]:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    return threads


def together(jobs: Sequence[Callable[[], None]]) -> None:
    for thread in started(jobs):
        thread.join()
