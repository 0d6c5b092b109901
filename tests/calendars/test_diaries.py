"""What features tell of their days, to whom, and in how many queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.once import of_module
from factories.people import Cast, actor, cast, person, signed_in
from factories.places import everywhere
from opora.access import Actor, Role
from opora.access.actor import operator
from opora.appointments.session import actor_for
from opora.burden.queries import diary as inquiries
from opora.cycles import diary as stages
from opora.cycles.actions import set_stage
from opora.diary import Entry, entries
from opora.documents.models import Deadline
from opora.documents.queries import diary as deadlines
from opora.events.queries import diary as events
from opora.expertise.models import Round
from opora.expertise.queries import diary as rounds
from opora.expertise.states import RoundState
from opora.identification.models import YearList
from opora.identification.queries import diary as windows
from opora.identification.states import ListState
from opora.objections import diary as answers
from opora.objections.models import Objection
from opora.organisations.models import Territory
from opora.plans.queries import diary as plans
from opora.surveys import diary as campaigns
from opora.surveys.models import Campaign

type Diary = Callable[[Actor, date, date], list[Entry]]

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 9, 1), date(2036, 12, 31)


def build() -> Cast:
    """A campaign, a list open for objections, an objection, a round in each of two places of a region."""
    return everywhere(NOW, {"own", "neighbour"}).cast


made, people = of_module(build)


def told(diary: Diary, who: Actor, first: date = FIRST, last: date = LAST) -> list[str]:
    return [each.title for each in diary(who, first, last)]


def asked(diary: Diary, who: Actor) -> int:
    with CaptureQueriesContext(connection) as queries:
        diary(who, FIRST, LAST)
    return len(queries)


def stage(term: str) -> None:
    set_stage(cycle=cast().world.cycle, title=term, term=term, by=operator(), at=NOW)


def test_stages_stand_on_the_days_that_their_words_name() -> None:
    curator = cast().curator
    terms = (
        *("до 26.03.2027", "с 22.03 по 22.04", "июнь, август", "по четвергам в 12:00"),
        *("еженедельно", "в течение года", "по запросу", "ежемесячно"),
    )
    for term in terms:
        stage(term)
    days: dict[str, list[tuple[date, date]]] = {}
    for each in stages.diary_of(curator, date(2026, 9, 1), date(2027, 8, 31)):
        days.setdefault(each.title, []).append((each.first, each.last))
    thursdays = days.pop("по четвергам в 12:00")
    assert days == {
        "до 26.03.2027": [(date(2027, 3, 26), date(2027, 3, 26))],
        "с 22.03 по 22.04": [(date(2027, 3, 22), date(2027, 4, 22))],
        "июнь, август": [(date(2027, 6, 1), date(2027, 6, 30)), (date(2027, 8, 1), date(2027, 8, 31))],
    }
    assert {day.weekday() for day, _ in thursdays} == {3}
    assert len(thursdays) == 52
    keys = [each.key for each in stages.diary_of(curator, date(2026, 9, 1), date(2027, 8, 31))]
    assert len(set(keys)) == len(keys)
    # of a stage with several terms only what touches these days
    assert told(stages.diary_of, curator, date(2027, 7, 2), date(2027, 7, 7)) == []
    assert len(told(stages.diary_of, curator, date(2027, 4, 22), date(2027, 4, 28))) == 2
    assert told(stages.diary_of, actor_for(person(), on=FIRST)) == []
    assert asked(stages.diary_of, curator) == 1


def test_campaigns_are_told_to_those_who_see_them(people: Cast) -> None:
    (one,) = campaigns.diary_of(people.curator, FIRST, LAST)
    assert (one.title, one.first, one.last) == ("Анкетирование", date(2026, 9, 14), date(2036, 9, 11))
    assert len(told(campaigns.diary_of, people.regional_coordinator)) == 2
    assert len(told(campaigns.diary_of, people.school_head)) == 1
    for nobody in (people.expert, people.stranger):
        assert (told(campaigns.diary_of, nobody), asked(campaigns.diary_of, nobody)) == ([], 0)
    assert told(campaigns.diary_of, people.curator, FIRST, date(2026, 9, 13)) == []


def test_windows_of_objections_are_told_where_the_list_is_seen(people: Cast) -> None:
    (one,) = windows.diary_of(people.school_head, FIRST, LAST)
    assert (one.first, one.last) == (date(2026, 9, 14), date(2036, 9, 11))
    assert one.title == "Возражения к проекту. Список ШНОР, 2026/27, Берёзовский округ"
    assert len(told(windows.diary_of, people.regional_coordinator)) == 2
    # a curator learns of a list when it is approved
    assert told(windows.diary_of, people.curator) == told(windows.diary_of, people.stranger) == []
    YearList.objects.update(state=ListState.DRAFT)
    assert (
        told(windows.diary_of, people.school_head)
        == told(windows.diary_of, people.municipal_coordinator)
        == []
    )


def test_answers_to_objections_are_told_to_both_sides(people: Cast) -> None:
    (one,) = answers.diary_of(people.municipal_coordinator, FIRST, LAST)
    assert (one.title, one.first) == ("Срок ответа: Берёзовская школа № 1: ШНОР, 2026", date(2036, 1, 1))
    assert told(answers.diary_of, people.school_head) == [one.title]
    assert len(told(answers.diary_of, people.regional_coordinator)) == 2
    for nobody in (people.teacher, people.curator, people.observer):
        assert (told(answers.diary_of, nobody), asked(answers.diary_of, nobody)) == ([], 0)
    copies(Objection, people, 4, lambda each, n: setattr(each, "subject_id", 10_000 + n))
    (line,) = answers.diary_of(people.municipal_coordinator, FIRST, LAST)
    assert (line.title, line.url) == ("Ответить на 5\N{NO-BREAK SPACE}возражений", "/objections/")


def test_rounds_are_told_to_who_runs_and_to_who_scores(people: Cast) -> None:
    run = rounds.diary_of(people.municipal_coordinator, FIRST, LAST)
    assert len(run) == len(Round.objects.filter(territory=people.world.municipality, subject="documents"))
    mine = rounds.diary_of(people.expert, FIRST, LAST)
    assert mine and {each.url for each in mine} == {"/expertise/queue/"}
    assert rounds.diary_of(actor(Role.EXPERT, people.world.region), FIRST, LAST) == []
    Round.objects.update(state=RoundState.PREPARING)
    assert told(rounds.diary_of, people.expert) == []
    for nobody in (people.school_head, people.curator, people.observer, people.stranger):
        assert (told(rounds.diary_of, nobody), asked(rounds.diary_of, nobody)) == ([], 0)


def deadline(people: Cast, place: Territory, due: date, kind: str = "medium-term") -> None:
    Deadline.objects.create(cycle=people.world.cycle, territory=place, kind=kind, due=due)


def test_the_nearest_deadline_holds_for_a_school(people: Cast) -> None:
    w = people.world
    deadline(people, w.region, date(2026, 12, 1))
    deadline(people, w.municipality, date(2026, 11, 15))
    deadline(people, w.neighbour_municipality, date(2026, 11, 20))
    deadline(people, w.foreign_municipality, date(2026, 11, 25))

    def days(who: Actor, first: date = FIRST, last: date = LAST) -> list[tuple[str, date]]:
        found = deadlines.diary_of(who, first, last)
        return [(each.title.removeprefix("Последний день: "), each.first) for each in found]

    (title,) = {title for title, _ in days(people.school_head)}
    assert title.startswith("Среднесрочная")
    assert days(people.school_head) == days(people.municipal_coordinator) == [(title, date(2026, 11, 15))]
    # the day of the region does not hold here, whichever days are asked for
    assert days(people.school_head, date(2026, 11, 16), date(2026, 12, 31)) == []
    assert days(people.regional_coordinator) == [
        (f"{title} — Берёзовский округ", date(2026, 11, 15)),
        (f"{title} — Еловский район", date(2026, 11, 20)),
        (title, date(2026, 12, 1)),
    ]
    both = actor(Role.CURATOR, w.school, w.neighbour_school)
    assert [words for words, _ in days(both)] == [f"{title} — Берёзовский округ", f"{title} — Еловский район"]
    (one,) = deadlines.diary_of(people.school_head, FIRST, LAST)
    assert signed_in(people.municipal_coordinator).get(one.url).status_code == 200
    for nobody in (people.expert, people.observer, people.teacher, people.stranger):
        assert (days(nobody), asked(deadlines.diary_of, nobody)) == ([], 0)


@dataclass(frozen=True, slots=True)
class Told:
    """A diary, who asks it, how many queries it may take."""

    diary: Diary
    who: str
    queries: int


DIARIES = (
    Told(stages.diary_of, "curator", 1),
    Told(campaigns.diary_of, "regional_coordinator", 1),
    Told(windows.diary_of, "regional_coordinator", 1),
    Told(answers.diary_of, "regional_coordinator", 1),
    Told(rounds.diary_of, "regional_coordinator", 1),
    Told(rounds.diary_of, "expert", 1),
    Told(deadlines.diary_of, "regional_coordinator", 2),
    Told(deadlines.diary_of, "school_head", 3),
    Told(events.diary_of, "regional_coordinator", 1),
    Told(plans.diary_of, "municipal_coordinator", 1),
    Told(inquiries.diary_of, "municipal_coordinator", 1),
    Told(inquiries.diary_of, "school_head", 1),
)


def copies[M: (Objection, Campaign, Round, YearList)](
    model: type[M], people: Cast, many: int, apart: Callable[[M, int], None]
) -> None:
    """So many more of what stands in the own place."""
    of = {"school": people.world.school} if model is Objection else {"territory": people.world.municipality}
    pattern = model._default_manager.filter(**of).order_by("pk")[0]
    for number in range(many):
        pattern.pk = None
        pattern._state.adding = True
        apart(pattern, number)
        pattern.save()


def test_ten_things_ask_as_much_as_one(people: Cast) -> None:
    def numbered(each: Round | YearList, number: int) -> None:
        each.number = 100 + number
        if isinstance(each, YearList):
            each.state, each.approved_at, each.approved_by_name = ListState.SUPERSEDED, NOW, "Областная"

    def of_its_day(each: Objection, number: int) -> None:
        each.subject_id, each.answer_due = 10_000 + number, FIRST + timedelta(days=number)

    deadline(people, people.world.municipality, date(2026, 11, 15))
    before = [asked(each.diary, getattr(people, each.who)) for each in DIARIES]
    count = len(everything(people))
    for number in range(9):
        stage(f"{number + 1}.11.2026")
        deadline(people, people.world.municipality, date(2026, 11, 16), f"own-{number}")
    copies(Campaign, people, 9, lambda *_: None)
    copies(Round, people, 9, numbered)
    copies(YearList, people, 9, numbered)
    copies(Objection, people, 9, of_its_day)
    assert len(everything(people)) > count + 50
    after = [asked(each.diary, getattr(people, each.who)) for each in DIARIES]
    assert before == after == [each.queries for each in DIARIES]


def everything(people: Cast) -> list[Entry]:
    """What the whole house tells a regional coordinator; each thing has a name of its own."""
    found = entries(people.regional_coordinator, FIRST, LAST)
    assert len({each.key for each in found}) == len(found)
    return found


def test_events_rows_of_plans_and_inquiries_are_kinds_of_their_own(people: Cast) -> None:
    """They stand on the page with their names, and each can be looked at alone."""
    page = signed_in(people.municipal_coordinator)
    found = entries(people.municipal_coordinator, date(2020, 9, 1), LAST)
    for kind in (events.KIND, plans.KIND, inquiries.KIND):
        one = next(each for each in found if each.kind == kind)
        alone = page.get("/calendar/", {"day": one.first.isoformat(), "kind": kind}).text
        assert f'href="{one.url}"' in alone
        assert f"{kind} " in alone or f">{kind}<" in alone
        assert page.get(one.url).status_code == 200
