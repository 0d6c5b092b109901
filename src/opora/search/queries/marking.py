"""Where in a text the words stand that were asked for: PostgreSQL says so, of the few texts that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from opora.search.asking import Asked

_OPEN, _CLOSE = "\x02", "\x03"
_OPTIONS = f'StartSel="{_OPEN}", StopSel="{_CLOSE}"'
_EXCERPT = f"{_OPTIONS}, MaxWords=32, MinWords=16, ShortWord=0"
_WHOLE = f"{_OPTIONS}, HighlightAll=true"
#: a word that is asked for stands within so many signs, or the beginning is shown
_LONGEST = 20_000
#: so many signs of what stands before it are shown
_LEAD = 70
_STATEMENT = """
SELECT CASE WHEN whole THEN ts_headline('russian', text, asked, %s) ELSE ts_headline('russian', text, asked, %s) END
FROM unnest(%s::text[], %s::boolean[]) WITH ORDINALITY AS given(text, whole, at), to_tsquery('russian', %s) AS asked
ORDER BY at
"""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, or a piece of it (`is_cut_before`, `is_cut_after`), with the places of words asked for in it."""

    text: str
    places: tuple[tuple[int, int], ...] = ()
    is_cut_before: bool = False
    is_cut_after: bool = False


def marked(asked: Asked, texts: Sequence[tuple[str, bool]]) -> list[Marked]:
    """Each text, whole where it says so, else the piece with the words. One query however many; none for none."""
    given = [(" ".join(text.split())[:_LONGEST], whole) for text, whole in texts]
    if not given or not asked:
        return [Marked(text) for text, _ in given]
    plain = [_plain(text) for text, _ in given]
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [_WHOLE, _EXCERPT, plain, [whole for _, whole in given], asked.tsquery])
        answers = [answer for (answer,) in cursor.fetchall()]
    return [
        _placed(text, bare, answer) for (text, _), bare, answer in zip(given, plain, answers, strict=True)
    ]


class _Signs(dict[int, str]):
    """Each sign as its index has it, made when it is met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        low = sign.lower()
        made = self[code] = (
            " " if not sign.isalnum() else "е" if low == "ё" else low if len(low) == 1 else sign
        )
        return made


_SIGNS = _Signs()


def _plain(text: str) -> str:
    """The text as its index has it, sign for sign: nothing in it is a tag, an address or a number with signs."""
    return text.translate(_SIGNS)


def _placed(text: str, bare: str, answer: str) -> Marked:
    """The places of the answer's marks, in the text as it was written."""
    piece = answer.replace(_OPEN, "").replace(_CLOSE, "")
    start = bare.find(piece) if piece else -1
    if start < 0:
        return Marked(text)
    places, at, opened = [], start, start
    for sign in answer:
        if sign == _OPEN:
            opened = at
        elif sign == _CLOSE:
            places.append((opened - start, at - start))
        else:
            at += 1
    begin = _before(text, start)
    shift = start - begin
    return Marked(text[begin:at], tuple((a + shift, b + shift) for a, b in places), begin > 0, at < len(text))


def _before(text: str, start: int) -> int:
    """Some words before the piece: the database begins it at the first word that was asked for."""
    if start <= _LEAD:
        return 0
    gap = text.find(" ", start - _LEAD, start)
    return gap + 1 if gap >= 0 else start
