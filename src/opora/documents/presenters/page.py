"""A document as a page: its sections in the order of its kind, the mirror, what to mend first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString

from opora.documents.checks.rulebook import Finding, Severity
from opora.documents.difference import Turn
from opora.documents.models import Remark, Review
from opora.documents.outline import Outline, Part, Section
from opora.documents.places import place_of_section, section_at
from opora.documents.presenters.beside import EMPTY, Beside, beside
from opora.documents.presenters.rows import TURN_CHIPS, Drawer
from opora.documents.presenters.words import SEVERITIES, anchor
from opora.documents.programme import ROWS
from opora.documents.queries.checking import Checked
from opora.documents.queries.facts import Known
from opora.documents.words import ADD
from opora.ui.components import InboxItem
from opora.ui.escaping import as_markup
from opora.ui.markup import link
from opora.ui.tables import Column, Table, render_table
from opora.ui.text import count_ru, date_ru


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section drawn: `body` is its text or its table, `beside` what is said of the section itself."""

    section: Section
    anchor: str
    body: SafeString
    chip: SafeString | str
    beside: SafeString
    is_empty: bool
    write_url: str
    add_url: str
    add_words: str
    remark_url: str


def sections(
    checked: Checked,
    remarks: Sequence[Remark],
    *,
    writes: bool,
    may_remark: bool,
    facts: Mapping[str, Sequence[Known]] | None = None,
    turns: Mapping[str, Turn] | None = None,
) -> list[SectionShown]:
    """Every section of the kind; `facts` are those of its sections that nobody writes.

    `turns` are the places that were not so in the version that was read before.
    """
    said = beside(checked.findings, remarks)
    drawer = Drawer(checked.document.pk, checked.programme, said, writes, may_remark, turns or {})
    return [
        _ready(each, (facts or {}).get(each.code, ()))
        if each.part is Part.FACTS
        else _section(each, checked, drawer, said, writes=writes, may_remark=may_remark)
        for each in checked.outline.sections
    ]


def _ready(section: Section, known: Sequence[Known]) -> SectionShown:
    """A section that stands ready: figures with the record that each comes from."""
    rows = [
        (link(each.url, each.term) if each.url else each.term, each.value, each.note or None)
        for each in known
    ]
    table = Table(
        f"ready-{section.code}",
        f"{section.title}: данные",
        [Column("Что"), Column("Сколько", "words"), Column("Откуда", "words")],
        rows,
        caption_hidden=True,
    )
    nothing = as_markup(
        '<p class="empty-line">Данных пока нет: раздел заполнится сам, когда они появятся.</p>'
    )
    return SectionShown(
        section=section,
        anchor=f"p-{section.code}",
        body=render_table(table) if rows else nothing,
        chip="",
        beside=as_markup(""),
        is_empty=False,
        write_url="",
        add_url="",
        add_words="",
        remark_url="",
    )


def _section(
    section: Section, checked: Checked, drawer: Drawer, said: Beside, *, writes: bool, may_remark: bool
) -> SectionShown:
    pk = checked.document.pk
    is_text = section.part is Part.TEXT
    place = place_of_section(section.code) if is_text else section.part.value
    text = checked.programme.texts.get(section.code, "").strip() if is_text else ""
    is_empty = not text if is_text else not getattr(checked.programme, section.part.value)
    body = as_markup(linebreaks(text, autoescape=True)) if is_text else as_markup("")
    if not is_text and not is_empty:
        body = render_table(drawer.table(section.part.value))
    adds = writes and not is_text
    return SectionShown(
        section=section,
        anchor=anchor(place) if is_text else f"part-{section.part.value}",
        body=body,
        chip=TURN_CHIPS[drawer.turns[place]] if place in drawer.turns else "",
        # that it is empty stands there already
        beside=said.at(place, but=EMPTY),
        is_empty=is_empty,
        write_url=reverse("document-write", args=[pk, section.code]) if writes else "",
        add_url=reverse("document-row-new", args=[pk, section.part.value]) if adds else "",
        add_words=ADD[section.part.value] if adds else "",
        remark_url=f"{reverse('document-remark-new', args=[pk])}?at={place}" if may_remark else "",
    )


def mirror_table(checked: Checked) -> Table:
    """The sheet as the rules see it, with why each point is lost."""
    return Table(
        "mirror",
        "Баллы по критериям",
        [Column("Критерий"), Column("Балл", "number"), Column("Почему не больше", "words")],
        [
            (
                mark.criterion.title,
                f"{mark.points} из {mark.criterion.points}",
                "; ".join(rule.title.lower() for rule in mark.lost) or "правила ничего не нашли",
            )
            for mark in checked.mirror.marks
        ],
        foot=[("Всего", f"{checked.mirror.total} из {_most(checked)}", checked.mirror.zone.title)],
        caption_hidden=True,
    )


def _most(checked: Checked) -> int:
    return sum(mark.criterion.points for mark in checked.mirror.marks)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the last review ended in: its word, and a mark with a word for each criterion where it confirmed."""

    title: str
    words: str
    marks: Table | None


def decision(review: Review | None) -> Decision | None:
    """None where nobody has decided yet."""
    if review is None:
        return None
    title = (
        f"{review.get_outcome_display().capitalize()}: {review.decided_by_name}, {date_ru(review.decided_at)}"
    )
    rows = [
        (each.get("title", each["criterion"]), f"{each['points']} из {each.get('of', '?')}", each["words"])
        for each in review.marks
    ]
    columns = [Column("Критерий"), Column("Балл", "number"), Column("Слово куратора", "words")]
    marks = Table("curator-marks", "Баллы куратора", columns, rows, caption_hidden=True) if rows else None
    return Decision(title, review.words, marks)


def mirror_words(checked: Checked) -> str:
    """«не больше 9 из 14»."""
    return f"не больше {checked.mirror.total} из {_most(checked)}"


def to_mend(checked: Checked, *, writes: bool) -> list[tuple[str, list[InboxItem]]]:
    """Findings by how grave they are, each with the place to mend it."""
    groups = {
        Severity.ERROR: "Исправить до отправки",
        Severity.WARNING: "Проверить: вероятно, ошибка",
        Severity.ADVICE: "Советы",
    }
    return [
        (title, [_item(each, checked, writes) for each in found])
        for severity, title in groups.items()
        if (found := [each for each in checked.findings if each.rule.severity is severity])
    ]


def _item(finding: Finding, checked: Checked, writes: bool) -> InboxItem:
    rule = finding.rule
    criteria = {mark.criterion.code: mark.criterion.title.lower() for mark in checked.mirror.marks}
    cost = (
        f" Стоит {count_ru(rule.points, 'балл,балла,баллов')}: {criteria.get(rule.criterion, rule.criterion)}."
        if rule.points
        else ""
    )
    return InboxItem(
        title=finding.hit.message,
        url=place_url(checked, finding.hit.row, writes=writes) + ("?back=check" if writes else ""),
        action="Исправить" if writes else "Показать",
        detail=f"{rule.remedy}{cost}",
        chips=(SEVERITIES[rule.severity],),
    )


def place_url(checked: Checked, row: str, *, writes: bool) -> str:
    """Where a place is mended by those who write, where it is read by others."""
    pk, outline = checked.document.pk, checked.outline
    page = reverse("document", args=[pk])
    section = section_at(row)
    if section:
        return reverse("document-write", args=[pk, section]) if writes else f"{page}#{anchor(row)}"
    if row in ROWS:
        return _of_part(pk, outline, row) if writes else f"{page}#part-{row}"
    table = _table_of(checked, row)
    if table is None:
        return reverse("document-title", args=[pk]) if writes else page
    if table == "directions":
        return _of_part(pk, outline, "causes") if writes else page
    return reverse("document-row", args=[pk, table, row]) if writes else f"{page}#{row}"


def _of_part(pk: int, outline: Outline, part: str) -> str:
    section = next((each for each in outline.sections if each.part == part), None)
    return reverse("document-write", args=[pk, section.code]) if section else reverse("document", args=[pk])


def _table_of(checked: Checked, row: str) -> str | None:
    for table in ROWS:
        if any(each.id == row for each in getattr(checked.programme, table)):
            return table
    return None


def counted(findings: Sequence[Finding]) -> str:
    """«2 ошибки, 5 вероятных ошибок, 1 совет»; empty where nothing was found."""
    forms = {
        Severity.ERROR: "ошибка,ошибки,ошибок",
        Severity.WARNING: "вероятная ошибка,вероятные ошибки,вероятных ошибок",
        Severity.ADVICE: "совет,совета,советов",
    }
    counts = {severity: sum(each.rule.severity is severity for each in findings) for severity in forms}
    return ", ".join(count_ru(many, forms[severity]) for severity, many in counts.items() if many)
