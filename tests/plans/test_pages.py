"""Pages of plans: who sees what, what is written, what comes as a file."""

import io
from collections.abc import Collection, Mapping
from datetime import date

import pytest
from django.utils import timezone
from docx import Document as Word

from factories.people import signed_in
from opora import references
from opora.access import Actor
from opora.history.models import Event as Written
from opora.imports.sheets import read_workbook
from opora.plans.models import Plan, PlanRow
from opora.plans.printouts.document import plan_document
from opora.plans.queries.diary import diary_of
from opora.plans.queries.listing import Chosen, lines
from opora.plans.queries.rows import rows_of
from opora.plans.queries.visibility import visible_to
from opora.plans.queries.waiting import waiting_for
from opora.plans.reading import read
from opora.plans.references import SOURCES
from opora.plans.states import PlanState
from opora.references import Reference

from .conftest import Year
from .looking import asked, post, text
from .making import plan, row

PAST, AHEAD = "до 01.09.2020", "31.12.2099"
READ_IN_FORCE = {
    *("school_head", "school_coordinator", "working_group_member", "teacher", "curator"),
    *(
        "municipal_coordinator",
        "authority_head",
        "methodist",
        "regional_coordinator",
        "regional_project_head",
    ),
    *("federal_operator", "administrator"),
}
READ_DRAFTS = {"municipal_coordinator", "authority_head", "regional_coordinator", "administrator"}


@pytest.fixture
def drawn(year: Year) -> Plan:
    of = plan(year.place, year.cycle)
    row(of, "Создание рабочих групп", number="1.", term=PAST, people=["кураторы"])
    row(of, "Заседание <script>alert(1)</script>", number="2.", term=AHEAD, fact="meetings", mark="По плану")
    return of


def test_who_sees_a_plan(year: Year, drawn: Plan) -> None:
    draft = plan(year.place, year.cycle, "Проект", state=PlanState.DRAFT)
    regional = plan(year.region, year.cycle, "План региона")
    seen: dict[str, set[int]] = {
        name: set(visible_to(who).values_list("pk", flat=True)) for name, who in year.cast.parts().items()
    }
    assert {name for name, ids in seen.items() if drawn.pk in ids} == READ_IN_FORCE
    assert {name for name, ids in seen.items() if draft.pk in ids} == READ_DRAFTS
    neighbours = {
        *("neighbour_school_head", "neighbour_school_coordinator", "neighbour_curator"),
        "neighbour_municipal_coordinator",
    }
    assert {name for name, ids in seen.items() if regional.pk in ids} == READ_IN_FORCE | neighbours


def test_pages_by_role(year: Year, drawn: Plan) -> None:
    first = drawn.rows.first()
    assert first is not None
    one, of_row = f"/plans/{drawn.pk}/", f"/plans/{drawn.pk}/rows/{first.pk}/"
    for name, who in year.cast.parts().items():
        wanted = 200 if name in READ_IN_FORCE else 404
        for url in (one, of_row, f"{one}duties/", f"{one}changes/"):
            assert signed_in(who).get(url).status_code == wanted, (name, url)
        writes = name in ("municipal_coordinator", "authority_head")
        for url in (f"{one}edit/", f"{one}rows/new/", f"{of_row}edit/", f"{of_row}delete/", f"{of_row}link/"):
            status = 200 if writes else 403 if name in READ_IN_FORCE else 404
            assert signed_in(who).get(url).status_code == status, (name, url)
    assert signed_in(year.cast.expert).get("/plans/").status_code == 403
    assert signed_in(year.cast.curator).get("/plans/new/").status_code == 403
    assert signed_in(year.cast.municipal_coordinator).get(f"{one}rows/999999/").status_code == 404


def test_a_plan_shows_how_it_stands(year: Year, drawn: Plan) -> None:
    page = text(year.cast.curator, f"/plans/{drawn.pk}/")
    assert "просрочено" in page and "не начато" in page and "По плану" in page
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert "Изменить" not in text(year.cast.curator, f"/plans/{drawn.pk}/rows/{drawn.rows.all()[1].pk}/")
    late = text(year.cast.curator, f"/plans/{drawn.pk}/?show=late")
    assert "Создание рабочих групп" in late and "Заседание" not in late.split("История")[0]
    mine = text(year.cast.curator, f"/plans/{drawn.pk}/?mine=1&who=кураторы")
    assert "Создание рабочих групп" in mine and "Заседание" not in mine.split("История")[0]
    assert "Таких строк нет" in text(year.cast.curator, f"/plans/{drawn.pk}/?show=done")
    assert "Создание" in text(year.cast.curator, f"/plans/{drawn.pk}/?show=что-то&school=нет")


def test_from_an_empty_plan_to_one_in_force(year: Year) -> None:
    by = year.cast.municipal_coordinator
    post(by, "/plans/new/", 422, title="")
    where = post(by, "/plans/new/", 302, title="План", cycle=year.cycle.code, territory=year.place.code)
    assert "Строк пока нет" in text(by, where)
    assert "ни одной строки" in post(by, f"{where}move/in_force/", 409)
    assert "Напишите, что делается" in post(by, f"{where}rows/new/", 422, what="", fact="")
    wrong = post(by, f"{where}rows/new/", 422, what="Анализ", fact="", schools="Еловская школа")
    assert "на этой территории нет" in wrong
    of_row = post(
        by, f"{where}rows/new/", 302, what="Анализ рисковых профилей", number="1", term="март",
        fact="work", schools="S1", answers="кураторы",
    )  # fmt: skip
    kept = PlanRow.objects.get()
    assert (kept.fact, list(kept.schools.all())) == ("profiles", [year.own])
    page = text(by, of_row)
    assert "Рисковые профили посчитаны" in page and year.own.name in page
    form = text(by, f"{of_row}edit/")
    assert 'value="profiles" selected' in form
    answer = {"what": "Анализ", "fact": "", "number": "1", "term": "май", "schools": "", "revision": "1"}
    post(by, f"{of_row}edit/", 302, **answer)
    assert "только что изменили" in post(by, f"{of_row}edit/", 409, **answer)
    assert "Введём" not in text(by, f"{where}move/in_force/")
    post(by, f"{where}move/in_force/")
    post(by, f"{where}move/draft/")
    assert signed_in(by).get(f"{where}move/closed/").status_code == 409
    assert signed_in(by).get(f"{where}move/nowhere/").status_code == 404
    post(
        by,
        f"{where}edit/",
        302,
        title="Другое",
        approved_by="приказ",
        order_number="82",
        order_date="2026-09-01",
    )
    assert "приказ № 82 от 01.09.2026" in text(by, where)
    post(by, f"{of_row}delete/", 302, revision="2")
    post(by, f"{where}delete/")
    assert not Plan.objects.exists()


def test_a_row_is_marked_by_words(year: Year, drawn: Plan) -> None:
    first, second = drawn.rows.all()
    url = f"/plans/{drawn.pk}/rows/{first.pk}/"
    assert "Отметить словами" in text(year.cast.curator, url)
    assert signed_in(year.cast.teacher).get(f"{url}tell/").status_code == 403
    post(year.cast.curator, f"{url}tell/", 422, words="")
    post(year.cast.curator, f"{url}tell/", 302, how="done", words="Создали 1 марта")
    page = text(year.cast.teacher, url)
    assert "Создали 1 марта" in page and "выполнено со слов" in page
    post(year.cast.curator, f"{url}untell/")
    # where a fact marks the row, words only put it off
    page = text(year.cast.municipal_coordinator, f"/plans/{drawn.pk}/rows/{second.pk}/tell/")
    assert "перенести на следующий год" in page and "Выполнено дистанционно" not in page


def test_files(year: Year, drawn: Plan) -> None:
    client = signed_in(year.cast.school_head)
    sheet = client.get(f"/plans/{drawn.pk}/?as=xlsx")
    found = read(read_workbook(sheet.content, "план.xlsx"))
    assert [row.number for row in found.rows] == ["1.", "2."] and found.problems == []
    narrowed = client.get(f"/plans/{drawn.pk}/?as=xlsx&show=late")
    assert len(read(read_workbook(narrowed.content, "план.xlsx")).rows) == 1
    word = Word(io.BytesIO(client.get(f"/plans/{drawn.pk}/?as=docx").content))
    assert [cell.text for cell in word.tables[0].rows[0].cells] == [
        *("№ п.п", "Описание действий", "Сроки", "Ответственные", "Отметка о выполнении"),
    ]
    assert word.tables[0].rows[2].cells[4].text == "не начато: совещаний прошло\nПо плану"
    assert client.get(f"/plans/{drawn.pk}/?as=pdf").content.startswith(b"%PDF")
    assert client.get(f"/plans/{drawn.pk}/?as=exe").status_code == 404
    assert client.get("/plans/?as=xlsx").content.startswith(b"PK")
    assert client.get(f"/plans/{drawn.pk}/duties/?as=xlsx").content.startswith(b"PK")


def test_the_list_is_narrowed_by_its_address(year: Year, drawn: Plan) -> None:
    plan(year.region, year.cycle, "Дорожная карта региона")
    head = year.cast.school_head
    assert "Дорожная карта региона" in text(head, "/plans/") and drawn.title in text(head, "/plans/")
    assert drawn.title not in text(head, "/plans/?level=regional")
    assert "Дорожная карта" not in text(head, "/plans/?q=поддержки+ШКОЛ")
    assert "Таких планов нет" in text(head, "/plans/?state=closed")


def test_who_does_what_and_what_has_changed(year: Year, drawn: Plan) -> None:
    page = text(year.cast.municipal_coordinator, f"/plans/{drawn.pk}/duties/")
    assert "кураторы" in page and ">1</a>" in page
    since = f"/plans/{drawn.pk}/changes/?since=2020-01-01"
    assert "добавил(а) строку плана" in text(year.cast.curator, since)
    assert "Ничего не менялось" in text(year.cast.curator, f"/plans/{drawn.pk}/changes/?since=2099-01-01")
    assert "Впишите день" in text(year.cast.curator, f"/plans/{drawn.pk}/changes/?since=вчера", 422)
    page = text(year.cast.curator, f"/plans/{drawn.pk}/changes/?since=")
    assert "Звёздочкой" not in page

    at = timezone.now()
    Written.objects.bulk_create(
        Written(
            at=at, by_name="Кто-то", by_capacity="", verb=f"изменил(а) строку плана {number}", note="",
            subject_kind="plan", subject_id=drawn.pk, subject_title=drawn.title, territory_path=drawn.path or "",
        )
        for number in range(230)
    )  # fmt: skip
    told = [text(year.cast.curator, f"{since}&page={page}") for page in (1, 2, 3)]
    assert all(any(f"строку плана {number}<" in page for page in told) for number in range(230))


def test_a_row_is_headed_by_its_words_and_long_ones_stand_whole_below(year: Year, drawn: Plan) -> None:
    brief = row(drawn, "Создание рабочих групп", number="7.")
    page = text(year.cast.curator, f"/plans/{drawn.pk}/rows/{brief.pk}/")
    assert "<h1>Создание рабочих групп</h1>" in page
    assert f"<p>Строка 7. {drawn.title}</p>" in page
    assert page.split("<main")[1].count("Создание рабочих групп") == 1
    assert "строка обо всех школах" in page
    words = "Совещание директоров\nи кураторов " + "о ходе программы " * 10
    long = row(drawn, words.strip())
    page = text(year.cast.curator, f"/plans/{drawn.pk}/rows/{long.pk}/")
    heading = page.split("<h1>")[1].split("</h1>")[0]
    assert heading.startswith("Совещание директоров и кураторов о ходе") and heading.endswith("…")
    assert "<p>Совещание директоров<br>и кураторов о ходе" in page


def test_what_is_counted_without_a_goal_is_said_with_its_count(year: Year, drawn: Plan) -> None:
    row(drawn, "Назначение координаторов", number="3.", term=PAST, fact="municipal-coordinators")
    text = signed_in(year.cast.municipal_coordinator).get(f"/plans/{drawn.pk}/").text
    assert "муниципальных координаторов назначено: 1" in text


def test_a_plan_in_force_is_closed_from_below_and_a_draft_put_in_force_from_above(
    year: Year, drawn: Plan
) -> None:
    draft = plan(year.place, year.cycle, "Проект", state=PlanState.DRAFT)
    row(draft, "Создание рабочих групп")
    browser = signed_in(year.cast.municipal_coordinator)
    for of, verb, is_above in ((drawn, "Закрыть план", False), (draft, "Ввести в действие", True)):
        text = browser.get(f"/plans/{of.pk}/").text
        assert (text.index(verb) < text.index("Ход плана")) == is_above


def test_what_waits_is_one_line_for_a_plan(year: Year, drawn: Plan) -> None:
    told = [(each.title, each.url) for each in waiting_for(year.cast.municipal_coordinator)]
    assert told == [
        (f"{drawn.title}: 1\N{NO-BREAK SPACE}строка с прошедшим сроком", f"/plans/{drawn.pk}/?show=late")
    ]
    waiting = waiting_for(year.cast.curator)
    assert [(each.url, each.due) for each in waiting] == [
        (f"/plans/{drawn.pk}/?show=late&mine=1", date(2020, 9, 1))
    ]
    for who in (year.cast.teacher, year.cast.school_head, year.cast.methodist, year.cast.regional_coordinator,
                year.cast.neighbour_municipal_coordinator, year.cast.expert, year.cast.observer):  # fmt: skip
        assert waiting_for(who) == []
    soon = f"до {timezone.localdate():%d.%m.%Y}"
    row(drawn, "Скоро", term=soon)
    row(drawn, "Еженедельно", term="еженедельно")
    titles = [each.title for each in waiting_for(year.cast.authority_head)]
    assert titles == [
        f"{drawn.title}: 1\N{NO-BREAK SPACE}строка с прошедшим сроком",
        f"{drawn.title}: 1\N{NO-BREAK SPACE}строка с близким сроком",
    ]
    drawn.state = PlanState.CLOSED
    drawn.save()
    assert waiting_for(year.cast.municipal_coordinator) == []


def test_days_of_a_plan(year: Year, drawn: Plan) -> None:
    row(drawn, "Совещание", number="3", term="10.03.2027–15.03.2027", people=["кураторы"])
    row(drawn, "Весь год", term="в течение года", people=["кураторы"])
    first, last = date(2027, 3, 12), date(2027, 3, 31)
    found = diary_of(year.cast.curator, first, last)
    assert [(each.title, each.first, each.last) for each in found] == [
        ("3. Совещание", date(2027, 3, 10), date(2027, 3, 15))
    ]
    assert len(diary_of(year.cast.municipal_coordinator, first, last)) == 1
    assert diary_of(year.cast.teacher, first, last) == []


class _Things:
    kind, word = "order", "приказ"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        return (
            {7: Reference(self.kind, 7, "Приказ № 7", "/orders/7/")} if 7 in ids and actor.person_id else {}
        )


def test_a_row_is_tied_by_the_address_of_a_page(
    year: Year, drawn: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "_sources", {"order": _Things(), **{each.kind: each for each in SOURCES}})
    by, first = year.cast.municipal_coordinator, drawn.rows.all()[0]
    url = f"/plans/{drawn.pk}/rows/{first.pk}/"
    assert "нет того, что можно связать" in post(
        by, f"{url}link/", 422, address="https://opora.example/orders/8/"
    )
    post(by, f"{url}link/", 302, address="https://opora.example/orders/7/?x=1")
    assert '<a href="/orders/7/">Приказ № 7</a>' in text(year.cast.teacher, url)
    post(by, f"{url}unlink/{first.links.get().pk}/")
    found = references.find(year.cast.teacher, "plan-row", first.pk)
    assert found is not None and (found.title, found.url) == ("строка 1: Создание рабочих групп", url)
    assert references.find(year.cast.expert, "plan", drawn.pk) is None


@pytest.mark.parametrize("size", [49, 200])
def test_a_page_asks_as_much_of_two_hundred_rows(year: Year, size: int) -> None:
    of = plan(year.place, year.cycle)
    drawn = [
        PlanRow(
            plan=of, position=n, number=str(n), what=f"Анализ рисковых профилей {n}", term="март 2027",
            ends=date(2020, 1, 1), kind_of_work="risk-analysis", changed_at=timezone.now(), changed_by_name="Я",
            fact=("profiles", "meetings", "curators")[n % 3],
        )
        for n in range(1, size + 1)
    ]  # fmt: skip
    PlanRow.objects.bulk_create(drawn)
    by = year.cast.municipal_coordinator
    found = {
        name: asked(by, f"/plans/{of.pk}/{rest}")
        for name, rest in (
            ("plan", ""),
            ("duties", "duties/"),
            ("xlsx", "?as=xlsx"),
            ("row", f"rows/{drawn[0].pk}/"),
        )
    }
    assert found == {"plan": 13, "duties": 10, "xlsx": 10, "row": 14}


@pytest.mark.parametrize("size", [1, 10])
def test_the_list_asks_as_much_of_ten_plans_as_of_one(year: Year, size: int) -> None:
    for n in range(size):
        row(plan(year.place, year.cycle, f"План {n}"))
    assert asked(year.cast.school_head, "/plans/") == 11


def test_people_talk_beside_a_plan_and_its_row(year: Year) -> None:
    of = plan(year.place, year.cycle)
    one = row(of)
    for kind, pk, url in (
        ("plan", of.pk, f"/plans/{of.pk}/"),
        ("plan-row", one.pk, f"/plans/{of.pk}/rows/{one.pk}/"),
    ):
        assert f'href="/discussions/{kind}/{pk}/#write"' in text(year.cast.municipal_coordinator, url)


def test_a_row_is_put_off_on_its_page_and_the_share_is_told(year: Year) -> None:
    of = plan(year.place, year.cycle)
    past = {"term": "до 01.09.2020"}
    done, late, moved = (
        row(of, "Первая", **past),
        row(of, "Вторая", **past),
        row(of, "Третья", fact="profiles", **past),
    )
    row(of, "Без срока")
    by = year.cast.municipal_coordinator
    url = f"/plans/{of.pk}/rows/"
    post(by, f"{url}{done.pk}/tell/", 422, how="tomorrow", words="Да")
    post(by, f"{url}{done.pk}/tell/", 302, how="online", words="Провели по связи")
    assert "Перенести на следующий год" in text(by, f"{url}{moved.pk}/")
    assert "Что с этой строкой" not in text(by, f"{url}{moved.pk}/tell/")
    post(by, f"{url}{moved.pk}/tell/", 302, words="Нет денег")
    page = text(by, f"{url}{moved.pk}/")
    assert "Перенесено на следующий год: Нет денег".lower() in page.lower()
    shown = text(by, f"/plans/{of.pk}/")
    assert "выполнено дистанционно, со слов" in shown
    assert "1 из 2, чей срок прошёл" in shown
    assert "Доля исполнения — выполненные строки среди тех, чей срок прошёл" in shown
    assert late.what in text(by, f"/plans/{of.pk}/?show=late")
    assert ">Первая</a>" not in text(by, f"/plans/{of.pk}/?show=moved")
    assert "50 %: 1 из 2, со слов 1" in text(by, "/plans/")
    found = rows_of([of], today=timezone.localdate())
    document = plan_document(of, found, today=timezone.localdate())
    assert any("Исполнение: 50 %: 1 из 2" in getattr(block, "text", "") for block in document.blocks)
    (line,) = lines(by, Chosen(), today=timezone.localdate())
    assert line.share is not None and line.share.percent == 50
