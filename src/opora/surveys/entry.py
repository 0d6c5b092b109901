"""How a respondent comes in and how an answer is taken. The interface that `answering` is written against.

A code leads to an `Entry`: which school, group and instrument. `accept` takes the answers, once. Nothing here
is logged, and no exception carries a code.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from django.db import connection

from opora.access import Refused
from opora.catalogues.models import Version
from opora.questionnaires.conditions import Answers
from opora.questionnaires.instrument import Audience, Instrument
from opora.surveys import accepting, codes, keys, posters
from opora.surveys.receipts import word_of
from opora.surveys.sealing import Sheet, seal
from opora.surveys.states import CampaignState
from opora.ui.text import date_ru

#: what is known of a code is asked anew after so many seconds
FRESH_SECONDS = 20
RETRY_BYTES = range(16, 33)


class UnknownCode(Refused):
    """There is no such code. Guessing looks like this, and only this: count it."""


class MistypedCode(UnknownCode):
    """What was typed cannot be a code: an error of the fingers, not a guess."""


class CodeUsed(Refused):
    """An answer has come by this code."""


class CodeExpired(Refused):
    """The campaign of this code is closed or not open yet."""


class KeyIsMissing(CodeExpired):
    """Nothing can be sealed now; whoever waits may try again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a code or a poster leads. `minimum`: the smallest group whose answers are shown."""

    cohort_id: int
    campaign_id: int
    school_name: str
    class_label: str
    audience: Audience
    version_id: int
    closes: date
    kind: Literal["code", "poster"]
    campaign_title: str = ""
    minimum: int = 5


@dataclass(frozen=True, slots=True)
class Receipt:
    """`again`: this sending had come before and nothing was stored now."""

    word: str
    again: bool


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database says of a cohort in its campaign."""

    entry: Entry
    state: CampaignState
    opens: date
    public: bytes


def by_code(text: str, *, on: date) -> Entry:
    """Where this code leads today. Raises UnknownCode, CodeUsed, CodeExpired."""
    digest = codes.digest_of(_read(text))
    known = _of_code(digest)
    taken = accepting.code_is_used(digest)
    if taken and known.state is CampaignState.OPEN and on <= known.entry.closes:
        raise CodeUsed(
            "По этому коду ответ уже получен, один код — один ответ. Если отвечали не вы, попросите другой листок."
        )
    return _open(known, on=on, taken=taken).entry


def by_poster(token: str, *, on: date) -> Entry:
    """Where this poster leads today. Raises UnknownCode, CodeExpired."""
    return _open(_of_poster(token), on=on).entry


def addressed(*, code: str | None, poster: str | None) -> Entry:
    """Where it leads, whether it was used or closed or not: what a view needs to read the answers it was sent.

    `accept` decides the rest. No query where it was asked a moment ago. Raises UnknownCode.
    """
    return _known(code, poster).entry


def instrument_of(version_id: int | Entry) -> Instrument:
    """What is asked, in its first language; read once in a process."""
    return _instrument(version_id.version_id if isinstance(version_id, Entry) else version_id)


def accept(
    *, code: str | None, poster: str | None, retry_key: bytes, language: str, answers: Answers, on: date
) -> Receipt:
    """Take an answer: the code is marked and the sealed answer stored by one statement, both or neither.

    `answers` have been checked (`questionnaires.reading`). The same retry key again gives the same word and
    stores nothing. Raises UnknownCode, CodeUsed (another sending used this code), CodeExpired.
    """
    if len(retry_key) not in RETRY_BYTES:
        raise Refused("Не получилось отправить: обновите страницу и отправьте ещё раз. Ответы останутся.")
    known = _known(code, poster)
    if not keys.is_here(known.public):  # nobody could open what is sealed to it: ask anew who is open
        forget()
        known = _open(_known(code, poster), on=on, taken=_is_taken(code))
    sealed = _sealed(known, language, answers)
    digest = codes.digest_of(_read(code)) if code is not None else None
    retry = keys.mac(keys.code_keys().retries, known.entry.cohort_id.to_bytes(8, "big"), retry_key)
    word = word_of(retry_key)
    letter = accepting.Letter(known.entry.campaign_id, known.entry.cohort_id, sealed, retry, on)
    if accepting.store(letter, digest):
        return Receipt(word, again=False)
    if accepting.was_stored(letter, digest):
        return Receipt(word, again=True)
    forget()
    _open(_known(code, poster), on=on, taken=_is_taken(code))
    raise CodeUsed(
        "По этому коду уже пришёл другой ответ, и он сохранён. Второй раз ответить по тому же коду нельзя:"
        " если ответили не вы, попросите другой листок."
    )


def forget() -> None:
    """Ask the database anew about every code."""
    _cohort_of.cache_clear()
    _of_cohort.cache_clear()


def _is_taken(code: str | None) -> bool:
    return code is not None and accepting.code_is_used(codes.digest_of(_read(code)))


def _sealed(known: _Known, language: str, answers: Answers) -> bytes:
    instrument = instrument_of(known.entry)
    read_in = language if language in instrument.languages else instrument.language
    sheet = Sheet(read_in, instrument.items(answers), instrument.texts(answers))
    entry = known.entry
    return seal(sheet, known.public, campaign_id=entry.campaign_id, cohort_id=entry.cohort_id)


def _known(code: str | None, poster: str | None) -> _Known:
    if code is not None:
        return _of_code(codes.digest_of(_read(code)))
    return _of_poster(poster or "")


def _read(text: str) -> str:
    try:
        return codes.read(text)
    except codes.Mistyped as wrong:
        raise MistypedCode(wrong.words) from None


def _moment() -> int:
    return int(time.monotonic() // FRESH_SECONDS)


_KNOWN = """
SELECT cohort.id, campaign.id, school.name, cohort.class_label, cohort.audience, instrument.version_id,
       campaign.closes, campaign.title, campaign.minimum_group, campaign.state, campaign.opens,
       campaign.public_key
FROM surveys_cohort cohort
JOIN surveys_campaign campaign ON campaign.id = cohort.campaign_id
JOIN surveys_campaigninstrument instrument
  ON instrument.campaign_id = campaign.id AND instrument.audience = cohort.audience
JOIN organisations_organisation school ON school.id = cohort.school_id
WHERE cohort.id = %s
"""


def _of_code(digest: bytes) -> _Known:
    return _of_cohort(_cohort_of(digest), "code", _moment())


@lru_cache(maxsize=20_000)
def _cohort_of(digest: bytes) -> int:
    """A code never changes its cohort."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cohort_id FROM surveys_code WHERE digest = %s", [digest])
        row = cursor.fetchone()
    if row is None:
        raise UnknownCode("Такого кода нет. Проверьте, с того ли листка он, или попросите другой листок.")
    return int(row[0])


def _of_poster(token: str) -> _Known:
    cohort_id = posters.cohort_of(token)
    try:
        if cohort_id is not None:
            return _of_cohort(cohort_id, "poster", _moment())
    except LookupError:
        pass
    raise UnknownCode("Такой ссылки нет. Откройте её ещё раз с плаката или спросите в школе.")


@lru_cache(maxsize=5_000)
def _of_cohort(cohort_id: int, kind: Literal["code", "poster"], _moment: int) -> _Known:
    """Raises LookupError where there is no such cohort."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [cohort_id])
        row = cursor.fetchone()
    if row is None:
        raise LookupError(cohort_id)
    cohort, campaign, school, label, audience, version, closes, title, minimum, state, opens, public = row
    entry = Entry(cohort, campaign, school, label, Audience(audience), version, closes, kind, title, minimum)
    return _Known(entry, CampaignState(state), opens, bytes(public))


def _open(known: _Known, *, on: date, taken: bool = False) -> _Known:
    """Raises CodeExpired where the campaign takes no answers on this day."""
    if known.state is CampaignState.DRAFT or on < known.opens:
        raise CodeExpired(f"Опрос ещё не открыт. Он начнётся {date_ru(known.opens)}: приходите тогда.")
    if known.state is not CampaignState.OPEN or on > known.entry.closes:
        is_late = on > known.entry.closes
        last = f": последним днём было {date_ru(known.entry.closes)}" if is_late else " раньше срока"
        raise CodeExpired(f"Опрос закрыт{last}. {_TAKEN if taken else _TOO_LATE}")
    if not keys.is_here(known.public):
        raise KeyIsMissing(
            "Опрос сейчас не принимает ответы: на сервере нет его ключа. Скажите об этом тому, кто раздал"
            " листки, и попробуйте позже по тому же коду."
        )
    return known


_TAKEN = "Ответ по этому коду уже получен, больше ничего не нужно."
_TOO_LATE = "Ответить уже нельзя. Если считаете, что это ошибка, спросите в школе."


@lru_cache(maxsize=64)
def _instrument(version_id: int) -> Instrument:
    content: Mapping[str, object] = Version.objects.values_list("content", flat=True).get(pk=version_id)
    return Instrument.parse(content)


__all__ = [
    "CodeExpired",
    "CodeUsed",
    "Entry",
    "KeyIsMissing",
    "MistypedCode",
    "Receipt",
    "UnknownCode",
    "accept",
    "addressed",
    "by_code",
    "by_poster",
    "forget",
    "instrument_of",
]
