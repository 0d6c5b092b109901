"""Files that go with a letter: taken from what is here or uploaded, numbered, in order, frozen with the letter."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document as Word

from conftest import NOW
from factories.meetings import held, meeting, minuted
from factories.orders import file_of, order
from factories.people import signed_in
from factories.reports import PAPER, draft, issued
from opora.access import Actor, Refused, WrongState
from opora.access.actor import operator
from opora.files.actions import read
from opora.files.models import StoredFile
from opora.orders.actions.papers import detach
from opora.orders.models import Order
from opora.reports import actions
from opora.reports.annexes import Chosen, arranged, moved, numbers
from opora.reports.composing import content_of
from opora.reports.content import Content, Enclosed
from opora.reports.models import Annex, Report
from opora.reports.queries.offered import offered

from .conftest import Year
from .looking import asked, post, text

pytestmark = pytest.mark.django_db
TODAY, DAY = NOW.date(), timedelta(days=1)


def uploaded(made: Report, title: str = "О проекте «Методический десант»", who: Actor | None = None) -> Annex:
    return actions.enclose(
        report=made, title=title, data=PAPER, name="десант.docx", by=who or operator(), at=NOW
    )


def taken(made: Report, who: Actor, *of: str) -> list[Annex]:
    found = offered(who, made, content_of(made, today=TODAY))
    keys = [each.key for each in found if each.of in of]
    return actions.take(report=made, keys=keys, by=who, at=NOW)


def named(made: Report) -> list[str]:
    """Titles of annexes as the letter lists them."""
    content = content_of(Report.objects.get(pk=made.pk), today=TODAY)
    return [each.title.replace("\xa0", " ") for each in content.annexes]


def bytes_kept() -> int:
    return sum(path.is_file() for path in Path(settings.FILES_ROOT).rglob("*"))


def test_a_file_of_an_order_stands_where_the_order_stood() -> None:
    papers = [Enclosed("Приказ 16", "order:1"), Enclosed("Приказ 20", "order:2")]
    scan, annex = (
        Enclosed("Скан", "file:7", "order:2", "a.pdf"),
        Enclosed("К 20", "file:8", "order:2", "b.pdf"),
    )
    other = Enclosed("Десант", "file:9", "", "c.pdf")
    found = arranged(papers, Chosen((other, scan, annex)))
    assert [each.key for each in found] == ["order:1", "file:7", "file:8", "file:9"]
    assert numbers(found) == {"order:1": [1], "order:2": [2, 3], "file:9": [4]}
    first = ("file:9", "order:2", "order:1")
    # a file taken after the order was moved stands where the order went
    assert [e.key for e in arranged(papers, Chosen((other, scan), first))] == ["file:9", "file:7", "order:1"]
    # what the order does not name follows
    assert [e.key for e in arranged(papers, Chosen((other, scan), ("file:9",)))] == [
        *("file:9", "order:1", "file:7")
    ]
    assert moved(["a", "b", "c"], "b", -1) == ["b", "a", "c"]
    assert moved(["a", "b"], "b", 1) == ["a", "b"]


def test_what_was_kept_before_annexes_had_files_is_read() -> None:
    kept = {"as_on": "2026-09-14", "schools": [], "sections": [], "annexes": ["Приказ № 16"]}
    assert Content.of(kept).annexes == (Enclosed("Приказ № 16"),)
    again = Content(TODAY, (), annexes=(Enclosed("Скан", "file:7", "order:2", "a.pdf"),))
    assert Content.of(again.as_json()) == again


def test_files_of_orders_and_minutes_are_taken_without_a_second_copy(year: Year) -> None:
    who = year.cast.municipal_coordinator
    scan = file_of(Order.objects.get(number="16"))
    file_of(order(year.cast.world.neighbour_municipality, year.cycle, number="99"))
    met = minuted(held(meeting(year.place, year.cycle, starts_at=NOW - DAY, at=NOW), at=NOW), at=NOW)
    made = draft(year.place, year.cycle, now=NOW)
    offers = offered(who, made, content_of(made, today=TODAY))
    assert [each.of for each in offers] == [f"order:{scan.order_id}", f"meeting:{met.pk}"]
    before = bytes_kept()
    (own,) = taken(made, who, f"order:{scan.order_id}")
    assert own.file_id != scan.file_id
    assert own.file.sha256 == scan.file.sha256
    assert bytes_kept() == before
    assert named(made) == ["Приказ № 16 от 02.09.2026 «О назначении ответственных»"]
    (minutes,) = taken(made, who, f"meeting:{met.pk}")
    assert named(made)[1].startswith("Протокол № 1 от ")
    words = [each.text for each in Word(BytesIO(read(minutes.file))).paragraphs]
    assert any("ПРОТОКОЛ" in each for each in words)
    # nothing is offered twice
    assert offered(who, made, content_of(made, today=TODAY)) == []
    with pytest.raises(ValidationError, match="больше нет"):
        actions.take(report=made, keys=[f"order-file:{scan.pk}"], by=who, at=NOW)


def test_the_letter_lists_them_in_the_order_that_was_given(year: Year) -> None:
    who, head = year.cast.municipal_coordinator, year.cast.authority_head
    scan = file_of(Order.objects.get(number="16"))
    made = draft(year.place, year.cycle, now=NOW, annexes="Фотографии на диске")
    own, (taken_one,) = uploaded(made), taken(made, who, f"order:{scan.order_id}")
    url = reverse("report-annexes", args=[made.pk])
    page = text(who, url)
    assert page.index("Приложение 1. Приказ №") < page.index("Приложение 2. О проекте")
    assert "Приложение 3. Фотографии на диске" in page
    assert "на бумаге" in page
    assert post(who, url, order=f"{own.key},{taken_one.key},nonsense") == url
    made = Report.objects.select_related("territory", "cycle").get(pk=made.pk)
    assert made.annex_order == [own.key, taken_one.key]
    made = actions.submit(report=made, seen=made.revision, by=who, at=NOW)
    made = actions.issue(report=made, number="986", day=TODAY, seen=made.revision, by=head, at=NOW)
    assert made.docx is not None
    words = [p.text.replace("\xa0", " ") for p in Word(BytesIO(read(made.docx))).paragraphs]
    at = words.index("Приложения:")
    assert words[at + 1 : at + 4] == [
        "О проекте «Методический десант»",
        "Приказ № 16 от 02.09.2026 «О назначении ответственных»",
        "Фотографии на диске",
    ]
    assert any("«О назначении ответственных» (приложение 2)" in each for each in words)


def test_an_issued_report_keeps_its_annexes_when_the_order_loses_its_file(year: Year) -> None:
    who = year.cast.municipal_coordinator
    issued_order = Order.objects.get(number="16")
    scan = file_of(issued_order)
    scanned = read(scan.file)
    made = draft(year.place, year.cycle, now=NOW)
    taken(made, who, f"order:{scan.order_id}")
    made = actions.submit(report=made, seen=made.revision, by=who, at=NOW)
    made = actions.issue(report=made, number="986", day=TODAY, seen=made.revision, by=who, at=NOW)
    before = named(made)
    detach(order=issued_order, file=scan, by=operator(), at=NOW)
    annex = made.annexes.select_related("file").get()
    assert read(annex.file) == scanned
    assert named(made) == before
    answer = signed_in(year.cast.regional_coordinator).get(reverse("report-annex", args=[made.pk, annex.pk]))
    assert answer.content == scanned
    for write in (
        lambda: actions.leave_out(report=made, annex=annex, by=who, at=NOW),
        lambda: actions.retitle(report=made, annex=annex, title="Другое", by=who, at=NOW),
        lambda: actions.arrange(report=made, keys=[], by=who, at=NOW),
        lambda: uploaded(made, who=who),
    ):
        with pytest.raises(WrongState, match="не меняют"):
            write()
    for query in (Annex.objects.filter(pk=annex.pk).update, Annex.objects.filter(pk=annex.pk).delete):
        with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
            query(**({"title": "x"} if query.__name__ == "update" else {}))
    with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        Annex.objects.create(report=made, title="x", file=annex.file, added_at=NOW, added_by_name="")


def test_from_the_computer_renamed_and_left_out_by_page(year: Year) -> None:
    who = year.cast.municipal_coordinator
    made = draft(year.place, year.cycle, now=NOW)
    assert "Файлы и порядок приложений" in text(who, reverse("report", args=[made.pk]))
    add = reverse("report-annex-add", args=[made.pk])
    assert "Выберите файл" in post(who, add, 422, title="Десант")
    bad = SimpleUploadedFile("x.docx", b"MZ\x90")
    assert "Это " in post(who, add, 422, title="Десант", file=bad)
    post(who, add, title="Десант", file=SimpleUploadedFile("десант.docx", PAPER))
    annex = made.annexes.get()
    edit = reverse("report-annex-edit", args=[made.pk, annex.pk])
    assert "Напишите" in post(who, edit, 422, title=" ")
    post(who, edit, title="Методический десант")
    page = text(who, reverse("report-annexes", args=[made.pk]))
    assert "Методический десант" in page
    assert "Выше: Методический десант" in page
    kept = annex.file_id
    post(who, edit, remove="1")
    assert not made.annexes.exists()
    assert StoredFile.objects.get(pk=kept).removed_at == NOW
    uploaded(made)
    actions.delete_draft(report=made, by=who, at=NOW)
    assert not StoredFile.objects.filter(purpose="report-annex", removed_at=None).exists()


def test_files_are_taken_by_page_and_go_out_with_the_letter(year: Year) -> None:
    who = year.cast.municipal_coordinator
    made = draft(year.place, year.cycle, now=NOW)
    take = reverse("report-annex-take", args=[made.pk])
    assert "Новых файлов у записей отчёта нет" in text(who, take)
    scan = file_of(Order.objects.get(number="16"))
    assert "О назначении ответственных" in text(who, take)
    assert "Отметьте" in post(who, take, 422)
    post(who, take, what=f"order-file:{scan.pk}")
    client = signed_in(who)
    url = reverse("report-whole", args=[made.pk])
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "application/zip"
    assert client.get(url).content == answer.content
    with ZipFile(BytesIO(answer.content)) as archive:
        names = [each.replace("\xa0", " ") for each in archive.namelist()]
        assert names[:2] == ["Проект письма.docx", "Проект письма.pdf"]
        assert names[2].startswith("Приложение 1. Приказ № 16 от 02.09.2026")
        assert archive.read(archive.namelist()[2]) == read(scan.file)


def test_who_opens_and_who_changes_annexes(year: Year) -> None:
    people = year.cast
    made = draft(year.place, year.cycle, now=NOW)
    for stranger in (people.neighbour_municipal_coordinator, people.authority_head, people.curator):
        with pytest.raises(Refused):
            uploaded(made, who=stranger)
    annex = uploaded(made)
    made = actions.submit(report=made, seen=made.revision, by=operator(), at=NOW)
    made = actions.issue(report=made, number="1", day=TODAY, seen=made.revision, by=operator(), at=NOW)
    url = reverse("report-annex", args=[made.pk, annex.pk])
    page = text(people.school_head, reverse("report", args=[made.pk]))
    assert "О проекте «Методический десант»" in page
    assert url not in page
    assert "о других школах" in text(people.school_head, url, 403)
    text(people.school_head, reverse("report-whole", args=[made.pk]), 403)
    assert signed_in(people.regional_coordinator).get(url).content == PAPER
    text(people.neighbour_municipal_coordinator, url, 404)
    other = issued(people.world.neighbour_municipality, year.cycle, now=NOW)
    text(people.regional_coordinator, reverse("report-annex", args=[other.pk, annex.pk]), 404)


def test_there_is_room_for_so_many(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    made = draft(year.place, year.cycle, now=NOW)
    monkeypatch.setattr("opora.reports.actions.annexing.MOST_ANNEXES", 1)
    uploaded(made)
    with pytest.raises(ValidationError, match="Соберите часть"):
        uploaded(made)
    monkeypatch.setattr("opora.reports.actions.annexing.MOST_ANNEXES", 30)
    monkeypatch.setattr("opora.reports.actions.annexing.MOST_BYTES", len(PAPER) + 1)
    with pytest.raises(ValidationError, match="Уменьшите файлы"):
        uploaded(made)


def test_queries_of_the_pages_do_not_grow_with_annexes(year: Year) -> None:
    who = year.cast.municipal_coordinator
    made = draft(year.place, year.cycle, now=NOW)
    pages = [reverse(name, args=[made.pk]) for name in ("report", "report-annexes", "report-annex-take")]
    uploaded(made)
    file_of(Order.objects.get(number="16"))
    few = [asked(who, each) for each in pages]
    for n in range(5):
        uploaded(made, f"Файл {n}")
        file_of(order(year.place, year.cycle, number=f"2{n}"))
    assert [asked(who, each) for each in pages] == few
