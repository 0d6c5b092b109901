"""The pages of reports as people go through them."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from conftest import NOW
from factories.people import signed_in
from factories.reports import FINAL, FIRST, IN_SUM, SECOND, StageOf, draft, issued, submitted
from factories.roadmaps import work_of
from opora import references
from opora.organisations.models import Organisation
from opora.reports.models import Report
from opora.reports.references import SOURCES

from .conftest import Year
from .looking import asked, post, text
from .making import participates, profiled

pytestmark = pytest.mark.django_db


def test_from_the_first_page_to_the_signed_letter(year: Year) -> None:
    who, head = year.cast.municipal_coordinator, year.cast.authority_head
    assert "Начать отчёт" in text(who, reverse("reports"))
    page = text(who, reverse("report-new"))
    assert "Этап 2: реализация, до 01.11.2026" in page
    text(who, f"{reverse('report-new')}?cycle=1999", 404)
    post(who, reverse("report-new"), 422, stage="")
    url = post(who, reverse("report-new"), stage="second")
    made = Report.objects.get()
    page = text(who, url)
    assert "Напишете только вы" in page
    assert "Ключевая проблема и что вы с ней делаете" in page
    assert f'<a href="{reverse("territory", args=[year.place.pk])}">3</a>' in page
    assert "Чего не хватает" in page
    assert "Берёзовская школа № 1: что привело к низким результатам" in page
    # half of it may be kept; what is missing is told before signing
    assert post(who, url, problem="Нет службы", seen=0) == url
    submit = reverse("report-submit", args=[made.pk])
    assert "не подписать" in text(who, submit)
    post(who, submit, 409, seen=1)
    # saved in a section, it is told there too
    client = signed_in(who)
    answer = client.post(url, {"problem": "Нет службы", "seen": 1, "at": "problem"})
    assert answer.headers["Location"] == f"{url}#part-problem"
    page = client.get(url).text
    assert page.count("Записано.") == 2
    assert '<h2 id="part-problem">Ключевая проблема</h2>\n<p class="note success">Записано.</p>' in page
    assert post(who, url, problem="Нет службы", seen=1, at="nowhere") == url
    own = f"school-{year.own.pk}"
    given = {"problem": "Нет службы", "achievement": "Приняли дефициты", own: "Смена команды"}
    post(who, url, 409, seen=0, **given)
    assert post(who, url, seen=1, submit="1", **given) == submit
    assert "больше не изменятся" in text(who, submit)
    post(who, submit, seen=2)
    assert "Подписать</a>" in text(head, url)
    assert "Сохранить" not in text(who, url)
    issue = reverse("report-issue", args=[made.pk])
    assert "не хватает сведений" in text(head, issue)
    assert "исходящий номер" in post(head, issue, 422, number="", date="2026-09-14", seen=3)
    post(head, issue, 409, number="986", date="2026-09-14", seen=1)
    post(head, issue, number="986", date="2026-09-14", seen=3)
    page = text(head, url)
    assert "№\xa0986 от\xa014.09.2026" in page
    assert "Чего не хватает" not in page
    assert "Приняли дефициты" in page
    text(who, reverse("report-delete", args=[made.pk]), 409)


def test_the_files_are_those_that_were_signed(year: Year) -> None:
    made = draft(year.place, year.cycle, now=NOW)
    who = year.cast.municipal_coordinator
    client = signed_in(who)
    url = reverse("report-print", args=[made.pk, "docx"])
    answer = client.get(url)
    assert answer.content[:2] == b"PK"
    assert "%D0%9F%D1%80%D0%BE%D0%B5%D0%BA%D1%82" in answer.headers["Content-Disposition"]  # «Проект»
    assert client.get(url).content == answer.content
    told = json.loads(client.get(reverse("report-print", args=[made.pk, "json"])).content)
    assert {"territory", "cycle", "stage", "figures", "missing", "texts"} <= set(told)
    assert all(each["origin"] and each["url"] for each in told["figures"])
    sent = issued(year.place, year.cycle, FINAL, now=NOW)
    pdf = client.get(reverse("report-print", args=[sent.pk, "pdf"]))
    assert pdf.content[:5] == b"%PDF-"
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("report-print", args=[sent.pk, "exe"])).status_code == 404
    school = signed_in(year.cast.school_head)
    assert school.get(reverse("report-print", args=[sent.pk, "pdf"])).content == pdf.content
    assert school.get(reverse("report-print", args=[sent.pk, "json"])).status_code == 404
    assert school.get(url).status_code == 404


def test_a_school_reads_the_letter_without_addresses_it_may_not_open(year: Year) -> None:
    sent = issued(year.place, year.cycle, now=NOW)
    page = text(year.cast.school_head, reverse("report", args=[sent.pk]))
    assert "В программе «500+» участвуют" in page
    assert reverse("risk-school", args=[year.second.pk]) not in page
    assert "История" not in page
    text(year.cast.neighbour_school_head, reverse("report", args=[sent.pk]), 404)
    text(year.cast.teacher, reverse("reports"), 403)


def test_whom_it_goes_to_is_corrected(year: Year) -> None:
    who, made = year.cast.municipal_coordinator, draft(year.place, year.cycle, now=NOW)
    url = reverse("report-address", args=[made.pk])
    assert "Ректорову Петру Ильичу" in text(who, url)
    given = {"subject": "Отчёт по 1 этапу", "addressee_organisation": "ИРО", "reply_to_number": "12"}
    post(who, url, 422, seen=made.revision, subject="")
    post(who, url, 409, seen=made.revision - 1, **given)
    post(who, url, seen=made.revision, **given)
    page = text(who, reverse("report", args=[made.pk]))
    assert "Отчёт по 1 этапу" in page
    assert "№\xa012" in page
    text(year.cast.authority_head, url, 403)


def test_it_comes_back_and_is_annulled_with_words(year: Year) -> None:
    who, head = year.cast.municipal_coordinator, year.cast.authority_head
    made = submitted(year.place, year.cycle, now=NOW)
    back = reverse("report-return", args=[made.pk])
    post(head, back, 422, why="")
    post(head, back, why="Добавьте приказ")
    assert "Вернули на доработку: Добавьте приказ" in text(who, reverse("report", args=[made.pk]))
    post(who, reverse("report-delete", args=[made.pk]))
    sent = issued(year.place, year.cycle, now=NOW)
    annul = reverse("report-annul", args=[sent.pk])
    post(head, annul, 422, why=" ")
    post(head, annul, why="Ошибка")
    assert "Письмо аннулировано: Ошибка" in text(year.cast.school_head, reverse("report", args=[sent.pk]))


def test_the_list_is_narrowed_and_goes_out_as_it_is_shown(year: Year) -> None:
    who = year.cast.regional_coordinator
    draft(year.place, year.cycle, FIRST, now=NOW)
    issued(year.place, year.cycle, SECOND, now=NOW)
    issued(year.cast.world.neighbour_municipality, year.cycle, SECOND, now=NOW)
    page = text(who, reverse("reports"))
    assert page.count("Этап 2: реализация</a>") == 2
    assert "Этап 1" not in page
    url = f"{reverse('reports')}?territory=M2"
    assert text(who, url).count("Этап 2: реализация</a>") == 1
    assert "Таких отчётов нет" in text(who, f"{reverse('reports')}?state=annulled")
    book = load_workbook(BytesIO(signed_in(who).get(f"{url}&as=xlsx").content))
    rows = list(book.worksheets[0].values)
    assert rows[0][:2] == ("Этап", "Территория")
    assert [row[:2] for row in rows[1:]] == [("Этап 2: реализация", "Еловский район")]


def test_stages_that_have_a_report_are_not_offered_again(year: Year) -> None:
    who = year.cast.municipal_coordinator
    for stage in (FIRST, SECOND):
        draft(year.place, year.cycle, stage, now=NOW)
    page = text(who, reverse("report-new"))
    assert "Уже есть" in page
    assert "Итог: позитивные изменения, до" in page
    assert "Этап 2: реализация, до" not in page
    draft(year.place, year.cycle, FINAL, now=NOW)
    assert "Итоговая справка за год, до 31.08.2027" in text(who, reverse("report-new"))
    draft(year.place, year.cycle, IN_SUM, now=NOW)
    assert "обо всех этапах" in text(who, reverse("report-new"))
    text(year.cast.authority_head, reverse("report-new"), 403)


def test_where_figures_come_from_is_told_in_words(year: Year) -> None:
    made = draft(year.place, year.cycle, now=NOW)
    page = text(year.cast.municipal_coordinator, f"{reverse('report', args=[made.pk])}?show=origins")
    assert "реестр приказов" in page
    assert "query:" not in page
    letter = text(year.cast.municipal_coordinator, f"{reverse('report', args=[made.pk])}?show=letter")
    assert "Сохранить" not in letter
    assert "Нет методической службы." in letter


def test_what_people_write_is_escaped(year: Year) -> None:
    Organisation.objects.filter(pk=year.own.pk).update(name="<b>Школа</b>")
    made = draft(year.place, year.cycle, now=NOW, problem="<script>alert(1)</script>")
    for show in ("", "letter", "origins"):
        page = text(year.cast.municipal_coordinator, f"{reverse('report', args=[made.pk])}?show={show}")
        assert "<script>alert" not in page
        assert "<b>Школа" not in page


def test_the_number_of_queries_does_not_grow(year: Year) -> None:
    who = year.cast.municipal_coordinator
    made = draft(year.place, year.cycle, now=NOW)
    page, rows = reverse("report", args=[made.pk]), reverse("reports")
    few = asked(who, page), asked(who, rows)
    schools = Organisation.objects.bulk_create(
        Organisation(kind="school", name=f"Школа {n:02}", territory=year.place, key=f"N{n}")
        for n in range(14)
    )
    participates(year.place, year.cycle, *schools)
    profiled(year.cycle, *schools)
    for n, each in enumerate(schools):
        work_of(each, year.cycle, now=NOW)
        draft(year.place, year.cycle, StageOf(f"s{n}", f"Этап {n}", None), now=NOW)
    assert (asked(who, page), asked(who, rows)) == few


def test_others_point_at_a_report(year: Year) -> None:
    references.register(SOURCES)
    sent = issued(year.place, year.cycle, now=NOW)
    found = references.find(year.cast.school_head, "report", sent.pk)
    assert found is not None
    assert (found.title, found.url) == (
        "Отчёт — Этап 1: документы и первые меры, Берёзовский округ",
        f"/reports/{sent.pk}/",
    )
    assert references.find(year.cast.neighbour_school_head, "report", sent.pk) is None


def test_people_talk_beside_a_report_that_they_see(year: Year) -> None:
    sent = issued(year.place, year.cycle, now=NOW)
    talk = f"/discussions/report/{sent.pk}/"
    post(year.cast.school_head, talk, text="Спасибо за честные цифры")
    assert "Спасибо за честные цифры" in text(year.cast.municipal_coordinator, f"/reports/{sent.pk}/")
    text(year.cast.neighbour_school_head, talk, 404)


def test_causes_are_told_school_by_school_and_origins_have_the_page_to_themselves(year: Year) -> None:
    made = draft(year.place, year.cycle, SECOND, now=NOW)
    who = year.cast.municipal_coordinator
    page, origins = (text(who, f"{reverse('report', args=[made.pk])}{q}") for q in ("", "?show=origins"))
    assert f"<h3>{year.own.name}</h3>" in page
    assert "<dt>Высокие факторы риска</dt>" in page
    assert "О письме" in page
    assert "О письме" not in origins
