"""A round as its people go through it, page by page, without JavaScript."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from conftest import NOW
from factories.people import signed_in
from opora.access import Role
from opora.access.actor import operator
from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.expertise.actions import Written, close_round, move_round, reconcile
from opora.expertise.models import Assignment, Entry, ExpertSheet, Recommendation, Round
from opora.expertise.states import AssignmentState, Place, RecommendationState, RoundState, SecondSheet

from .conftest import Year
from .looking import points, post, sheet_url, text
from .making import KIND, confirmed, scorer, sent, started, tied, waiting


def closed(of: Round) -> Round:
    of = move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)
    return close_round(of=of, words="", by=operator(), at=NOW)


@pytest.fixture
def done(year: Year, scoring: Round) -> Round:
    """A closed round: 6, 10 and 14 points by number."""
    for one, total in zip(waiting(scoring), (6, 10, 14), strict=True):
        sent(one, total=total, weaknesses=("layout",), advice={"people": "Привлечь психолога"})
    return closed(scoring)


def test_a_coordinator_prepares_looks_and_starts(year: Year) -> None:
    who = year.cast.regional_coordinator
    page = text(who, f"/expertise/new/?cycle={year.cycle.code}&territory={year.region.code}")
    assert all(each.name in page for each in year.experts)
    where = post(
        who,
        f"/expertise/new/?cycle={year.cycle.code}&territory={year.region.code}",
        302,
        title="Весенняя экспертиза",
        kinds=[KIND],
        experts=[each.person_id for each in year.experts],
        opens="2026-11-20",
        closes="2026-12-20",
        second="some",
        sample_percent="15",
        allowed_difference="3",
        most_each="",
    )
    plan = text(who, where)
    assert "Ничего ещё не записано" in plan
    assert not Entry.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', plan)
    assert seen
    location = post(who, where, 302, seen=seen[1])
    page = text(who, location)
    assert "Весенняя экспертиза" in page
    assert Assignment.objects.count() == 3


def test_mistakes_in_the_settings_stand_at_their_fields(year: Year) -> None:
    who = year.cast.municipal_coordinator
    page = post(
        who, f"/expertise/new/?territory={year.place.code}&cycle=2026", 422, title="", closes="2026-01-01"
    )
    assert "Обязательное поле" in page


def test_an_outdated_preview_is_refused_and_shown_anew(year: Year) -> None:
    from .making import prepared

    of = prepared(year.region, year.cycle, *year.experts)
    page = post(year.cast.regional_coordinator, f"/expertise/rounds/{of.pk}/plan/", 409, seen="0" * 32)
    assert "изменились документы или эксперты" in page


def test_the_queue_counts_and_leads_on(year: Year) -> None:
    of = started(year.region, year.cycle, year.experts[0])
    who = year.experts[0]
    page = text(who, "/expertise/queue/")
    assert "0 из 3" in page
    keys = [str(key) for key in Assignment.objects.order_by("key").values_list("key", flat=True)]
    assert re.findall(r'href="/expertise/sheets/([\w-]+)/"', page) == keys
    first = Assignment.objects.get(key=keys[0])
    location = post(who, sheet_url(first), 302, **points(2), do="send", revision="0")
    assert location == f"/expertise/sheets/{keys[1]}/"
    assert "1 из 3" in text(who, location)
    assert post(who, location, 302, **points({"analysis": 1}), do="next", revision="0").endswith(
        f"{keys[2]}/"
    )
    assert "черновик" in text(who, "/expertise/queue/")
    assert of.state == RoundState.SCORING


def test_the_last_sheet_leads_back_to_the_queue(scoring: Round) -> None:
    one = waiting(scoring)[0]
    who = scorer(one)
    assert post(who, sheet_url(one), 302, **points(2), do="send", revision="0") == "/expertise/queue/"
    page = text(who, "/expertise/queue/")
    assert "1 из 1" in page
    assert "Все листы отправлены" in page


def test_the_sheet_has_a_radio_with_words_for_each_point(scoring: Round) -> None:
    page = text(scorer(waiting(scoring)[0]), sheet_url(waiting(scoring)[0]))
    assert "2 — Анализ опирается на числа школы, причины названы у каждого риска." in page
    assert page.count('type="radio"') == 21
    assert "раскрыты в полной мере" in page


def test_the_total_and_zone_are_told_while_scoring(scoring: Round) -> None:
    one = waiting(scoring)[0]
    page = post(scorer(one), sheet_url(one), 200, **points({"analysis": 2, "goals": 1}), do="show")
    assert "3 из 14" in page
    assert not ExpertSheet.objects.exists()
    whole = signed_in(scorer(one)).post(
        sheet_url(one), points(2) | {"do": "show"}, headers={"HX-Request": "true"}
    )
    assert "14 из 14" in whole.text
    assert "<html" not in whole.text


def test_a_sum_that_comes_after_the_sheet_was_sent_is_no_refusal(scoring: Round) -> None:
    one = waiting(scoring)[0]
    sent(one, total=9)
    late = signed_in(scorer(one)).post(
        sheet_url(one), points(2) | {"do": "show"}, headers={"HX-Request": "true"}
    )
    assert (late.status_code, late.content) == (204, b"")
    assert signed_in(scorer(one)).post(sheet_url(one), points(2) | {"do": "save"}).status_code == 409


def test_an_unfinished_sheet_is_not_sent_and_nothing_typed_is_lost(scoring: Round) -> None:
    one = waiting(scoring)[0]
    page = post(
        scorer(one),
        sheet_url(one),
        422,
        **points({"analysis": 2}, **{"w-analysis": "Особые слова"}),
        do="send",
        revision="0",
    )
    assert page.count("Выберите балл.") == 12  # six criteria, each above and at its place
    assert "Особые слова" in page


def test_a_draft_comes_back_as_it_was(scoring: Round) -> None:
    one = waiting(scoring)[0]
    fields = points(
        {"analysis": 2}, **{"w-analysis": "Особые слова", "weaknesses": ["layout"], "m-results": ["goals"]}
    )
    post(scorer(one), sheet_url(one), 302, **fields, do="save", revision="0")
    page = text(scorer(one), sheet_url(one))
    assert "Особые слова" in page
    assert re.search(r'value="2"[^>]*checked', page)
    assert re.search(r'name="revision" value="1"', page)


def test_a_stale_window_is_told_and_keeps_what_was_typed(scoring: Round) -> None:
    one = waiting(scoring)[0]
    post(scorer(one), sheet_url(one), 302, **points(2), do="save", revision="0")
    page = post(
        scorer(one),
        sheet_url(one),
        409,
        **points(0, **{"w-analysis": "Второе окно"}),
        do="save",
        revision="0",
    )
    assert "из другого окна" in page
    assert "Второе окно" in page


def test_the_mirror_is_shown_only_after_the_own_sheet(scoring: Round) -> None:
    one = waiting(scoring)[0]
    assert "еркало" not in text(scorer(one), sheet_url(one))
    sent(one, total=9)
    page = text(scorer(one), sheet_url(one))
    assert "Зеркало" in page
    assert "лист отправлен" in page


def test_an_expert_gives_a_document_back(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    url = f"{sheet_url(one)}decline/"
    post(scorer(one), url, 422, refusing="conflict", words="")
    post(scorer(one), url, 302, refusing="conflict", words="Узнала школу")
    text(scorer(one), sheet_url(one), 404)
    page = text(year.cast.regional_coordinator, f"/expertise/rounds/{scoring.pk}/?show=attention")
    assert "нужен эксперт" in page


def test_a_tie_that_came_up_is_told_on_a_page_of_its_own(scoring: Round) -> None:
    one = waiting(scoring)[0]
    browser = signed_in(scorer(one))
    tied(scorer(one), Role.CURATOR, one.entry.school)
    answer = browser.post(sheet_url(one), points(2) | {"do": "send", "revision": "0"})
    assert answer.status_code == 409
    assert "вернулся координатору" in answer.text
    assert one.entry.school.name not in answer.text
    assert browser.get(sheet_url(one)).status_code == 404
    assert Assignment.objects.get(pk=one.pk).state == AssignmentState.WITHDRAWN


def test_the_coordinator_sees_points_when_all_sheets_are_in(year: Year) -> None:
    of = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    entry = Entry.objects.get(round=of, number=1)
    who = year.cast.regional_coordinator
    sent(entry.assignments.get(place=Place.FIRST), total=13)
    page = text(who, f"/expertise/entries/{entry.pk}/")
    assert "будут видны, когда придут все листы" in page
    shown = re.sub(r'<time.*?</time>|href="[^"]*"|\d{4}-\d\d-\d\d|13:\d\d', "", page).split("</header>")[-1]
    assert "13" not in shown
    sent(entry.assignments.get(place=Place.SECOND), total=2)
    page = text(who, f"/expertise/entries/{entry.pk}/")
    assert "листы расходятся" in page
    post(who, f"/expertise/entries/{entry.pk}/agreement/", 422, points="15", words="Сошлись")
    post(who, f"/expertise/entries/{entry.pk}/agreement/", 302, points="8", words="Сошлись на причинах")
    assert "8 из 14" in text(who, f"/expertise/entries/{entry.pk}/")


def test_the_coordinator_assigns_withdraws_and_drops(year: Year, scoring: Round) -> None:
    who = year.cast.regional_coordinator
    one = waiting(scoring)[0]
    post(who, f"/expertise/assignments/{one.key}/withdraw/", 302, words="Болеет")
    free = next(each for each in year.experts if each.person_id != one.person_id)
    page = text(who, f"/expertise/entries/{one.entry_id}/expert/")
    assert "уже отказался или снят" in page
    post(who, f"/expertise/entries/{one.entry_id}/expert/", 302, person=str(free.person_id))
    post(who, f"/expertise/entries/{one.entry_id}/drop/", 302, words="Школа закрыта")
    assert Document.objects.filter(state=DocumentState.CONFIRMED).count() == 1


def test_vacancies_are_given_with_one_button(year: Year, scoring: Round) -> None:
    who = year.cast.regional_coordinator
    one = waiting(scoring)[0]
    post(who, f"/expertise/assignments/{one.key}/withdraw/", 302, words="Болеет")
    assert "поровну" in text(who, f"/expertise/rounds/{scoring.pk}/")
    post(who, f"/expertise/rounds/{scoring.pk}/fill/", 302)
    assert len(waiting(scoring)) == 3


def test_closing_tells_what_is_missing_then_closes(year: Year, scoring: Round) -> None:
    who = year.cast.regional_coordinator
    base = f"/expertise/rounds/{scoring.pk}/move"
    assert "Перейти к согласованию" in text(who, f"{base}/reconciling/")
    post(who, f"{base}/reconciling/", 302)
    assert "Без единого листа" in post(who, f"{base}/closed/", 422, words="")
    for one in waiting(scoring):
        sent(one, total=12)
    post(who, f"{base}/closed/", 302, words="")
    assert "Итоги раунда" in text(who, f"/expertise/rounds/{scoring.pk}/")
    text(who, f"{base}/unknown/", 404)


def test_the_results_of_a_round(year: Year, done: Round) -> None:
    page = text(year.cast.regional_coordinator, f"/expertise/rounds/{done.pk}/results/")
    for words in ("Красная", "Жёлтая", "Зелёная", "Не представлено", "Средний балл 10,0 из 14"):
        assert words.lower() in page.lower()
    assert "Небрежное оформление" in page
    assert year.silent.name in page
    assert "Согласованность" not in page
    red = text(year.cast.regional_coordinator, f"/expertise/rounds/{done.pk}/results/?zone=green")
    assert len(re.findall(r'href="/expertise/schools/\d+/"', red)) == 1


def test_criteria_worked_out_least_come_first(year: Year, done: Round) -> None:
    """Sums are spread from the first criterion on, so the last ones are the worst."""
    page = text(year.cast.regional_coordinator, f"/expertise/rounds/{done.pk}/results/")
    table = page[page.index('<table id="criteria"') :]
    assert table.index("Оформление") < table.index("Анализ и причины")


def test_a_municipal_coordinator_reads_the_own_schools_of_a_regional_round(year: Year, done: Round) -> None:
    page = text(year.cast.municipal_coordinator, f"/expertise/rounds/{done.pk}/results/")
    assert year.own.name in page
    assert year.neighbour.name not in page
    text(year.cast.municipal_coordinator, f"/expertise/rounds/{done.pk}/", 404)


def test_the_workbook_has_zones_criteria_and_no_expert(year: Year, done: Round) -> None:
    answer = signed_in(year.cast.regional_coordinator).get(f"/expertise/rounds/{done.pk}/results.xlsx")
    book = load_workbook(BytesIO(answer.content))
    rows = list(book["Итоги"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "Код школы")
    assert sorted(str(row[4]) for row in rows[head + 1 :]) == ["10", "14", "6", "None"]
    said = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Тайнова" not in said
    assert "Привлечь психолога" in said


def test_two_rounds_beside_each_other(year: Year, done: Round) -> None:
    """A corrected document is scored again; what was not corrected stands as it was."""
    own = Document.objects.get(school=year.own)
    Document.objects.filter(pk=own.pk).update(state=DocumentState.CONFIRMED)
    second = started(year.region, year.cycle, *year.experts, title="Повторная")
    before = Entry.objects.get(round=done, school=year.own)
    (one,) = waiting(second)
    sent(one, total=(before.points or 0) - 2 if before.points == 14 else 14)
    closed(second)
    page = text(year.cast.regional_coordinator, f"/expertise/rounds/{second.pk}/results/?with={done.pk}")
    assert f"{done.title} → Повторная" in page
    assert "не пересматривали" in page
    change = Entry.objects.get(round=second, school=year.own).points - before.points  # type: ignore[operator]
    assert f"{change:+d}".replace("-", "−") in page


def test_the_school_reads_its_result_and_follows_recommendations(year: Year, done: Round) -> None:
    who = year.cast.school_coordinator
    assert signed_in(who).get("/expertise/").headers["Location"] == "/expertise/schools/"
    assert (
        signed_in(who).get("/expertise/schools/").headers["Location"] == f"/expertise/schools/{year.own.pk}/"
    )
    page = text(who, f"/expertise/schools/{year.own.pk}/")
    assert "Слова о analysis" in page
    assert "Привлечь психолога" in page
    assert "ждёт школу" in page
    one = Recommendation.objects.get(school=year.own)
    url = f"/expertise/recommendations/{one.pk}"
    post(who, f"{url}/fulfilled/", 422, how="")
    post(who, f"{url}/fulfilled/", 302, how="Договор с центром")
    page = text(who, f"/expertise/schools/{year.own.pk}/")
    assert "Договор с центром" in page
    text(who, f"{url}/open/", 403)
    post(year.cast.municipal_coordinator, f"{url}/open/", 302, how="")
    one.refresh_from_db()
    assert one.state == RecommendationState.OPEN


def test_a_school_that_presented_nothing_reads_so(year: Year, done: Round) -> None:
    page = text(year.cast.regional_coordinator, f"/expertise/schools/{year.silent.pk}/")
    assert "не представлено" in page
    assert "отдельная зона" in page


def test_the_desk_tells_experts_and_coordinators_what_waits(year: Year, scoring: Round) -> None:
    one = waiting(scoring)[0]
    assert "1 лист" in text(scorer(one), "/").replace("\xa0", " ")
    assert scoring.title not in text(year.cast.regional_coordinator, "/")
    for each in waiting(scoring):
        sent(each, total=9)
    assert scoring.title not in text(scorer(one), "/")
    assert "Перейти к согласованию" in text(year.cast.regional_coordinator, "/")
    closed(scoring)
    assert scoring.title not in text(year.cast.regional_coordinator, "/")


def test_agreement_is_shown_from_thirty_pairs_on_to_who_runs_the_round(year: Year) -> None:
    from factories.organisations import school

    for n in range(27):
        confirmed(school(f"Школа {n}", year.place), year.cycle)
    of = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    for n, one in enumerate(waiting(of)):
        sent(one, total=n % 12)
        sent(one.entry.assignments.get(place=Place.SECOND), total=n % 12 + n % 2)
    closed(of)
    page = text(year.cast.regional_coordinator, f"/expertise/rounds/{of.pk}/results/")
    assert "Согласованность двух экспертов, 30 пар" in page
    assert "Согласованность" not in text(
        year.cast.regional_project_head, f"/expertise/rounds/{of.pk}/results/"
    )


def test_what_was_reconciled_is_what_the_school_reads(year: Year) -> None:
    of = started(year.region, year.cycle, *year.experts, second=SecondSheet.ALL)
    for one in waiting(of):
        sent(one, total=2)
        sent(one.entry.assignments.get(place=Place.SECOND), total=11)
        reconcile(entry=one.entry, points=7, words="Тайные слова", by=operator(), at=NOW)
    closed(of)
    page = text(year.cast.school_head, f"/expertise/schools/{year.own.pk}/")
    assert "7 из 14" in page
    assert "согласовано экспертами" in page
    assert "Тайные слова" not in page


def test_written_is_empty_for_a_new_sheet() -> None:
    assert Written().total == 0
