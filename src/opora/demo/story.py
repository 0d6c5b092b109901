"""What happened in the fictional municipality: last year's list approved, this year's open to objections."""

from datetime import datetime
from pathlib import Path
from typing import Any

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.demo.world import HOME
from opora.identification.actions import draw_up, open_window
from opora.identification.commands import identify
from opora.identification.models import YearList
from opora.identification.objecting import find_listing
from opora.identification.queries import rule_for
from opora.objections.actions import raise_objection
from opora.organisations.models import Territory

BEFORE, NOW = "2025", "2026"
STATEMENT = (
    "В пятом и шестом классе писали по десять человек, «2» получили трое. Один из них болел и писал работу "
    "в резервный день: просим проверить, учтён ли он дважды."
)


def go_on(*, out: Path, by: Actor, at: datetime) -> dict[str, Any]:
    """Approve last year's lists, write this year's protocol and letter, open this year's draft."""
    identify(cycle_code=BEFORE, approve=True, by=by, at=at)
    found = identify(cycle_code=NOW, out_dir=out, by=by, at=at)
    home = Territory.objects.get(code=HOME[0])
    draft = draw_up(
        cycle=Cycle.objects.get(code=NOW), territory=home, rule=rule_for(home.path or ""), by=by, at=at
    )
    open_window(year_list=draft, by=by, at=at)
    _object(draft, by=by, at=at)
    return found


def _object(draft: YearList, *, by: Actor, at: datetime) -> None:
    """The smallest school on the list asks to look again: three pupils of ten are thirty percent exactly."""
    entry = draft.entries.get(school__key="ZAR-05")
    subject = find_listing(by, entry.pk)
    assert subject is not None
    raise_objection(subject=subject, statement=STATEMENT, by=by, at=at)
