"""Guessing of codes is slowed down, people are not. In this process's memory only; nothing is logged or kept.

Only wrong codes count: a class of thirty behind one address that types its codes passes, errors of fingers
included (`MistypedCode` need not be counted). An address is known by an HMAC under a salt that is random and
changes every day, so no memory dump names anybody. Where many addresses guess at once, each gets less.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW_SECONDS = 600
PER_ADDRESS = 60
#: wrong codes of everybody together in a window; above it an address gets only `PER_ADDRESS_WHEN_MANY`
OF_ALL, PER_ADDRESS_WHEN_MANY = 3000, 10
#: sendings by a poster's link from one address in a window
PER_POSTER = 120
MOST_ADDRESSES = 50_000
DAY_SECONDS = 86_400


@dataclass
class Throttle:
    """Counts events of an address in a sliding window. `clock` gives seconds that never go back."""

    per_address: int
    of_all: int
    per_address_when_many: int
    clock: Callable[[], float] = time.monotonic
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _salted_at: float | None = None
    _times: OrderedDict[bytes, deque[float]] = field(default_factory=OrderedDict, repr=False)
    _all: deque[float] = field(default_factory=deque, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def is_allowed(self, address: str) -> bool:
        """Whether this address may try once more now."""
        with self._lock:
            key, now = self._key(address), self.clock()
            _drop_old(self._all, now)
            limit = self.per_address_when_many if len(self._all) >= self.of_all else self.per_address
            times = self._times.get(key)
            if times is None:
                return True
            _drop_old(times, now)
            return len(times) < limit

    def count(self, address: str) -> None:
        """Remember one event of this address."""
        with self._lock:
            key, now = self._key(address), self.clock()
            self._all.append(now)
            _drop_old(self._all, now)
            times = self._times.setdefault(key, deque(maxlen=self.per_address))
            times.append(now)
            self._times.move_to_end(key)
            while len(self._times) > MOST_ADDRESSES:
                self._times.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._times.clear()
            self._all.clear()

    def _key(self, address: str) -> bytes:
        now = self.clock()
        if self._salted_at is None or now - self._salted_at >= DAY_SECONDS:
            self._salt, self._salted_at = secrets.token_bytes(32), now
            self._times.clear()
        return hmac.new(self._salt, address.encode(), hashlib.sha256).digest()[:16]


def _drop_old(times: deque[float], now: float) -> None:
    while times and now - times[0] >= WINDOW_SECONDS:
        times.popleft()


#: wrong codes; `answering` asks before it looks a code up and counts what raised UnknownCode
wrong_codes = Throttle(PER_ADDRESS, OF_ALL, PER_ADDRESS_WHEN_MANY)
#: sendings by posters
poster_sendings = Throttle(PER_POSTER, OF_ALL * 10, PER_POSTER)
