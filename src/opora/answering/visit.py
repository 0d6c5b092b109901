"""What a page of answering sends: by what right, in which language, which answers. Names of the house begin
with «_»; a question's code never does.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Self

from django.http import QueryDict

from opora.answering.filling import Filling
from opora.questionnaires.instrument import Instrument
from opora.questionnaires.reading import Raw
from opora.surveys import codes
from opora.surveys import entry as surveys
from opora.surveys.entry import Entry

RETRY_BYTES = 16
LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Visit:
    """`code` or `poster`, never both; `retry` is made on the first page and stays the same."""

    code: str
    poster: str
    retry: bytes
    language: str
    raw: Raw

    @classmethod
    def at_door(cls, *, code: str = "", poster: str = "") -> Self:
        return cls(_as_printed(code), poster, secrets.token_bytes(RETRY_BYTES), "", {})

    @classmethod
    def of(cls, sent: QueryDict) -> Self:
        poster = sent.get("_poster", "").strip()[:LONGEST_CODE]
        return cls(
            code="" if poster else _as_printed(sent.get("_code", "").strip()[:LONGEST_CODE]),
            poster=poster,
            retry=_retry(sent.get("_retry", "")),
            language=sent.get("_lang", "")[:3],
            raw={name: values for name, values in sent.lists() if not name.startswith("_")},
        )

    @property
    def is_empty(self) -> bool:
        return not (self.code or self.poster)

    def entry(self, *, on: date) -> Entry:
        """Raises what `surveys.entry` refuses."""
        return surveys.by_poster(self.poster, on=on) if self.poster else surveys.by_code(self.code, on=on)

    def addressed(self) -> Entry:
        """Where it leads, used and closed or not. Raises UnknownCode."""
        return surveys.addressed(code=self.code or None, poster=self.poster or None)

    def filling(self, version_id: int) -> Filling:
        return Filling(instrument_in(version_id, self.language), self.raw)

    def carried(self) -> Iterator[tuple[str, str]]:
        """What every page of the visit sends back."""
        yield ("_poster", self.poster) if self.poster else ("_code", self.code)
        yield "_retry", self.retry.hex()
        yield "_lang", self.language

    def spoken_in(self, languages: tuple[str, ...]) -> Self:
        """In the chosen language, or the main one where none was chosen."""
        return self if self.language in languages else replace(self, language=languages[0])


@lru_cache(maxsize=256)
def instrument_in(version_id: int, language: str) -> Instrument:
    """A published version never changes, so its translation is kept."""
    return surveys.instrument_of(version_id).in_language(language)


def _as_printed(text: str) -> str:
    """One writing of a code, however it was typed; what is no code stays as it is, for its owner to see."""
    try:
        return codes.shown(codes.read(text))
    except codes.Mistyped:
        return text


def _retry(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    return key if RETRY_BYTES <= len(key) <= 2 * RETRY_BYTES else secrets.token_bytes(RETRY_BYTES)
