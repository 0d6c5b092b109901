"""What stands ready in a document: on its page, on paper, in its versions, before an expert; put into a text."""

from datetime import timedelta

import pytest
from pypdf import PdfReader

from conftest import NOW
from factories.organisations import school as another_school
from factories.people import signed_in
from factories.results import fact
from opora.documents.actions.beginning import begin
from opora.documents.actions.deadlines import set_deadline
from opora.documents.actions.remarks import remark
from opora.documents.actions.steps import open_version, recall, return_to_school, send
from opora.documents.models import Document
from opora.documents.queries.definitions import outline_of
from opora.documents.queries.facts import facts_for, facts_of
from opora.organisations.models import YearFigures
from opora.risks.models import Verification
from risks.making import profiled

from .conftest import Year
from .making import begun, kind, row


@pytest.fixture
def diagnosis(year: Year) -> Document:
    """A self-diagnosis in a school whose profile has a factor, looked at by the curator."""
    profiled(year.own, year.cycle, R08=72.0, R01=61.0)
    Verification.objects.create(direction=year.motivation, visited_on=NOW.date(), outcome="disputed",
                                reason="На уроках было иначе", recorded_at=NOW, recorded_by_name="К")  # fmt: skip
    YearFigures.objects.create(organisation=year.own, year=2026, pupils=156, teachers=19)
    return begun(year.own, year.cycle, year.cast.school_coordinator, kind("self-diagnosis"))


def test_a_section_that_nobody_writes_stands_on_the_page_and_on_paper(
    year: Year, diagnosis: Document
) -> None:
    browser = signed_in(year.cast.school_coordinator)
    page = browser.get(f"/documents/{diagnosis.pk}/").content.decode()
    ready = page.partition("Что показал рисковый профиль")[2].partition("</section>")[0]
    assert "72 из 100, высокий" in ready and "куратор не согласен(на), 14.09.2026" in ready
    assert f'href="/risks/schools/{year.own.pk}/factors/R08/' in ready
    assert "Править" not in ready and "раздел обязателен" not in ready
    paper = browser.get(f"/documents/{diagnosis.pk}/programme.pdf")
    from io import BytesIO

    text = " ".join(each.extract_text() for each in PdfReader(BytesIO(paper.content)).pages)
    assert "72 из 100" in " ".join(text.split())


def test_beside_each_part_of_a_self_diagnosis_stand_its_factors(year: Year, diagnosis: Document) -> None:
    outline = {each.code: each for each in outline_of(diagnosis.version).sections}
    told = {code: [k.term for k in facts_for(diagnosis, each.facts)] for code, each in outline.items()}
    assert told["teaching"][0] == "Учителей" and len(told["teaching"]) > 1
    assert told["climate"] == ["Участие родителей"]
    assert outline["management"].facts == "management"
    assert set(told["climate"]).isdisjoint(told["teaching"])


def test_a_version_keeps_the_facts_of_its_day(year: Year, diagnosis: Document) -> None:
    row(diagnosis, "causes", year.cast.school_coordinator, text="Нет выбора на уроке")
    version = send(document=diagnosis, by=year.cast.school_coordinator, at=NOW)
    profiled(year.own, year.cycle, NOW.date() + timedelta(days=1), R08=30.0)
    diagnosis.refresh_from_db()
    kept = {k.term: k.value for k in facts_of(diagnosis, outline_of(diagnosis.version))["profile"]}
    assert any("72 из 100" in value for value in kept.values())
    review = signed_in(year.cast.curator).get(f"/documents/{diagnosis.pk}/review/").content.decode()
    assert "72 из 100" in review
    whole = signed_in(year.cast.curator).get(f"/documents/{diagnosis.pk}/versions/{version.number}/whole/")
    assert "72 из 100" in whole.content.decode()


def test_known_figures_are_put_behind_what_was_written(year: Year, diagnosis: Document) -> None:
    browser, step = signed_in(year.cast.school_coordinator), f"/documents/{diagnosis.pk}/write/teaching/"
    assert "Вставить в текст" in browser.get(step).content.decode()
    assert browser.post(step, {"text": "Учителя держатся вместе.", "facts": "1"}).status_code == 302
    text = diagnosis.rows.get(code="teaching").content["text"]
    assert text.startswith("Учителя держатся вместе.\n— Учителей: 19 (2026/27 учебный год)")


def test_sums_of_a_territory_stand_ready_from_five_schools_on(year: Year) -> None:
    by = year.cast.municipal_coordinator
    made = begin(version=kind("municipal-programme"), cycle=year.cycle, territory=year.place, by=by, at=NOW)
    of = year.cycle.last_result_year
    schools = [another_school(f"Школа {n}", year.place) for n in range(5)]
    for each in schools[:4]:
        fact(each, year=of, participants=20, low=5)
    page = f"/documents/{made.pk}/"
    assert "Данных пока нет" in signed_in(by).get(page).content.decode()
    fact(schools[4], year=of, participants=10, low=1)
    assert "21 из 90 ниже порога" in signed_in(by).get(page).content.decode()


def test_what_came_back_is_sent_again_after_the_term(year: Year) -> None:
    by = year.cast.school_coordinator
    document = begun(year.own, year.cycle, by)
    row(document, "goals", by, text="Цель")
    version = send(document=document, by=by, at=NOW)
    recall(document=document, by=by, at=NOW)
    set_deadline(cycle=year.cycle, territory=year.place, outline=outline_of(document.version),
                 due=NOW.date() + timedelta(days=1), grace_days=0,
                 by=year.cast.municipal_coordinator, at=NOW)  # fmt: skip
    later = NOW + timedelta(days=30)
    version = send(document=document, by=by, at=later)
    open_version(version=version, by=year.cast.curator, at=later)
    remark(document=document, row="g1", text="К какому дню?", by=year.cast.curator, at=later)
    return_to_school(document=document, by=year.cast.curator, at=later)
    assert send(document=document, by=by, at=later).number == 3


def test_a_school_without_a_curator_waits_on_its_coordinators_desk(year: Year) -> None:
    alone = another_school("Школа без куратора", year.place)
    for school in (alone, year.own):
        Document.objects.create(
            cycle=year.cycle, version=year.medium, kind="medium-term", school=school, title=f"Программа {school.name}",
            state="review", state_since=NOW.date(), made_at=NOW, made_by_name="Ш", changed_at=NOW, changed_by_name="Ш",
        )  # fmt: skip
    assert year.cast.curator.covers_school(year.own.pk, "")
    desk = signed_in(year.cast.municipal_coordinator).get("/").content.decode()
    assert "Школа без куратора: Программа" in desk and f"Программа {year.own.name}" not in desk
