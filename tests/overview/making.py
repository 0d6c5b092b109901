"""Schools of a year and what they have done, written straight to the tables."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from factories.roadmaps import programme_of, work_of
from opora.cycles.models import Cycle, Participation, Programme
from opora.cycles.states import Level, Mode
from opora.files.models import StoredFile
from opora.identification.models import ListEntry, YearList
from opora.identification.states import ListKind, ListState
from opora.measures.models import Measure
from opora.organisations.models import Organisation, Territory
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.states import EvidenceKind, WorkState
from opora.surveys.models import Campaign, CampaignSchool, Code, Cohort
from opora.surveys.states import CampaignState

TODAY = date(2026, 9, 14)


def participates(school: Organisation, cycle: Cycle, *, mode: Mode = Mode.ACTIVE) -> None:
    programme, _ = Programme.objects.get_or_create(
        level=Level.MUNICIPAL, name="500+", territory=school.territory
    )
    Participation.objects.create(programme=programme, cycle=cycle, school=school, mode=mode)


def is_listed(school: Organisation, cycle: Cycle, *, now: datetime) -> ListEntry:
    """On the approved list of the year, as it was the year before."""
    approved = YearList.objects.create(
        kind=ListKind.LOW, cycle=cycle, territory=school.territory, state=ListState.DRAFT, drawn_at=now,
        drawn_by_name="К",
    )  # fmt: skip
    entry = ListEntry.objects.create(
        year_list=approved, school=school, position=1, school_name=school.name, listed=True, by_rule=True,
        repeated=True, outcome={},
    )  # fmt: skip
    YearList.objects.filter(pk=approved.pk).update(
        state=ListState.APPROVED, approved_at=now, approved_by_name="К"
    )
    return entry


def is_asked(school: Organisation, cycle: Cycle, *, people: int = 10, answered: int = 0) -> Cohort:
    """In a campaign that is over; of one class so many have answered."""
    campaign = Campaign.objects.create(
        cycle=cycle, territory=school.territory, title="Опрос", opens=TODAY, closes=TODAY,
        state=CampaignState.CLOSED, public_key=bytes(32),
    )  # fmt: skip
    CampaignSchool.objects.create(campaign=campaign, school=school)
    cohort = Cohort.objects.create(
        campaign=campaign, school=school, audience="pupil", class_label="6", expected=people, by_poster=0
    )
    Code.objects.bulk_create(
        Code(cohort=cohort, number=n, digest=n.to_bytes(32), is_used=n < answered) for n in range(people)
    )
    return cohort


def confirmed(
    school: Organisation, cycle: Cycle, many: int, *, day: date, now: datetime, title: str = "Мера"
) -> list[Work]:
    """`many` measures confirmed on one day."""
    made = [
        work_of(school, cycle, f"{title} {n}: занятия в малых группах", state=WorkState.CONFIRMED, now=now)
        for n in range(many)
    ]
    Work.objects.filter(pk__in=[each.pk for each in made]).update(state_since=day)
    return made


def shows(works: list[Work], *, now: datetime, content: str = "a", title: str = "Фото урока") -> Evidence:
    """One file for these measures, known by its content."""
    file = StoredFile.objects.create(
        sha256=content * 64, name=f"{title}.jpg", content_type="image/jpeg", size=1, purpose="evidence",
        stored_at=now,
    )  # fmt: skip
    made = Evidence.objects.create(
        school=works[0].school, cycle=works[0].cycle, kind=EvidenceKind.FILE, title=title, file=file,
        made_at=now, made_by_name="Школа", token=uuid4().hex,
    )  # fmt: skip
    made.works.set(works)
    return made


def stage(
    school: Organisation, cycle: Cycle, *, state: str = "open", since: date = TODAY, due: date | None = None
) -> Checkpoint:
    closed = state == "closed"
    return Checkpoint.objects.create(
        school=school, cycle=cycle, code="first", title="Этап 1: документы", due=due, state=state,
        state_since=since, conclusion="Приняли" if closed else "", snapshot={} if closed else None,
        closed_at=datetime(since.year, since.month, since.day, 9, tzinfo=UTC) if closed else None,
    )  # fmt: skip


def many_schools(place: Territory, cycle: Cycle, many: int, *, now: datetime) -> list[Organisation]:
    """Schools in the programme, each with measures that are late, confirmed, and shown."""
    schools = Organisation.objects.bulk_create(
        Organisation(kind="school", name=f"Школа имени города {n}", territory=place, key=f"OV{n}")
        for n in range(many)
    )
    programme, _ = Programme.objects.get_or_create(level=Level.MUNICIPAL, name="500+", territory=place)
    Participation.objects.bulk_create(
        Participation(programme=programme, cycle=cycle, school=each) for each in schools
    )
    documents = [programme_of(each, cycle, now=now) for each in schools]
    of = [(school, document) for school, document in zip(schools, documents, strict=True) for _ in range(10)]
    measures = Measure.objects.bulk_create(
        Measure(cycle=cycle, school=school, title=f"Занятия в малых группах по математике {n % 25}")
        for n, (school, _) in enumerate(of)
    )
    states = (WorkState.CONFIRMED, WorkState.RUNNING, WorkState.REPORTED, WorkState.CONFIRMED)
    works = Work.objects.bulk_create(
        Work(
            measure=measure, document=document, school=school, cycle=cycle, state=states[n % 4],
            state_since=TODAY - timedelta(days=20), due=TODAY - timedelta(days=n % 30),
            pride="Дети пришли сами" if n % 10 == 0 else "",
        )
        for n, (measure, (school, document)) in enumerate(zip(measures, of, strict=True))
    )  # fmt: skip
    shown = Evidence.objects.bulk_create(
        Evidence(
            school=school, cycle=cycle, kind=EvidenceKind.LINK, title="Сайт", link="https://school.example/",
            made_at=now, made_by_name="Школа", token=f"{n}",
        )
        for n, school in enumerate(schools)
    )  # fmt: skip
    link = Evidence.works.through
    link.objects.bulk_create(
        link(evidence_id=shown[n // 10].pk, work_id=work.pk) for n, work in enumerate(works) if n % 2
    )
    Checkpoint.objects.bulk_create(
        Checkpoint(
            school=each, cycle=cycle, code="first", title="Этап 1: документы", state="sent", state_since=TODAY,
            due=TODAY - timedelta(days=3),
        )
        for each in schools
    )  # fmt: skip
    return schools
