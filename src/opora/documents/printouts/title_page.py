"""The title page of a programme."""

from collections.abc import Iterable
from datetime import date

from opora.documents.outline import Outline
from opora.documents.printouts.cover import AgreedByBody, Agreement, Cover
from opora.documents.printouts.tables import shortened
from opora.documents.programme import Programme
from opora.printing import Stamp, TitlePage
from opora.printing.russian import NBSP, bound, long_period, short_date

#: what is for longer is not of one programme year
_ONE_YEAR = 12
#: what begins in August is of the school year that follows, what ends in it of the one before
_AUGUST = 8
_POST_LINE, _NUMBER_LINE = "_" * 24, "_" * 8
_DATE_LINE = f"«____»{NBSP}____________{NBSP}20___{NBSP}г."


def title_of(programme: Programme, outline: Outline) -> str:
    return bound(programme.title.strip() or outline.title)


def title_page(programme: Programme, outline: Outline, cover: Cover) -> TitlePage:
    """What is not known leaves a line to write on; `cover` has its declined forms already."""
    return TitlePage(
        title=title_of(programme, outline),
        organisation=tuple(
            bound(each) for each in (cover.parent, cover.organisation, cover.territory) if each.strip()
        ),
        left=tuple(_agreed(each) for each in cover.agreements),
        right=(_approved(cover),),
        subtitles=tuple(_subtitles(programme, outline, cover)),
        place="\n".join(filter(None, (shortened(cover.town), str(cover.year or "")))),
        mark="Проект" if cover.is_draft else "",
    )


def _approved(cover: Cover) -> Stamp:
    approval = cover.approval
    return Stamp(
        "УТВЕРЖДЕНО",
        (
            f"приказом {approval.post_genitive or _POST_LINE}",
            *_dated(approval.order_date, approval.order_number),
        ),
        signer=bound(approval.name),
    )


def _agreed(agreement: Agreement) -> Stamp:
    if isinstance(agreement, AgreedByBody):
        dated = _dated(agreement.protocol_date, agreement.protocol_number)
        return Stamp(
            "СОГЛАСОВАНО",
            (agreement.body_instrumental or _POST_LINE, f"протокол {dated[0]}", *dated[1:]),
        )
    return Stamp(
        "СОГЛАСОВАНО",
        (agreement.post or _POST_LINE,),
        signer=bound(agreement.name),
        date=agreement.day,
        date_line=True,
    )


def _dated(day: date | None, number: str) -> tuple[str, ...]:
    """«от 14.10.2026 № 112», on two lines where there is something to write in."""
    first = f"от{NBSP}{short_date(day) if day else _DATE_LINE}"
    second = f"№{NBSP}{number.strip() or _NUMBER_LINE}"
    return (f"{first} {second}",) if day else (first, second)


def _subtitles(programme: Programme, outline: Outline, cover: Cover) -> Iterable[str]:
    title = title_of(programme, outline).casefold()
    risk = bound(programme.directions[0].title.strip()) if len(programme.directions) == 1 else ""
    if risk and risk.casefold() not in title:
        yield f"по направлению «{risk}»"
    years = years_of(programme, outline, cover)
    if years and years.split()[0].casefold() not in title:
        yield f"на {years}"
    if programme.starts or programme.ends:
        yield f"Срок реализации: {long_period(programme.starts, programme.ends)}"


def years_of(programme: Programme, outline: Outline, cover: Cover) -> str:
    """«2026/27 учебный год», «2026 год», «2026–2029 годы» by the term; without one the year of the programme."""
    first, last = programme.starts, programme.ends
    if not first or not last or last < first:
        return " ".join(cover.period.split()) if outline.months <= _ONE_YEAR else ""
    autumn = first.year if first.month >= _AUGUST else first.year - 1
    if last <= date(autumn + 1, _AUGUST, 31):
        return f"{autumn}/{(autumn + 1) % 100:02} учебный год"
    if first.year == last.year:
        return f"{first.year} год"
    return f"{first.year}–{last.year} годы"
