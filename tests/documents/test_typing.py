"""Typing: a form that sends itself twice, the way back, links there is no choice about, the end of a term."""

from datetime import timedelta

import pytest
from django.test import Client

from conftest import NOW
from factories.people import signed_in
from opora.documents.actions.deadlines import set_deadline
from opora.documents.actions.writing import RowConflict, save_row
from opora.documents.amounts import change_of
from opora.documents.models import Document
from opora.documents.queries.definitions import outline_of

from .conftest import Year
from .making import begun, chained, row

TYPED = {"HX-Request": "true"}


@pytest.fixture
def written(year: Year) -> Document:
    return begun(year.own, year.cycle, year.cast.school_coordinator)


@pytest.fixture
def school(year: Year) -> Client:
    return signed_in(year.cast.school_coordinator)


def test_typing_and_the_button_at_once_make_one_row(year: Year, written: Document, school: Client) -> None:
    new = f"/documents/{written.pk}/rows/measures/"
    form = {"title": "Консультации", "token": "a" * 32}
    assert school.post(new, form, headers=TYPED).status_code == 200
    assert school.post(new, form | {"title": "Консультации по средам"}).status_code == 302
    assert written.rows.get().measure.title == "Консультации по средам"
    assert school.post(new, form | {"token": "b" * 32}).status_code == 302
    assert written.rows.count() == 2


def test_a_form_that_was_overtaken_says_so(year: Year, written: Document) -> None:
    by = year.cast.school_coordinator
    made = save_row(document=written, table="causes", values={"text": "Раз"}, token="t", by=by, at=NOW)
    save_row(
        document=written, table="causes", code=made.code, values={"text": "Два"}, revision=1, by=by, at=NOW
    )
    with pytest.raises(RowConflict):
        save_row(document=written, table="causes", values={"text": "Три"}, token="t", by=by, at=NOW)


def test_a_form_of_a_new_row_has_a_token_of_its_own(written: Document, school: Client) -> None:
    def token() -> str:
        page = school.get(f"/documents/{written.pk}/rows/measures/").content.decode()
        return page.partition('name="token" value="')[2].partition('"')[0]

    assert len(token()) == 32 and token() != token()


def test_mending_from_the_checks_leads_back_to_them(year: Year, written: Document, school: Client) -> None:
    chained(written, year.cast.school_coordinator)
    check = school.get(f"/documents/{written.pk}/check/").content.decode()
    address = f"/documents/{written.pk}/rows/goals/g2/?back=check"
    assert address in check
    saved = school.post(address, {"text": "Иначе", "code": "g2", "revision": "1"})
    assert saved.url == f"/documents/{written.pk}/check/"
    section = school.get(f"/documents/{written.pk}/write/analysis/?back=check").content.decode()
    assert "Дальше: проверка" in section


@pytest.mark.parametrize("back", ["remark0", "remarkx", "//evil.example", "remark9999999999", "check/"])
def test_the_way_back_is_one_of_two(written: Document, school: Client, back: str) -> None:
    answer = school.get(f"/documents/{written.pk}/rows/goals/", {"back": back})
    assert answer.status_code == 200
    assert "К документу" in answer.content.decode()


def test_the_next_row_begins_where_one_writes(written: Document, school: Client) -> None:
    section = next(each.code for each in outline_of(written.version).sections if each.part.value == "causes")
    write = f"/documents/{written.pk}/write/{section}/"
    saved = school.post(write, {"text": "Нет обратной связи", "token": "c" * 32})
    assert saved.url == f"{write}?more=1"
    assert "autofocus" in school.get(saved.url).content.decode()
    assert "autofocus" not in school.get(write).content.decode()


def test_the_only_goal_needs_no_choosing(year: Year, written: Document, school: Client) -> None:
    goal = row(written, "goals", year.cast.school_coordinator, text="Цель")
    one = school.get(f"/documents/{written.pk}/rows/tasks/").content.decode()
    assert f'value="{goal.code}" selected' in one
    row(written, "goals", year.cast.school_coordinator, text="Другая")
    assert f'value="{goal.code}" selected' not in school.get(
        f"/documents/{written.pk}/rows/tasks/"
    ).content.decode()  # fmt: skip


def test_how_many_rows_hang_on_one_is_counted_by_links(year: Year, written: Document, school: Client) -> None:
    by = year.cast.school_coordinator
    goal = row(written, "goals", by, text="Цель")
    row(written, "tasks", by, text=f"Слово {goal.code} в тексте", goal=goal.code)
    row(written, "tasks", by, text="Другая")
    assert "держится ещё строк: 1." in school.get(
        f"/documents/{written.pk}/rows/goals/{goal.code}/delete/"
    ).content.decode()  # fmt: skip


def test_nothing_is_sent_when_the_term_is_over(year: Year, written: Document, school: Client) -> None:
    row(written, "goals", year.cast.school_coordinator, text="Цель")
    assert "Отправить на проверку" in school.get(f"/documents/{written.pk}/").content.decode()
    set_deadline(cycle=year.cycle, territory=year.place, outline=outline_of(written.version),
                 due=NOW.date() - timedelta(days=9000), grace_days=0,
                 by=year.cast.municipal_coordinator, at=NOW)  # fmt: skip
    page = school.get(f"/documents/{written.pk}/").content.decode()
    assert "Отправить на проверку" not in page and "попросите координатора продлить срок" in page


def test_a_document_is_marked_incomplete_and_the_mark_taken_off(written: Document, school: Client) -> None:
    page = f"/documents/{written.pk}/incomplete/"
    assert page in school.get(f"/documents/{written.pk}/").content.decode()
    assert school.post(page, {"note": "Нет приложения"}).status_code == 302
    assert "хранится неполным: Нет приложения" in school.get(f"/documents/{written.pk}/").content.decode()
    school.post(page, {"note": ""})
    written.refresh_from_db()
    assert not written.is_incomplete


@pytest.mark.parametrize(
    ("baseline", "target", "unit", "said"),
    [
        ("12,5", "60", "%", "12,5 → 60 %"),
        ("12,5 %", "60 %", "%", "12,5 → 60 %"),
        ("", "60%", "%", "60 %"),
        ("3 класса", "5 классов", "класс", "3 класса → 5 классов класс"),
        ("", "", "%", ""),
        ("много", "мало", "", "много → мало"),
    ],
)
def test_a_unit_stands_once(baseline: str, target: str, unit: str, said: str) -> None:
    assert change_of(baseline, target, unit) == said


def test_the_same_words_twice_are_no_conflict(year: Year, written: Document, school: Client) -> None:
    """A button pressed twice: the second asks for what stands there already."""
    goal = row(written, "goals", year.cast.school_coordinator, text="Цель")
    address = f"/documents/{written.pk}/rows/goals/{goal.code}/"
    for _ in range(2):
        answer = school.post(address, {"text": "Цель к маю", "code": goal.code, "revision": "1"})
        assert answer.status_code == 302
    assert written.rows.get(code=goal.code).revision == 2
