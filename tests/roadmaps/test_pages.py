"""Pages of roadmaps as people of each part walk them."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from factories.people import actor, appointed, signed_in
from factories.roadmaps import roadmap_at, work_of
from opora.access import Role
from opora.cycles.models import Cycle
from opora.history.actions import event_of, record_all
from opora.measures.models import Measure
from opora.organisations.models import Organisation
from opora.roadmaps.actions.checkpoints import begin_checkpoint
from opora.roadmaps.actions.showing import show_figure, show_file, show_link, withdraw
from opora.roadmaps.choosing import LATELY
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.presenters.months import LEGEND
from opora.roadmaps.queries.board import school_lines
from opora.roadmaps.queries.snapshot import snapshot
from opora.roadmaps.queries.visibility import stages_of
from opora.roadmaps.states import WorkState
from opora.roadmaps.views.roadmap import CHANGES_PER_PAGE

from .conftest import Year
from .making import PHOTO, stages

VIEWS = ("", "?view=calendar", "?view=timeline", "?view=board", "?mark=late", "?state=open", "?q=олимп")


def _map(year: Year) -> str:
    return reverse("roadmap", args=[year.own.pk])


def _page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands_with_and_without_measures(year: Year, at: datetime, view: str) -> None:
    client = signed_in(year.curator)
    assert "Дорожная карта" in _page(client, _map(year) + view)
    roadmap_at(year.own, year.cycle, now=at)
    shown = _page(client, _map(year) + view)
    if view in {"", "?view=timeline", "?view=board", "?state=open"}:
        assert "Консультации по математике" in shown
    if view == "?q=олимп":
        assert "Олимпиада" in shown
        assert "Консультации" not in shown


def test_a_filter_stays_in_every_link(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, due=date(2026, 12, 1), now=at)
    shown = _page(signed_in(year.curator), f"{_map(year)}?q=консул&view=calendar&month=2026-12")
    assert "q=%D0%BA%D0%BE%D0%BD%D1%81%D1%83%D0%BB" in shown
    assert 'name="view" value="calendar"' in shown
    assert "Консультации" in shown
    assert "Консультации" not in _page(signed_in(year.curator), f"{_map(year)}?view=calendar&month=2027-01")


def test_a_day_of_many_leads_to_everything_of_it(year: Year, at: datetime) -> None:
    day = date(2026, 12, 16)
    for number in range(20):
        work_of(year.own, year.cycle, f"Мера {number}", due=day, now=at)
    work_of(year.own, year.cycle, "Другой день", due=date(2026, 12, 17), now=at)
    shown = _page(signed_in(year.curator), f"{_map(year)}?view=calendar&month=2026-12&q=мера")
    assert shown.count("Мера ") == 5
    assert "ещё 15" in shown
    assert f"day={day.isoformat()}" in shown
    of_day = _page(signed_in(year.curator), f"{_map(year)}?day={day.isoformat()}")
    assert "Мера 19" in of_day
    assert "Другой день" not in of_day
    for wrong in ("2026-02-31", "x", "0000-00-00"):
        assert "Другой день" in _page(signed_in(year.curator), f"{_map(year)}?day={wrong}")


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "x", "99999-1", "²026-11"])
def test_a_month_that_is_none_shows_the_present_one(year: Year, month: str) -> None:
    assert "пн" in _page(signed_in(year.curator), f"{_map(year)}?view=calendar&month={month}")


def test_people_of_a_school_come_to_their_roadmap(year: Year) -> None:
    answer = signed_in(year.school).get(reverse("roadmaps"))
    assert (answer.status_code, answer["Location"]) == (302, _map(year))


def test_schools_stand_side_by_side_for_the_coordinator(year: Year, at: datetime) -> None:
    for days, state in ((-40, WorkState.PLANNED), (5, WorkState.REPORTED), (9, WorkState.CONFIRMED)):
        due = timezone.localdate() + timedelta(days=days)
        work_of(year.own, year.cycle, due=due, state=state, now=at)
    work_of(year.neighbour, year.cycle, now=at)
    shown = _page(signed_in(year.coordinator), reverse("roadmaps"))
    assert year.own.name in shown
    assert year.neighbour.name not in shown
    assert "самая давняя — 40" in shown
    book = load_workbook(BytesIO(signed_in(year.coordinator).get(reverse("roadmaps") + "?as=xlsx").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][:3] == (year.own.name, year.place.name, 3)
    assert rows[1][6:9] == (1, 0, 1), "confirmed within the month, taken off, late"
    school = reverse("roadmap", args=[year.own.pk])
    assert f'за\xa0месяц +<a href="{school}?cycle={year.cycle.code}&amp;mark=recent">1</a>' in shown


def test_small_successes_are_those_of_the_month(year: Year, at: datetime) -> None:
    for title, days in (("Свежая", 30), ("Давняя", 31)):
        work = work_of(year.own, year.cycle, title, state=WorkState.CONFIRMED, now=at)
        Work.objects.filter(pk=work.pk).update(state_since=timezone.localdate() - timedelta(days=days))
    shown = _page(signed_in(year.curator), f"{_map(year)}?mark=recent")
    table = shown[shown.index("<table") :]
    assert "Свежая" in table
    assert "Давняя" not in table[: table.index("</table>")]
    (line,) = school_lines(
        [year.own.pk], year.cycle.pk, today=timezone.localdate(), lately=timezone.localdate() - LATELY
    )
    assert (line.confirmed, line.lately) == (2, 1)


def test_the_workbook_holds_what_is_shown(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, "=cmd|' /C calc'!A0", due=date(2026, 12, 1), now=at)
    work_of(year.own, year.cycle, "Другая", now=at)
    client = signed_in(year.curator)
    everything, one = (
        list(load_workbook(BytesIO(client.get(f"{_map(year)}?as=xlsx{more}").content)).worksheets[0].values)
        for more in ("", "&q=друг")
    )
    assert [row[1] for row in everything[1:]] == ["=cmd|' /C calc'!A0", "Другая"]
    assert [row[1] for row in one[1:]] == ["Другая"]


def test_from_the_school_to_the_curator_by_forms(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, due=timezone.localdate() + timedelta(days=9), now=at)
    following = work_of(year.own, year.cycle, "Следующая", state=WorkState.REPORTED, now=at)
    here, school = reverse("roadmap-measure", args=[work.pk]), signed_in(year.school)
    assert "Начать" in _page(school, here)
    assert school.post(reverse("roadmap-start", args=[work.pk])).status_code == 302
    report = reverse("roadmap-report", args=[work.pk])
    refused = school.post(report, {"words": "", "done_on": ""})
    assert refused.status_code == 422
    assert "что сделано и что получилось" in refused.content.decode()
    photo = SimpleUploadedFile("IMG.jpg", PHOTO, "image/jpeg")
    said = {"words": "12 занятий", "done_on": timezone.localdate().isoformat(), "file": photo, "token": "t"}
    assert school.post(report, said).status_code == 302
    curator = signed_in(year.curator)
    page = _page(curator, here)
    assert "12 занятий" in page
    assert f"/roadmaps/evidence/{Evidence.objects.get().pk}/" in page
    decide = reverse("roadmap-decide", args=[work.pk])
    revision = Work.objects.get(pk=work.pk).revision
    wordless = curator.post(decide, {"what": "confirm", "words": "", "revision": revision})
    assert wordless.status_code == 422
    assert wordless.text.count("Добавьте слово: что вы увидели. Его увидит школа.") == 2, "above and beside"
    assert 'Ваше слово школе <span class="req"' in wordless.text
    answer = curator.post(decide, {"what": "confirm", "words": "Видела", "revision": revision})
    there = reverse("roadmap-measure", args=[following.pk])
    assert answer["Location"] == there
    named = "Подтверждена мера «Консультации по математике». Следующая ждёт вашего слова."
    assert named in _page(curator, there)
    again = curator.post(decide, {"what": "return", "words": "Нет", "revision": revision})
    assert again.status_code == 409
    work.refresh_from_db()
    assert work.state == WorkState.CONFIRMED
    assert "12 занятий" in _page(school, reverse("roadmap-changes", args=[year.own.pk]))


def test_the_last_decision_needs_no_name(year: Year, at: datetime) -> None:
    works = [work_of(year.own, year.cycle, f"Мера {n}", state=WorkState.REPORTED, now=at) for n in range(2)]
    curator, told = signed_in(year.curator), []
    for work in works:
        said = {"what": "return", "words": "Приложите фото", "revision": work.revision}
        told.append(curator.post(reverse("roadmap-decide", args=[work.pk]), said, follow=True).text)
    assert "Возвращена школе мера «Мера 0». Следующая ждёт вашего слова." in told[0]
    assert "Мера возвращена школе." in told[1]


@pytest.mark.parametrize(
    ("state", "by", "undo"),
    [(WorkState.CONFIRMED, "curator", "Снять подтверждение"), (WorkState.REPORTED, "school", "Отозвать")],
)
def test_what_takes_a_step_back_is_quiet(
    year: Year, at: datetime, state: WorkState, by: str, undo: str
) -> None:
    work = work_of(year.own, year.cycle, state=state, now=at)
    Work.objects.filter(pk=work.pk).update(reported_by_id=year.school.person_id)
    page = _page(signed_in(getattr(year, by)), reverse("roadmap-measure", args=[work.pk]))
    (button,) = re.findall(rf'<(?:a|button) class="([^"]*)"[^>]*>{undo}<', page)
    assert button == "btn quiet"


def test_what_was_expected_stands_before_the_decision(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, state=WorkState.REPORTED, now=at)
    here, expected = reverse("roadmap-measure", args=[work.pk]), "Пропусков меньше на 10 %"
    page = _page(signed_in(year.curator), here)
    assert page.count(expected) == 1
    assert page.index(expected) < page.index("Ваше слово школе")
    assert _page(signed_in(year.school), here).count(expected) == 1


def test_a_measure_without_a_term_only_begins_on_the_timeline(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, "Без срока", starts=date(2026, 10, 19), now=at)
    shown = _page(signed_in(year.curator), f"{_map(year)}?view=timeline")
    row = shown[shown.index("<table") :]
    assert [row.count(f">{words}<") for words in ("начало", "срок", "идёт")] == [1, 0, 0]
    assert LEGEND in shown
    assert LEGEND not in _page(signed_in(year.curator), _map(year))


def test_a_stage_that_was_not_begun_or_sent_by_its_day_is_late(year: Year, at: datetime) -> None:
    stages()
    Cycle.objects.filter(pk=year.cycle.pk).update(starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    late, there = "не начат</span> срок был 1 ноября 2025", signed_in(year.school)
    assert late not in _page(there, _map(year)).replace("\xa0", " "), "no measures, nothing to begin"
    work_of(year.own, year.cycle, now=at)
    assert late in _page(there, _map(year)).replace("\xa0", " ")
    stage = stages_of(year.place.path or "")[0]
    begin_checkpoint(school=year.own, cycle=year.cycle, stage=stage, by=year.school, at=at)
    assert "идёт</span> ход школы, срок был 1 июня 2025" in _page(there, _map(year)).replace("\xa0", " ")


def test_stages_are_among_the_changes_and_all_come_in_pages(year: Year, at: datetime) -> None:
    work, client = work_of(year.own, year.cycle, now=at), signed_in(year.curator)
    stages()
    stage = stages_of(year.place.path or "")[0]
    made = begin_checkpoint(
        school=year.own, cycle=year.cycle, stage=stage, by=year.school, at=at + timedelta(seconds=1)
    )
    url = reverse("roadmap-changes", args=[year.own.pk])
    here = reverse("roadmap-checkpoint", args=[made.pk])
    assert f'<a href="{here}">начал(а) отчёт по этапу: {made.title}</a>' in _page(client, url)
    record_all(
        event_of(
            by=year.school, at=at, verb="начал(а)", subject_kind="work", subject_id=work.pk, subject_title=f"Мера {n}"
        )
        for n in range(CHANGES_PER_PAGE + 20)
    )  # fmt: skip
    first = _page(client, url)
    assert (first.count('<p class="when">'), "1–100 из 121" in first) == (CHANGES_PER_PAGE, True)
    last = _page(client, f"{url}?page=2")
    assert last.count('<p class="when">') == 21
    assert "Мера 0<" in last


def test_words_of_people_are_never_markup(year: Year, at: datetime) -> None:
    bad = "<script>alert(1)</script>"
    work = work_of(
        year.own,
        year.cycle,
        bad,
        due=timezone.localdate(),
        state=WorkState.CONFIRMED,
        report=bad,
        pride=bad,
        now=at,
    )
    for url in (reverse("roadmap-measure", args=[work.pk]), *(_map(year) + view for view in VIEWS)):
        assert bad not in _page(signed_in(year.curator), url)


def test_a_stage_by_forms(year: Year, at: datetime) -> None:
    stages()
    work_of(year.own, year.cycle, now=at)
    school = signed_in(year.school)
    begin = reverse("roadmap-stage-begin", args=[year.own.pk, "final"])
    assert school.post(begin, {"cycle": year.cycle.code}).status_code == 302
    made = Checkpoint.objects.get()
    here, change = reverse("roadmap-checkpoint", args=[made.pk]), made.changes.get()
    said = {
        "words": "Стало лучше",
        f"after-{change.pk}": "18",
        f"on-{change.pk}": "2026-11-01",
        "what": "send",
    }
    assert school.post(here, said).status_code == 302
    assert school.post(here, said).status_code == 409
    curator = signed_in(year.curator)
    assert "Стало лучше" in _page(curator, here)
    close = reverse("roadmap-checkpoint-close", args=[made.pk])
    assert curator.post(close, {"conclusion": ""}).status_code == 422
    assert curator.post(close, {"conclusion": "Верю"}).status_code == 302
    assert "больше не меняется" in _page(school, here)


def test_a_stage_without_indicators_says_so_once(year: Year) -> None:
    page = _page(signed_in(year.curator), reverse("roadmap-checkpoint", args=[_stage(year).pk]))
    assert (page.count("Показатели до и после"), page.count("показателей нет")) == (1, 1)


def test_a_closed_stage_leads_to_what_it_was_shown_by(year: Year, at: datetime) -> None:
    work = work_of(year.own, year.cycle, now=at)
    file = show_file(works=[work], data=PHOTO, name="a.jpg", title="Фото <занятия>", by=year.school, at=at)
    show_link(works=[work], link="https://school.example/a?b=1&c=2", title="Сайт", by=year.school, at=at)
    show_figure(works=[work], title="Доля", value=Decimal(18), unit="%", on=at.date(), by=year.school, at=at)
    made = _stage(year)
    Checkpoint.objects.filter(pk=made.pk).update(
        state="closed", closed_at=at, closed_by_name="К", conclusion="Верю", words="Да", sent_at=at,
        sent_by_name="Ш", snapshot=snapshot(made, today=at.date()),
    )  # fmt: skip
    client, here = signed_in(year.curator), reverse("roadmap-checkpoint", args=[made.pk])
    opened = f'<a href="{reverse("roadmap-evidence", args=[file.pk])}">Фото &lt;занятия&gt;</a>'
    site = '<a href="https://school.example/a?b=1&amp;c=2">Сайт</a>'
    assert f"{opened}; {site}; Доля" in _page(client, here)
    withdraw(evidence=file, by=year.school, at=at)
    assert f"Фото &lt;занятия&gt;; {site}; Доля" in _page(client, here)


def test_who_sees_nothing_is_told_where_to_go(year: Year, at: datetime) -> None:
    objects = roadmap_at(year.own, year.cycle, now=at)
    today = timezone.localdate()
    stranger = signed_in(actor(Role.CURATOR, year.neighbour, on=today))
    observer = signed_in(actor(Role.OBSERVER, year.place, on=today))
    for name in ("roadmap-measure", "roadmap-checkpoint", "roadmap-evidence"):
        url = reverse(name, args=[objects[name]["pk"]])
        assert stranger.get(url).status_code == 404
        assert observer.get(url).status_code == 403


def test_queries_do_not_grow_with_measures(year: Year, at: datetime) -> None:
    client, counts = signed_in(year.curator), []
    teacher = appointed(Role.TEACHER, year.own, surname="Словесникова")
    for many in (1, 30):
        for number in range(many):
            work = work_of(
                year.own,
                year.cycle,
                f"Мера {number}",
                due=date(2026, 12, 1 + number % 28),
                responsible=teacher,
                now=at,
            )
            shown = Evidence.objects.create(
                school=year.own, cycle=year.cycle, kind="link", title="Сайт", link="https://x.example/", made_at=at,
                made_by_name="Школа",
            )  # fmt: skip
            shown.works.add(work)
        asked = []
        for url in (
            reverse("roadmaps"),
            *(_map(year) + view for view in VIEWS),
            reverse("roadmap-measure", args=[work.pk]),
        ):
            with CaptureQueriesContext(
                connection,
            ) as made:
                _page(client, url)
            asked.append(len(made))
        counts.append(asked)
    assert counts[0] == counts[1]


def test_a_thousand_measures_come_in_pages(year: Year, at: datetime) -> None:
    one = work_of(year.own, year.cycle, now=at)

    measures = Measure.objects.bulk_create(
        Measure(cycle=year.cycle, school=year.own, title=f"Мера {n}") for n in range(999)
    )
    Work.objects.bulk_create(
        Work(
            measure=each, document=one.document, school=year.own, cycle=year.cycle, state_since=at.date(),
            agreed={"title": each.title},
        )
        for each in measures
    )  # fmt: skip
    client, stage = signed_in(year.curator), _stage(year)
    shown = _page(client, _map(year))
    assert shown.count("<tr>") == 201
    assert 'rel="next"' in shown
    for view in VIEWS[1:]:
        assert len(_page(client, _map(year) + view).encode()) < 200_000, view
    kept = _page(client, reverse("roadmap-checkpoint", args=[stage.pk]))
    assert "Меры · 1000" in kept
    assert kept.count("<tr>") == 201
    assert "И ещё 980" in _page(client, _map(year) + "?view=calendar")
    Organisation.objects.filter(pk=year.own.pk).update(closed_on=timezone.localdate())
    settle = _page(signed_in(year.coordinator), reverse("roadmap-settle", args=[year.own.pk]))
    assert settle.count('type="checkbox"') == 200


def _stage(year: Year) -> Checkpoint:
    return Checkpoint.objects.create(
        school=year.own, cycle=year.cycle, code="first", title="Этап 1", state_since=timezone.localdate()
    )
