"""The demonstration from an empty folder to the printed protocol."""

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from opora.identification.spoken import table_of
from opora.installation.home import Home

CYCLE = "2026"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demonstration made: sign-ins, the identified list, the files written."""

    accounts: tuple[dict[str, str], ...]
    schools: int
    found: dict[str, Any]
    files: tuple[str, ...]

    @property
    def listed(self) -> list[str]:
        return [school["school"] for school in self.found["schools"] if school["listed"]]

    def as_json(self) -> dict[str, Any]:
        """{accounts, cycle, schools, listed, files}; the caller adds `address`."""
        return {
            "accounts": list(self.accounts),
            "cycle": CYCLE,
            "schools": self.schools,
            "listed": self.listed,
            "files": list(self.files),
        }


def prepare(home: Home) -> Shown:
    """Fill an empty, seeded installation, identify, and write the protocol into its folder."""
    from django.conf import settings
    from django.utils import timezone

    from opora.access.actor import operator
    from opora.cycles.models import Cycle
    from opora.demo.around import around
    from opora.demo.asking import ask_everybody, ask_for_the_pulse
    from opora.demo.directing import direct
    from opora.demo.doing import do
    from opora.demo.loading import load
    from opora.demo.scoring import score
    from opora.demo.story import go_on
    from opora.demo.writing import write
    from opora.organisations.models import Organisation

    at = timezone.now()
    accounts = load(samples=Path(settings.SAMPLES_ROOT) / "demo", at=at)
    out = home.path / "demo-files"
    shutil.rmtree(out, ignore_errors=True)
    by = operator("Демонстрация")
    found = go_on(out=out, by=by, at=at)
    cycle = Cycle.objects.get(code=CYCLE)
    direct(campaign=ask_everybody(cycle=cycle, by=by, at=at), by=by, at=at)
    ask_for_the_pulse(cycle=cycle, by=by, at=at)
    write(cycle=cycle, samples=Path(settings.SAMPLES_ROOT) / "programmes", by=by, at=at)
    score(cycle=cycle, by=by, at=at)
    do(cycle=cycle, by=by, at=at)
    around(cycle=cycle, by=by, at=at)
    return Shown(
        accounts=tuple(asdict(account) for account in accounts),
        schools=Organisation.objects.filter(kind="school").count(),
        found=found,
        files=tuple(str(path) for path in sorted(out.iterdir())),
    )


def told_in_words(shown: Shown, address: str | None) -> str:
    """For a person: the result table, the files, and the sign-ins where pages are open."""
    lines = ["Демонстрация. Синтетические данные: школы, люди и цифры выдуманы.", ""]
    lines += table_of(shown.found)
    lines += ["", "Файлы:", *[f"  {path}" for path in shown.files]]
    if address is not None:
        lines += ["", f"Откройте {address} и войдите (второй фактор в демонстрации не спрашиваем):"]
        lines += [f"  {a['login']:18} {a['password']:16} {a['role']} · {a['scope']}" for a in shown.accounts]
        lines += ["", "Остановить: Ctrl-C."]
    return "\n".join(lines)
