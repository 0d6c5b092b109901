"""`opora identify`: the rule run from the command line. The words of options are the command line's own."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from opora.access import Actor, Refused
from opora.cycles.models import Cycle
from opora.identification.actions import approve as approve_list
from opora.identification.actions import draw_up, redraw
from opora.identification.engine import Selection
from opora.identification.models import YearList
from opora.identification.printouts import letter, listing_of_selection, protocol, protocol_sheets
from opora.identification.queries import assess, open_list, procedure_titles, rule_for
from opora.identification.record import is_same
from opora.identification.rule import BadRule, Rule
from opora.identification.rules import DRAW_UP
from opora.identification.states import ListKind, ListState
from opora.organisations.models import Territory
from opora.printing import write_docx, write_pdf, write_xlsx


class InputRefused(ValueError):
    """What was asked for cannot be: the words say what to correct. The command ends with code 2."""


def identify(
    *,
    cycle_code: str,
    mode: str | None = None,
    threshold: str | None = None,
    out_dir: Path | None = None,
    approve: bool = False,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """The answer as `opora identify --json` prints it: every open school in the order of names.

    Without `approve` only the files are written, with it the lists of every territory that `by` may
    answer for. Raises InputRefused, and Refused or WrongState from the approval.
    """
    cycle = Cycle.objects.filter(code=cycle_code).first()
    if cycle is None:
        known = ", ".join(Cycle.objects.order_by("code").values_list("code", flat=True)) or "ни одного нет"
        raise InputRefused(f"Программного года «{cycle_code}» нет. Есть: {known}.")
    try:
        rule = rule_for(_common_path()).tried(mode=mode, threshold=threshold)
    except BadRule as wrong:
        raise InputRefused(str(wrong)) from None
    selection = assess(cycle, rule)
    if out_dir is not None:
        write_files(cycle, selection, out_dir)
    if approve:
        # one last year for all, though a territory may have no figures of it yet
        fixed = replace(rule, last_year=selection.last_year)
        _approve_all(cycle, fixed, selection, by=by, at=at)
    return as_json(cycle, selection)


def as_json(cycle: Cycle, selection: Selection) -> dict[str, Any]:
    return {
        "cycle": cycle.code,
        "mode": str(selection.rule.mode),
        "threshold": float(selection.rule.threshold),
        "rule_version": selection.rule.version,
        "data_version": selection.data_version,
        "schools": [outcome.as_json() for outcome in selection.outcomes],
    }


def write_files(cycle: Cycle, selection: Selection, out_dir: Path) -> list[Path]:
    """protocol.docx, .pdf, .xlsx and letter.docx, .pdf: equal data and rule give equal bytes."""
    places = sorted({outcome.territory for outcome in selection.outcomes})
    territory = places[0] if len(places) == 1 else "все территории"
    listing = listing_of_selection(cycle, selection, territory=territory, titles=procedure_titles())
    paper, cover = protocol(listing), letter(listing)
    sheets = protocol_sheets(listing)
    files = {
        "protocol.docx": write_docx(paper),
        "protocol.pdf": write_pdf(paper),
        "protocol.xlsx": write_xlsx(sheets, date_of_data=listing.date_of_data, title=paper.title),
        "letter.docx": write_docx(cover),
        "letter.pdf": write_pdf(cover),
    }
    out_dir.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (out_dir / name).write_bytes(data)
    return [out_dir / name for name in files]


def _common_path() -> str:
    """The territory that holds all schools: its own copy of the rule is the one to use."""
    paths = Territory.objects.filter(organisations__kind="school").values_list("path", flat=True).distinct()
    steps = [(path or "").split("/")[:-1] for path in paths]
    common = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return "".join(f"{step}/" for step in common)


@transaction.atomic
def _approve_all(cycle: Cycle, rule: Rule, selection: Selection, *, by: Actor, at: datetime) -> None:
    """One list for each territory that directly holds schools; what already stands word for word is left."""
    ids = {
        outcome.territory_id for outcome in selection.outcomes if by.covers_territory(outcome.territory_path)
    }
    if not ids:
        raise Refused("В Вашем охвате нет территории со школами: утвердить список некому. Проверьте --by.")
    for territory in Territory.objects.filter(pk__in=ids):
        DRAW_UP.check(by, territory)
        draft = open_list(ListKind.LOW, cycle.pk, territory.pk)
        if draft is None and _stands(cycle, territory, rule, selection):
            continue
        if draft is None:
            draft = draw_up(cycle=cycle, territory=territory, rule=rule, by=by, at=at)
        elif draft.state == ListState.DRAFT:
            draft = redraw(year_list=draft, rule=rule, by=by, at=at)
        approve_list(year_list=draft, by=by, at=at)


def _stands(cycle: Cycle, territory: Territory, rule: Rule, selection: Selection) -> bool:
    approved = YearList.objects.filter(
        kind=ListKind.LOW, cycle=cycle, territory=territory, state=ListState.APPROVED
    ).first()
    if approved is None or (approved.rule_version, approved.mode, approved.threshold) != (
        rule.version,
        rule.mode,
        rule.threshold,
    ):
        return False
    entries = {entry.school_id: entry for entry in approved.entries.all()}
    now = {o.school_id: o for o in selection.outcomes if o.territory_id == territory.pk}
    return entries.keys() == now.keys() and all(is_same(entries[pk], outcome) for pk, outcome in now.items())
