"""The protocol: for every school on the list which ground fired with which figures, and how surely."""

from collections.abc import Iterable

from opora.identification.doubtful import LABEL, SIGN_TITLES, sign_words
from opora.identification.engine import Evidence, Outcome
from opora.identification.printouts.listing import Listing
from opora.identification.states import GROUND_TITLES
from opora.identification.words import (
    UNKNOWN_PARTICIPANTS,
    closest_words,
    ground_words,
    interval_words,
    points,
    rule_words,
)
from opora.printing import (
    Align,
    Annex,
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    Orientation,
    Paragraph,
    Row,
    Section,
    Sheet,
    Signature,
    Table,
    Title,
    Value,
)
from opora.printing.russian import counted

_RIGHT = Align.RIGHT
# a national protocol keeps the tables and leaves the pages of single schools out
MOST_EXPLAINED = 500


def protocol(listing: Listing) -> Document:
    """The document for DOCX and PDF; the same listing gives the same bytes."""
    return Document(
        title=f"Протокол отбора школ, {listing.cycle}, {listing.territory}",
        date_of_data=listing.date_of_data,
        blocks=tuple(_blocks(listing)),
        footer=f"Данные {listing.data_version[:12]}, правило {listing.rule.version}",
    )


def _blocks(listing: Listing) -> Iterable[Block]:
    schools = counted(len(listing.outcomes), "школа", "школы", "школ")
    yield Title(
        "отбора школ с низкими образовательными результатами",
        kind="Протокол",
        subtitle=f"{listing.territory}, {listing.cycle}",
    )
    yield Heading("1. Правило и данные")
    yield BulletList(rule_words(listing.rule, listing.titles, listing.last_year))
    yield Paragraph(
        f"Проверено: {schools}. В списке: {len(listing.listed)}. Версия правила: {listing.rule.version}. "
        f"Версия данных: {listing.data_version}."
    )
    if listing.approval:
        yield Paragraph(listing.approval)
    yield Heading("2. Список")
    yield _list_table(listing)
    yield from _decisions(listing)
    yield Heading("3. Основания по школам")
    yield from _explained(listing)
    yield Heading("4. Если порог изменить на один пункт")
    yield from _near(listing)
    yield Heading("5. Признаки сомнительных результатов")
    yield from _doubtful(listing)
    yield Signature("Ответственный за отбор", "")
    yield Annex(
        "Все школы и ближайший к порогу результат",
        (_all_table(listing),),
        orientation=Orientation.LANDSCAPE,
    )


def _list_table(listing: Listing) -> Table:
    return Table(
        columns=(
            Column("№", _RIGHT, 0.4),
            Column("Школа", width=2.4),
            Column("Территория", width=1.6),
            Column("Повторно", width=0.9),
            Column("Основания", width=2.4),
        ),
        rows=tuple(
            Row((number, o.school, o.territory, "повторно" if o.repeated else "", _ground_titles(o)))
            for number, o in enumerate(listing.listed, 1)
        ),
        missing="",
        empty="В список не попала ни одна школа",
    )


def _ground_titles(outcome: Outcome) -> str:
    return "; ".join(GROUND_TITLES[ground.kind] for ground in outcome.grounds) or "решение вручную"


def _decisions(listing: Listing) -> Iterable[Block]:
    if not listing.decisions:
        return
    yield Paragraph("Решения, принятые вручную:", keep_with_next=True)
    yield Table(
        columns=(
            Column("Школа", width=2),
            Column("Решение"),
            Column("Причина", width=2.4),
            Column("Кто и когда", width=1.6),
        ),
        rows=tuple(
            Row((d.school, "включена" if d.listed else "исключена", d.reason, f"{d.by}, {d.on:%d.%m.%Y}"))
            for d in listing.decisions
        ),
    )


def _explained(listing: Listing) -> Iterable[Block]:
    if not listing.listed:
        yield Paragraph("Ни одно основание не сработало.")
    for outcome in listing.listed[:MOST_EXPLAINED]:
        yield Heading(f"{outcome.school} ({outcome.territory})", level=2)
        for ground in outcome.grounds:
            yield Paragraph(ground_words(ground, listing.titles), keep_with_next=True)
        if outcome.grounds:
            yield _evidence_table(listing, outcome)
        yield Paragraph(closest_words(outcome, listing.titles, listing.threshold))
    if len(listing.listed) > MOST_EXPLAINED:
        yield Paragraph(
            f"Здесь показаны первые {MOST_EXPLAINED} школ; цифры всех школ — в таблице XLSX к протоколу."
        )


_EVIDENCE = (
    Column("Процедура", width=2.6),
    Column("Год", _RIGHT, 0.7),
    Column("Участников", _RIGHT, 1.1),
    Column("Отметок «2»", _RIGHT, 1),
    Column("Доля", _RIGHT, 0.8, percent=True, decimals=1),
    Column("Один ученик", _RIGHT, 0.9, unit="п. п.", decimals=1),
    Column("Интервал 95 %", _RIGHT, 1.1),
    Column("Порог в интервале", width=1.1),
)


def _evidence_of(outcome: Outcome) -> tuple[Evidence, ...]:
    """Each figure once, though two grounds may rest on it."""
    return tuple(dict.fromkeys(figure for ground in outcome.grounds for figure in ground.evidence))


def _evidence_cells(listing: Listing, figure: Evidence) -> tuple[Value, ...]:
    weight, crosses = figure.pupil_weight, figure.crosses(listing.threshold)
    return (
        listing.titles.get(figure.procedure, figure.procedure)
        + (" (сложено по классам)" if figure.is_summed else ""),
        str(figure.year),
        figure.participants,
        figure.low_count,
        figure.share,
        None if weight is None else weight * 100,
        interval_words(figure) or None,
        None if crosses is None else "да" if crosses else "нет",
    )


def _evidence_table(listing: Listing, outcome: Outcome) -> Table:
    figures = _evidence_of(outcome)
    notes: tuple[str, ...] = ()
    if any(figure.participants is None for figure in figures):
        notes = (f"Прочерк: {UNKNOWN_PARTICIPANTS}, известен только опубликованный процент.",)
    return Table(
        columns=_EVIDENCE,
        rows=tuple(Row(_evidence_cells(listing, figure)) for figure in figures),
        notes=notes,
        small=True,
    )


def _near(listing: Listing) -> Iterable[Block]:
    entering = [o for o in listing.outcomes if o.changes_at_minus_1]
    leaving = [o for o in listing.outcomes if o.changes_at_plus_1]
    if not entering and not leaving:
        yield Paragraph("Список не изменится, если сдвинуть порог на один пункт в любую сторону.")
        return
    rows: list[Row | Section] = []
    for head, found in (
        ("Войдут в список, если порог ниже на 1 п. п.", entering),
        ("Выйдут из списка, если порог выше на 1 п. п.", leaving),
    ):
        rows.append(Section(head))
        rows += [Row((o.school, o.territory, *_closest_cells(listing, o))) for o in found] or [
            Row(("нет", None, None, None, None))
        ]
    yield Table(
        columns=(Column("Школа", width=2.2), Column("Территория", width=1.4), *_CLOSEST), rows=tuple(rows)
    )


_CLOSEST = (
    Column("Ближайшая к порогу процедура", width=2.2),
    Column("Доля «2»", _RIGHT, 0.8, percent=True, decimals=1),
    Column("До порога", _RIGHT, 1),
)


def _closest_cells(listing: Listing, outcome: Outcome) -> tuple[Value, ...]:
    if outcome.closest is None:
        return (None, None, None)
    figure = outcome.closest.figure
    return (
        listing.titles.get(figure.procedure, figure.procedure),
        figure.share,
        points(outcome.closest.margin),
    )


def _doubtful(listing: Listing) -> Iterable[Block]:
    yield Paragraph(
        "Сомнительный результат и низкий результат — разное. Признак — повод посмотреть вместе со школой, "
        f"а не вывод о её работе. Каждый признак здесь — {LABEL}."
    )
    found = [outcome for outcome in listing.outcomes if outcome.doubtful]
    if not found:
        yield Paragraph("Признаков нет, или для них нет данных.")
        return
    yield Table(
        columns=(Column("Школа", width=1.6), Column("Признак", width=1.8), Column("Цифры", width=2.6)),
        rows=tuple(
            Row((o.school, f"{SIGN_TITLES[d.sign]} ({LABEL})", sign_words(d, listing.titles)))
            for o in found
            for d in o.doubtful
        ),
    )


def _all_table(listing: Listing) -> Table:
    return Table(
        columns=(
            Column("Школа", width=2.4),
            Column("Территория", width=1.6),
            Column("В списке", width=0.8),
            *_CLOSEST,
            Column("Участников", _RIGHT, 1),
            Column("Интервал 95 %", _RIGHT, 1.1),
        ),
        rows=tuple(Row(_all_cells(listing, o)) for o in listing.outcomes),
        notes=(f"Прочерк в числе участников: {UNKNOWN_PARTICIPANTS}.",),
        small=True,
    )


def _all_cells(listing: Listing, outcome: Outcome) -> tuple[Value, ...]:
    figure = outcome.closest.figure if outcome.closest else None
    return (
        outcome.school,
        outcome.territory,
        ("да, повторно" if outcome.repeated else "да") if outcome.listed else "нет",
        *_closest_cells(listing, outcome),
        figure.participants if figure else None,
        (interval_words(figure) or None) if figure else None,
    )


def protocol_sheets(listing: Listing) -> tuple[Sheet, ...]:
    """The tables of the protocol as sheets of one workbook."""
    figures = Table(
        columns=(Column("Школа"), Column("Территория"), Column("Основание"), *_EVIDENCE),
        rows=tuple(
            Row((o.school, o.territory, GROUND_TITLES[ground.kind], *_evidence_cells(listing, figure)))
            for o in listing.listed
            for ground in o.grounds
            for figure in ground.evidence
        ),
    )
    doubtful = Table(
        columns=(
            Column("Школа"),
            Column("Территория"),
            Column("Признак"),
            Column("Цифры"),
            Column("Что это"),
        ),
        rows=tuple(
            Row((o.school, o.territory, SIGN_TITLES[d.sign], sign_words(d, listing.titles), LABEL))
            for o in listing.outcomes
            for d in o.doubtful
        ),
    )
    about = Table(
        columns=(Column("Что"), Column("Значение")),
        rows=(
            Row(("Программный год", listing.cycle)),
            Row(("Территория", listing.territory)),
            Row(("Версия правила", listing.rule.version)),
            Row(("Версия данных", listing.data_version)),
            *(Row(("Правило", line)) for line in rule_words(listing.rule, listing.titles, listing.last_year)),
        ),
    )
    return (
        Sheet("Список", _list_table(listing)),
        Sheet("Основания", figures),
        Sheet("Все школы", _all_table(listing)),
        Sheet("Признаки", doubtful),
        Sheet("О протоколе", about),
    )
