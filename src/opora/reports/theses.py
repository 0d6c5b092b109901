"""A report in short: a thesis a section, of its counts and the first words of what people wrote, on one page. Pure.

It says nothing that the letter does not say; tables, names and lists stand there.
"""

import re
from collections.abc import Iterator, Mapping

from opora.orders.printouts.form import signature_of
from opora.printing import Block, Document, NumberedList, Paragraph, Run, Signature, Text, Title
from opora.printing.russian import bound, short_date
from opora.reports.content import Content, Figure, Line, Section
from opora.reports.letter import Head
from opora.reports.texts import ADVICE, paragraphs

#: letters of a thesis: the most that keeps all of them on the page
_ROOMS = (420, 300, 220, 150, 100)
#: letters that a page holds beside the title and the signature, and what the end of a thesis leaves blank
_PAGE, _BLANK = 2200, 35
#: where a sentence ends: not after an initial or «ул.»
_ENDS = re.compile(r"(?:(?<=\w\w\w[.!?…])|(?<=[»)%][.!?…]))\s+(?=[«\"(]?[А-ЯЁA-Z\d])")
#: where what follows a count stops to belong to it
_GOES_ON = re.compile(r"[.:](?:\s|$)")


def theses(head: Head, content: Content, texts: Mapping[str, str], *, foot: str) -> Document:
    """For DOCX and PDF; `foot` stands at the foot of the page."""
    whole = f" Полностью — в письме от {short_date(head.day)} № {head.number}." if head.day else ""
    said = _said(content, texts)
    numbered: list[Block] = [NumberedList(tuple(said))] if said else []
    return Document(
        title=f"{head.title}, кратко",
        date_of_data=content.as_on,
        blocks=(
            Title(bound(head.title), kind="Тезисы"),
            *numbered,
            Paragraph(bound(f"Данные на {short_date(content.as_on)}.{whole}"), small=True),
            Signature(head.signer_post or "Руководитель", signature_of(head.signer_name) or "_" * 16),
        ),
        author=head.sender.name,
        footer=foot,
    )


def _said(content: Content, texts: Mapping[str, str]) -> list[Text]:
    """With the most room that leaves all of them on the page."""
    told = [(each.title, _counts(each), _words(texts.get(each.code, ""))) for each in content.sections]
    found: list[tuple[str, str]] = []
    for room in _ROOMS:
        found = [
            (f"{title}. ", _within(counts, words, room)) for title, counts, words in told if counts or words
        ]
        if sum(len(title) + len(text) + _BLANK for title, text in found) <= _PAGE:
            break
    return [(Run(title, bold=True), bound(text)) for title, text in found]


def _counts(section: Section) -> list[str]:
    """What experts recommended is no count: the section's own words tell the main of it."""
    if section.code == ADVICE:
        return []
    return [said for each in section.lines if (said := _count(each))]


def _count(line: Line) -> str:
    """The line up to its last number and what belongs to it; nothing where it has none: names stand in the letter."""
    numbers = [at for at, each in enumerate(line.pieces) if _is_number(each)]
    if not numbers:
        return ""
    after = line.pieces[numbers[-1] + 1 : numbers[-1] + 2]
    tail = _GOES_ON.split(after[0], maxsplit=1)[0] if after and isinstance(after[0], str) else ""
    return _ended(Line(line.pieces[: numbers[-1] + 1]).text + tail)


def _is_number(piece: str | Figure) -> bool:
    return isinstance(piece, Figure) and not isinstance(piece.value, str)


def _words(text: str) -> list[str]:
    """The first sentence of each paragraph."""
    return [_ended(_ENDS.split(part, maxsplit=1)[0]) for part in paragraphs(text)]


def _ended(words: str) -> str:
    words = words.rstrip(" ,;:")
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _within(counts: list[str], words: list[str], room: int) -> str:
    """Counts give way first, then words; the first of each stay."""
    kept = (list(counts), list(words))
    for part in kept:
        while len(part) > 1 and len(" ".join(_all(kept))) > room:
            part.pop()
    text = " ".join(_all(kept))
    return text if len(text) <= room else f"{text[:room].rsplit(' ', 1)[0].rstrip(' ,;:—')}…"


def _all(parts: tuple[list[str], ...]) -> Iterator[str]:
    for part in parts:
        yield from part
