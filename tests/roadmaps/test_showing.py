"""What shows measures: kept once, for several of them, taken back, opened only by who sees the school."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from factories.people import actor, signed_in
from factories.roadmaps import work_of
from opora.access import Refused, Role, WrongState
from opora.history.queries import of_subject
from opora.roadmaps.actions.showing import show_figure, show_file, show_link, use_again, withdraw
from opora.roadmaps.actions.steps import decide, report
from opora.roadmaps.models import Evidence
from opora.roadmaps.queries.snapshot import evidence_of

from .conftest import Year
from .making import PHOTO


def test_one_photograph_shows_several_measures(year: Year, at: datetime) -> None:
    one, two = (work_of(year.own, year.cycle, title, now=at) for title in ("Одна", "Другая"))
    made = show_file(works=[one, two], data=PHOTO, name="IMG_7.jpg", title="Занятие", by=year.school, at=at)
    assert set(made.works.all()) == {one, two}
    assert {pk: [e.title for e in shown] for pk, shown in evidence_of(year.own.pk, year.cycle.pk).items()} == {
        one.pk: ["Занятие"], two.pk: ["Занятие"],
    }  # fmt: skip


def test_what_shows_one_measure_is_taken_for_another_later(year: Year, at: datetime) -> None:
    one, later = (work_of(year.own, year.cycle, title, now=at) for title in ("Одна", "Позже"))
    client, page = signed_in(year.school), reverse("roadmap-reuse", args=[later.pk])
    assert "пока ничего не приложено" in client.get(page).content.decode()
    assert page not in client.get(reverse("roadmap-measure", args=[later.pk])).content.decode()
    made = show_link(works=[one], link="https://x.example/", title="Сайт", by=year.school, at=at)
    assert page in client.get(reverse("roadmap-measure", args=[later.pk])).content.decode()
    assert "Сайт: ссылка" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"evidence": [str(made.pk)]}).status_code == 302
    assert set(made.works.all()) == {one, later}
    assert client.post(page, {"evidence": [str(made.pk)]}).status_code == 200, "nothing more to take"
    assert [each.note for each in of_subject("work", later.pk)] == ["Сайт"]


def test_only_what_is_there_and_own_is_taken_again(year: Year, at: datetime) -> None:
    one, later = (work_of(year.own, year.cycle, title, now=at) for title in ("Одна", "Позже"))
    strange = work_of(year.neighbour, year.cycle, now=at)
    theirs = actor(Role.SCHOOL_COORDINATOR, year.neighbour, on=timezone.localdate())
    gone, foreign = (
        show_link(works=[work], link="https://x.example/", title="Сайт", by=by, at=at)
        for work, by in ((one, year.school), (strange, theirs))
    )
    withdraw(evidence=gone, by=year.school, at=at)
    with pytest.raises(ValidationError):
        use_again(work=later, evidence=[gone.pk, foreign.pk], by=year.school, at=at)
    with pytest.raises(Refused):
        use_again(work=later, evidence=[foreign.pk], by=year.curator, at=at)
    assert not later.evidence.exists()


def test_the_same_form_sent_twice_keeps_one(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    for _ in range(2):
        show_file(works=[work], data=PHOTO, name="a.jpg", title="", token="t1", by=year.school, at=at)
        show_link(works=[work], link="https://school.example/", title="", token="t2", by=year.school, at=at)
    assert sorted(Evidence.objects.values_list("title", flat=True)) == ["a.jpg", "https://school.example/"]


def test_a_figure_has_its_day(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    on = timezone.localdate(at)
    made = show_figure(
        works=[work], title="Доля «2»", value=Decimal("21.5"), unit="%", on=on, by=year.school, at=at
    )
    assert (made.value, made.on) == (Decimal("21.5"), on)
    with pytest.raises(ValidationError) as wrong:
        show_figure(works=[work], title="", value=None, unit="", on=None, by=year.school, at=at)
    assert set(wrong.value.message_dict) == {"title", "value", "on"}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x", "файл на диске"])
def test_a_link_leads_to_the_web(year: Year, at: datetime, link: str) -> None:
    work = work_of(year.own, year.cycle, now=at)
    with pytest.raises(ValidationError, match="https://"):
        show_link(works=[work], link=link, title="", by=year.school, at=at)


def test_a_program_under_a_pictures_name_is_refused(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    with pytest.raises(ValidationError, match="программа"):
        show_file(works=[work], data=b"MZ" + b"\0" * 600, name="a.jpg", title="", by=year.school, at=at)
    assert not Evidence.objects.exists()


def test_measures_of_two_schools_are_not_shown_together(year: Year, at: datetime) -> None:
    by = actor(Role.SCHOOL_COORDINATOR, year.own, year.neighbour, on=timezone.localdate())
    works = [work_of(school, year.cycle, now=at) for school in (year.own, year.neighbour)]
    with pytest.raises(WrongState, match="одной школы"):
        show_link(works=works, link="https://x.example/", title="", by=by, at=at)


def test_what_was_taken_back_stays_in_what_was_decided(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    made = show_link(works=[work], link="https://x.example/", title="Сайт", by=year.school, at=at)
    report(work=work, words="Сделано.", done_on=timezone.localdate(at), by=year.school, at=at)
    verdict = decide(work=work, confirms=True, words="Видел(а).", by=year.curator, at=at)
    withdraw(evidence=made, by=year.school, at=at)
    verdict.refresh_from_db()
    assert verdict.shown == [[made.pk, "link", "Сайт"]]
    assert evidence_of(year.own.pk, year.cycle.pk) == {}
    with pytest.raises(WrongState, match="уже убрали"):
        withdraw(evidence=made, by=year.school, at=at)


def test_a_curator_takes_nothing_back(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    made = show_link(works=[work], link="https://x.example/", title="Сайт", by=year.school, at=at)
    with pytest.raises(Refused):
        withdraw(evidence=made, by=year.curator, at=at)


def test_a_file_opens_for_those_who_see_the_school(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    made = show_file(works=[work], data=PHOTO, name="a.jpg", title="", by=year.school, at=at)
    url = reverse("roadmap-evidence", args=[made.pk])
    answer = signed_in(year.curator).get(url)
    assert answer.content == PHOTO
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    stranger = actor(Role.CURATOR, year.neighbour, on=timezone.localdate())
    assert signed_in(stranger).get(url).status_code == 404
    withdraw(evidence=made, by=year.school, at=at)
    assert signed_in(year.curator).get(url).status_code == 404
