"""Reports in the demonstration: the first stage is reported about and sent, the second waits for its words."""

from datetime import datetime, timedelta

from django.utils import timezone

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.printing import Document, Paragraph, write_docx
from opora.reports.actions import Ask, ask, begin, enclose, issue, submit, write
from opora.reports.kinds import is_summary
from opora.reports.queries.requests import municipalities
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


NET = (
    "Сильные школы показывают уроки, остальные приходят на них и разбирают вместе.",
    "Модули составлены по запросам учителей и пересобраны после рисковых профилей.",
)


def reported(*, cycle: Cycle, by: Actor, at: datetime) -> None:
    """The letter of the first stage is issued; the draft of the second has half of what only a person can write, and
    the region asks for it."""
    home = Territory.objects.get(code=HOME)
    found = [each for each in stages(home.path or "", cycle) if not is_summary(each.code)]
    _sent(home, cycle, found[0], by, at)
    if len(found) > 1:
        _asked(home, cycle, found[1], by, at)
        second = begin(territory=home, cycle=cycle, stage=found[1], by=by, at=at)
        given = {"problem": WORDS["problem"]}
        write(report=second, texts=given, seen=second.revision, by=by, at=at)


def _asked(home: Territory, cycle: Cycle, stage: StageOf, by: Actor, at: datetime) -> None:
    """All municipalities of the region are asked; those that have not answered by the term are late."""
    region = home.parent
    assert region is not None
    today = timezone.localdate(at)
    given = Ask(
        stage,
        max(stage.due or today, today + timedelta(days=7)),
        [each.pk for each in municipalities(region)],
        form="Официальное письмо с приложениями",
        note="Что дал сетевой проект и где нужна помощь региона.",
    )
    ask(territory=region, cycle=cycle, given=given, by=by, at=at)


def _sent(home: Territory, cycle: Cycle, stage: StageOf, by: Actor, at: datetime) -> None:
    day = timezone.localdate(at)
    made = begin(territory=home, cycle=cycle, stage=stage, by=by, at=at)
    made = write(report=made, texts=WORDS, seen=made.revision, by=by, at=at)
    paper = write_docx(Document("Методический десант", day, tuple(Paragraph(each) for each in NET)))
    title = "О сетевом проекте «Методический десант»"
    enclose(report=made, title=title, data=paper, name="Методический десант.docx", by=by, at=at)
    made = submit(report=made, seen=made.revision, by=by, at=at)
    issue(report=made, number=NUMBER, day=made.as_on, seen=made.revision, by=by, at=at)
