"""How curators are chosen in the demonstration: somebody at every step, an agreement signed by both sides."""

from datetime import datetime, timedelta

from django.utils import timezone

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.curators.actions import agreeing, choosing, contracting
from opora.curators.actions.agreeing import Words
from opora.curators.actions.choosing import About
from opora.curators.kinds import Filled
from opora.curators.models import Agreement, Candidate
from opora.curators.queries.definition import curatorship_of
from opora.curators.states import CandidateState, Side
from opora.cycles.models import Cycle
from opora.demo.world import HOME
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

OWN = "ZAR-01"
#: name, post, place of work, why, how far they have come
_PEOPLE = (
    ("Лапшина Ольга Сергеевна", "директор", "ZAR-05", "Вывела школу из списка за два года.", "contracted"),
    ("Гордеев Павел Андреевич", "заместитель директора", "ZAR-06", "Хорошо знает оценку качества.", "approved"),
    ("Тихонова Юлия Игоревна", "заместитель директора", "ZAR-07", "Сильная методическая служба.", "tested"),
    ("Ершов Михаил Львович", "директор", "ZAR-04", "Опытный директор, рядом с Заречной школой.", "interviewed"),
    ("Калинина Вера Павловна", "заместитель директора", "Педагогический колледж", "Готова ездить.", "proposed"),
    ("Носов Андрей Юрьевич", "директор", "ZAR-03", "Предложил район.", "declined"),
    ("Власова Инна Олеговна", "заместитель директора", "ZAR-09", "Просится сама.", "failed"),
)  # fmt: skip
_ORDER = ("proposed", "interviewed", "tested", "approved", "contracted")


def choose_curators(*, cycle: Cycle, by: Actor, at: datetime) -> list[Candidate]:
    """Candidates at every step and the agreement of the first school with its curator."""
    _agree(cycle, at)
    return [_candidate(cycle, each, at) for each in _PEOPLE]


def _acting(login: str, at: datetime) -> Actor:
    return actor_for(Person.objects.get(login=login), on=timezone.localdate(at))


def _candidate(cycle: Cycle, told: tuple[str, str, str, str, str], at: datetime) -> Candidate:
    name, post, place, why, reached = told
    home, today = _acting("municipal", at), timezone.localdate(at)
    works_at = Organisation.objects.filter(key=place).first()
    made = choosing.propose(
        territory=Territory.objects.get(code=HOME[0]),
        cycle=cycle,
        about=About(
            name=name,
            post=post,
            organisation=works_at,
            place_of_work="" if works_at else place,
            proposal=why,
        ),
        on=today - timedelta(days=40),
        by=home,
        at=at - timedelta(days=40),
    )
    if reached == "declined":
        return choosing.end(
            candidate=made,
            target=CandidateState.DECLINED,
            on=today - timedelta(days=30),
            reason="Ремонт школы: этот год не сможет ездить.",
            by=home,
            at=at - timedelta(days=30),
        )
    steps = _ORDER.index("tested" if reached == "failed" else reached)
    if steps >= 1:
        choosing.interview(
            candidate=made,
            on=today - timedelta(days=33),
            fits=True,
            words="Говорит просто, готов(а) помогать, а не проверять.",
            by=home,
            at=at - timedelta(days=33),
        )
    if steps >= 2:
        choosing.record_test(
            candidate=made,
            on=today - timedelta(days=26),
            passed=reached != "failed",
            score="41 из 100" if reached == "failed" else "84 из 100",
            by=home,
            at=at - timedelta(days=26),
        )
    if steps >= 3:
        _approved(made, with_contract=steps >= 4, at=at)
    made.refresh_from_db()
    return made


def _approved(made: Candidate, *, with_contract: bool, at: datetime) -> None:
    home, today = _acting("municipal", at), timezone.localdate(at)
    choosing.approve(
        candidate=made, words="Согласен.", by=_acting("regional", at), at=at - timedelta(days=19)
    )
    papers = curatorship_of(made.territory_path).papers
    for each in papers if with_contract else papers[:2]:
        contracting.mark_paper(
            candidate=made, code=each.code, is_there=True, by=home, at=at - timedelta(days=12)
        )
    if with_contract:
        contracting.contract(
            candidate=made,
            number="17-К",
            on=today - timedelta(days=5),
            by=home,
            at=at - timedelta(days=5),
        )


def _agree(cycle: Cycle, at: datetime) -> Agreement:
    school = Organisation.objects.select_related("territory").get(key=OWN)
    curator = Person.objects.get(login="curator")
    ours = curatorship_of(school.territory.path or "")
    filled = Filled(school.name, curator.full_name, cycle.title)
    made = agreeing.draft(
        school=school,
        curator=curator,
        cycle=cycle,
        words=Words(
            timezone.localdate(at),
            filled.into(ours.subject) or "Школа и куратор договариваются, как работают вместе.",
            [filled.into(each) for each in ours.terms] or ["Куратор помогает, а не контролирует."],
            "1",
        ),
        by=_acting("school", at),
        at=at,
    )
    for login, side in (("head", Side.SCHOOL), ("curator", Side.CURATOR)):
        agreeing.sign(agreement=made, side=side, seen=made.revision, by=_acting(login, at), at=at)
    made.refresh_from_db()
    return made
