"""A stage report from the command line: a draft on this day; a report that was handed over as it stands."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from opora.access import Actor, Refused
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.organisations.states import TerritoryKind
from opora.printing import Document, write_docx, write_pdf
from opora.reports.composing import composed, content_of
from opora.reports.exchange import as_json
from opora.reports.kinds import subject
from opora.reports.models import Report
from opora.reports.queries.requisites import proposed
from opora.reports.queries.stages import StageOf, current, stage_of, stages
from opora.reports.queries.visibility import visible_to
from opora.reports.rules import SEE, SEE_DRAFTS
from opora.reports.states import ReportState

_WRITERS = {".docx": write_docx, ".pdf": write_pdf}


class InputRefused(Exception):
    """What was asked for cannot be had; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The letter, its bytes and what a program reads of it."""

    data: bytes
    told: dict[str, Any]
    title: str


def stage_report(*, territory: str, cycle: str, stage: str | None, file: str, by: Actor, on: date) -> Drawn:
    """The letter as it would be today. Writes nothing: a report is begun, signed and numbered by people.

    Raises InputRefused with the codes that can be asked for, Refused where the territory is not the actor's.
    """
    suffix = Path(file).suffix.lower()
    if suffix not in _WRITERS:
        raise InputRefused("Отчёт пишется как DOCX или PDF: окончите имя файла на .docx или .pdf.")
    SEE.check(by, None)
    place, year = _territory(territory, by), _cycle(cycle)
    offered = stages(place.path or "", year)
    chosen = current(offered, on) if stage is None else stage_of(offered, stage)
    if chosen is None:
        codes = ", ".join(each.code for each in offered if each.code)
        raise InputRefused(
            f"Этапа «{stage}» в этом году нет. Есть: {codes or 'только весь год, без --stage'}."
        )
    report = _report(place, year, chosen, by, on)
    content = content_of(report, today=on)
    document: Document = composed(report, content)
    told = as_json(
        content,
        report.texts,
        territory=place.code,
        cycle=year.code,
        stage=chosen.code,
        file=file,
    )
    return Drawn(_WRITERS[suffix](document), told, document.title)


def in_words(drawn: Drawn) -> str:
    """What the command says to a person: where the letter is, what it does not know and who does."""
    told = drawn.told
    lines = [f"{drawn.title}: {told['file']}", f"Цифр с источником: {len(told['figures'])}."]
    if told["missing"]:
        lines.append(f"Не хватает: {len(told['missing'])}.")
        lines += [f"  {each['what']} — {each['who']}" for each in told["missing"]]
    return "\n".join(lines)


def _territory(code: str, by: Actor) -> Territory:
    found = Territory.objects.exclude(kind=TerritoryKind.FEDERATION).filter(code=code).first()
    if found is None:
        known = Territory.objects.filter(kind=TerritoryKind.MUNICIPALITY).order_by("sort_name")[:10]
        codes = ", ".join(each.code for each in known if by.covers_territory(each.path or "?"))
        raise InputRefused(
            f"Территории с кодом «{code}» нет. Например: {codes or 'ни одной ещё не заведено'}."
        )
    if not by.covers_territory(found.path or "?") or not (by.is_operator or by.role in SEE_DRAFTS):
        raise Refused("Черновик отчёта видят координатор и руководитель этой территории. Попросите их.")
    return found


def _cycle(code: str) -> Cycle:
    found = Cycle.objects.filter(code=code).first()
    if found is None:
        codes = ", ".join(Cycle.objects.values_list("code", flat=True))
        raise InputRefused(f"Года «{code}» нет. Есть: {codes or 'ни одного; заведите: opora cycle add'}.")
    return found


def _report(place: Territory, cycle: Cycle, stage: StageOf, by: Actor, on: date) -> Report:
    """The one that people write, else one that is not kept."""
    kept = (
        visible_to(by)
        .exclude(state=ReportState.ANNULLED)
        .filter(territory=place, cycle=cycle, stage=stage.code)
        .select_related("territory", "cycle")
        .first()
    )
    if kept is not None:
        return kept
    heading = proposed(place, on=on)
    return Report(
        territory=place,
        cycle=cycle,
        stage=stage.code,
        stage_title=stage.title,
        due=stage.due,
        subject=subject(stage.code, stage.title, cycle.title),
        addressee_post=heading.addressee_post,
        addressee_organisation=heading.addressee_organisation,
        addressee_name=heading.addressee_name,
        signer_post=heading.signer_post,
        signer_name=heading.signer_name,
    )
