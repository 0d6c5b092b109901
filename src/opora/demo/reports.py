"""Reports in the demonstration: the first stage is reported about and sent, the second waits for its words."""

from datetime import datetime

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.reports.actions import begin, issue, submit, write
from opora.reports.queries.stages import StageOf, stages

HOME = "ZAR"
NUMBER = "986"
WORDS = {
    "territory": "Обе школы — самые крупные в округе и каждый год становятся площадками региона.",
    "causes": "В обеих школах за четыре года сменились заместители директора: опыт не успевает накопиться.",
    "support": (
        "Сетевой проект «Методический десант»: учителя сильных школ ведут открытые уроки и разбирают их вместе.\n"
        "Педагогические пары: каждому молодому учителю — наставник из соседней школы."
    ),
    "control": "Раз в две недели смотрим дорожные карты вместе с кураторами и звоним школам, которые отстают.",
    "problem": (
        "В округе нет методической службы. Её заменяют сами школы: у каждой берём то, в чём она сильна, "
        "и помогаем остальным это перенять."
    ),
    "achievement": "Школы приняли свои дефициты и перестроили методическую работу: она начинается с урока.",
}


def reported(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """The letter of the first stage is issued; the draft of the second has half of what only a person can write."""
    home = Territory.objects.get(code=HOME)
    found = stages(home.path or "", cycle)
    _sent(home, cycle, found[0], by, at)
    if len(found) > 1:
        second = begin(territory=home, cycle=cycle, stage=found[1], by=by, at=at)
        given = {"problem": WORDS["problem"]}
        write(report=second, texts=given, seen=second.revision, by=by, at=at)


def _sent(home: Territory, cycle: Cycle, stage: StageOf, by: Actor, at: datetime) -> None:
    made = begin(territory=home, cycle=cycle, stage=stage, by=by, at=at)
    made = write(report=made, texts=WORDS, seen=made.revision, by=by, at=at)
    made = submit(report=made, seen=made.revision, by=by, at=at)
    issue(report=made, number=NUMBER, day=made.as_on, seen=made.revision, by=by, at=at)
