"""A round whose subject is the work of curators: figures without a name, who is barred, who reads the result."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import IntegrityError
from openpyxl import load_workbook

from conftest import NOW
from factories.people import actor, signed_in
from opora.access import Refused, Role, WrongState
from opora.access.actor import operator
from opora.documents.models import Document, Remark, Review
from opora.documents.states import DocumentState
from opora.expertise.actions import close_round, move_round, save_sheet, start_round
from opora.expertise.curating import Figures
from opora.expertise.models import Assignment, Entry, Recommendation, Round
from opora.expertise.queries.curators import figures_of
from opora.expertise.queries.planning import preview
from opora.expertise.queries.results import results
from opora.expertise.scoring import ABSENT
from opora.expertise.states import AssignmentState, RoundState, Subject
from opora.history.models import Event

from .conftest import Year
from .curators_rounds import begun, closed, made, scored
from .looking import asked, post, sheet_url, text
from .making import (
    TODAY,
    Written,
    expert,
    prepared,
    scorer,
    tied,
    waiting,
)


def test_curators_are_entries_with_the_figures_of_the_day(curated: Year) -> None:
    of = begun(curated)
    present, absent = Entry.objects.filter(round=of).order_by("number")
    assert (present.curator_id, present.number, present.school) == (curated.cast.curator.person_id, 1, None)
    assert figures_of(present) == Figures(
        schools=1, confirmed=1, returned=0, waiting=1, longest=9, days=2.0, minutes=1.0, hasty=1, remarks=3,
        accepted=1, mended=1, visits=0, scored=0, low=0, presence=0, online=0,
    )  # fmt: skip
    assert (absent.curator_id, absent.is_absent) == (curated.cast.neighbour_curator.person_id, True)
    # what happens later changes nothing that experts judge by
    Remark.objects.all().delete()
    assert figures_of(Entry.objects.get(pk=present.pk)).remarks == 3


def test_no_document_goes_to_such_a_round(curated: Year) -> None:
    before = list(Document.objects.order_by("pk").values_list("state", flat=True))
    of = begun(curated)
    assert list(Document.objects.order_by("pk").values_list("state", flat=True)) == before
    assert of.kinds == []
    assert of.version.definition.code == "curator"


def test_only_a_regional_coordinator_or_an_administrator_runs_it(curated: Year) -> None:
    cast = curated.cast
    of = begun(curated)
    for stranger in (cast.municipal_coordinator, cast.curator, cast.expert, cast.methodist):
        with pytest.raises(Refused):
            made(curated, *curated.experts, by=stranger)
    assert "Экспертизу работы кураторов ведёт региональный координатор" in text(
        cast.municipal_coordinator, "/expertise/new/?subject=curators", 403
    )
    Round.objects.filter(pk=of.pk).update(territory=curated.place)
    assert signed_in(cast.municipal_coordinator).get(f"/expertise/rounds/{of.pk}/").status_code == 404
    assert of.title not in text(cast.municipal_coordinator, "/expertise/")


def test_a_regional_coordinator_prepares_looks_and_starts(curated: Year) -> None:
    who = curated.cast.regional_coordinator
    assert "?subject=curators" in text(who, "/expertise/")
    place = text(who, "/expertise/new/?subject=curators")
    assert 'name="subject" value="curators"' in place
    url = f"/expertise/new/?subject=curators&cycle={curated.cycle.code}&territory={curated.region.code}"
    form = text(who, url)
    assert "Какие документы" not in form
    there = post(
        who, url, 302, title="Экспертиза работы кураторов", experts=[e.person_id for e in curated.experts],
        opens="2026-09-14", closes="2026-09-28", second="some", sample_percent=0, allowed_difference=3,
    )  # fmt: skip
    shown = text(who, there)
    assert curated.cast.curator.name in shown
    assert "Цифры о работе кураторов запишутся на этот час" in shown
    of = Round.objects.get()
    post(who, there, seen=preview(of, today=TODAY).digest)
    page = text(who, f"/expertise/rounds/{of.pk}/")
    assert curated.cast.curator.name in page
    assert "не представлено" in page
    entry = Entry.objects.get(round=of, number=1)
    assert curated.cast.curator.name in text(who, f"/expertise/entries/{entry.pk}/")
    assert text(who, f"/expertise/rounds/{of.pk}/settings/", 409)


def test_settings_change_without_kinds_while_it_is_prepared(curated: Year) -> None:
    of = made(curated, *curated.experts)
    who = curated.cast.regional_coordinator
    post(
        who, f"/expertise/rounds/{of.pk}/settings/", 302, title="Иначе", experts=[curated.experts[0].person_id],
        opens="2026-09-14", closes="2026-09-28", second="all", sample_percent=0, allowed_difference=3,
    )  # fmt: skip
    of.refresh_from_db()
    assert (of.title, of.subject, of.kinds) == ("Иначе", Subject.CURATORS, [])


@pytest.mark.parametrize(
    ("role", "place", "words"),
    [
        (Role.CURATOR, "own", "курирует ту же школу"),
        (Role.TEACHER, "own", "работает в школе этого куратора"),
        (Role.TEACHER, "second", "работает в муниципалитете этого куратора"),
        (Role.METHODIST, "place", "работает в муниципалитете этого куратора"),
    ],
)
def test_who_is_tied_to_the_curator_gets_nothing(curated: Year, role: Role, place: str, words: str) -> None:
    bound = expert(curated.region, "Связанная", (role, getattr(curated, place)))
    shown = preview(made(curated, bound, curated.experts[0]), today=TODAY)
    theirs = [each for each in shown.clashes if each.whose == curated.cast.curator.name]
    assert [(each.expert, each.words) for each in theirs] == [(bound.name, words)]
    assert shown.load(next(e for e in shown.experts if e.person_id == bound.person_id)) == 0


def test_a_curator_who_is_an_expert_too_never_scores_the_own_work(curated: Year) -> None:
    tied(curated.cast.curator, Role.EXPERT, curated.region)
    shown = preview(made(curated, curated.cast.curator), today=TODAY)
    assert [each.words for each in shown.clashes] == ["это его (её) собственная работа"]
    assert len(shown.left) == 1


def test_an_expert_appointed_for_other_schools_gets_nothing(curated: Year) -> None:
    elsewhere = actor(Role.EXPERT, curated.neighbour, surname="Дальняя")
    assert len(preview(made(curated, elsewhere), today=TODAY).left) == 1


def test_a_tie_in_the_middle_of_the_round_takes_the_sheet_back(curated: Year) -> None:
    one = waiting(begun(curated))[0]
    who = scorer(one)
    tied(who, Role.CURATOR, curated.own)
    with pytest.raises(WrongState, match="связь с куратором"):
        save_sheet(assignment=one, written=Written(), revision=0, by=who, at=NOW)
    one.refresh_from_db()
    assert one.state == AssignmentState.WITHDRAWN


def test_the_expert_reads_figures_and_no_name(curated: Year) -> None:
    of = begun(curated)
    one = waiting(of)[0]
    page = text(scorer(one), sheet_url(one))
    told = [curated.cast.curator.name, "Кураторова", curated.own.name, curated.place.name]
    assert [each for each in told if each in page] == []
    assert "Работа куратора № 1" in page
    assert "судите по тому, что вам передал координатор" in page
    assert "дольше всех — 9 дн." in page
    assert "Слова куратору" in page
    assert "Слова школе" not in page
    queue = text(scorer(one), "/expertise/queue/")
    assert "№ 1, Работа куратора" in queue
    assert "Кураторова" not in queue


def test_a_sheet_of_a_curator_goes_out_as_a_workbook_and_in_again(curated: Year) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    of = begun(curated)
    one = waiting(of)[0]
    url = f"/expertise/queue/{of.pk}"
    book = load_workbook(BytesIO(signed_in(scorer(one)).get(f"{url}/sheets.xlsx").content))
    table = book["Оценки"]
    head = next(row for row in table.iter_rows() if row[0].value == "№")
    at = {cell.value: cell.column for cell in head}
    for step in range(1, 5):
        table.cell(head[0].row + step, at["Балл"]).value = 2
        table.cell(head[0].row + step, at["Слова куратору"]).value = "Вовремя"
    assert table.cell(head[0].row + 5, at["Критерий"]).value == "Работа в целом"
    table.cell(head[0].row + 5, at["Рекомендация"]).value = "Так держать"
    raw = BytesIO()
    book.save(raw)
    post(scorer(one), f"{url}/load/", file=SimpleUploadedFile("листы.xlsx", raw.getvalue()), do="save")
    kept = one.__class__.objects.get(pk=one.pk).sheet
    assert {mark["points"] for mark in kept.marks.values()} == {2}
    assert {mark["words"] for mark in kept.marks.values()} == {"Вовремя"}
    assert kept.advice == [{"criterion": "", "text": "Так держать"}]


def test_an_expert_gives_the_work_back_with_words(curated: Year) -> None:
    one = waiting(begun(curated))[0]
    page = text(scorer(one), f"{sheet_url(one)}decline/")
    assert "Узнал(а) куратора" in page
    assert "Узнал(а) школу" not in page
    post(scorer(one), f"{sheet_url(one)}decline/", refusing="conflict", words="Узнала")
    one.refresh_from_db()
    assert (one.state, one.refusing) == (AssignmentState.DECLINED, "conflict")


def test_a_red_first_sheet_brings_a_second_expert_here_too(curated: Year) -> None:
    of = begun(curated)
    scored(waiting(of)[0], 0)
    assert Assignment.objects.filter(entry__round=of).count() == 2


def test_a_closed_round_is_read_by_the_curator_and_their_coordinators_only(curated: Year) -> None:
    of = begun(curated)
    scored(waiting(of)[0], 1, weaknesses=("late",), advice={"terms": "Отвечайте раз в неделю."})
    entry = Entry.objects.get(round=of, number=1)
    url, cast = f"/expertise/curators/{entry.pk}/", curated.cast
    for reader in (cast.curator, cast.regional_coordinator, cast.municipal_coordinator):
        assert signed_in(reader).get(url).status_code == 404, "before it is closed"
    assert "Экспертиза вашей работы" not in text(cast.curator, "/expertise/reviewing/")
    of = move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    entry.refresh_from_db()
    assert (entry.points, entry.zone) == (4, "yellow")
    assert Entry.objects.get(round=of, number=None).zone == ABSENT
    assert not Recommendation.objects.exists()
    for reader in (cast.curator, cast.regional_coordinator, cast.municipal_coordinator, cast.administrator):
        page = text(reader, url)
        assert "Отвечайте раз в неделю." in page
        assert "Школы долго ждут ответа" in page
        assert "Слова о terms" in page
        assert [each.name for each in curated.experts if each.name in page] == []
    assert url in text(cast.curator, "/expertise/reviewing/")
    strangers = ("neighbour_curator", "neighbour_municipal_coordinator", "authority_head", "methodist", "expert",
                 "school_head", "regional_project_head", "federal_operator", "foreign_regional_coordinator",
                 "teacher", "observer")  # fmt: skip
    found = {name: signed_in(getattr(cast, name)).get(url).status_code for name in strangers}
    assert found == dict.fromkeys(strangers, 404)


def test_results_show_each_coordinator_their_own_curators(curated: Year) -> None:
    of = closed(curated)
    url, cast = f"/expertise/rounds/{of.pk}/results/", curated.cast
    mine, theirs = cast.curator.name, cast.neighbour_curator.name
    seen = {
        name: [each for each in (mine, theirs) if each in text(getattr(cast, name), url)]
        for name in ("regional_coordinator", "municipal_coordinator", "neighbour_municipal_coordinator")
    }
    assert seen == {
        "regional_coordinator": [mine, theirs],
        "municipal_coordinator": [mine],
        "neighbour_municipal_coordinator": [theirs],
    }
    for name in ("authority_head", "methodist", "regional_project_head", "federal_operator"):
        assert signed_in(getattr(cast, name)).get(url).status_code == 404, name
        assert of.title not in text(getattr(cast, name), "/expertise/"), name
    assert results(cast.municipal_coordinator, of).zones == {"red": 0, "yellow": 1, "green": 0, ABSENT: 0}
    answer = signed_in(cast.municipal_coordinator).get(f"/expertise/rounds/{of.pk}/results.xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Итоги", "Критерии", "Слабые места", "О раунде"]
    cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None}
    assert mine in cells
    assert theirs not in cells
    assert not cells & {each.name for each in curated.experts}


def test_two_rounds_of_curators_stand_beside_each_other_and_none_of_documents(curated: Year) -> None:
    first, second = closed(curated, 1), closed(curated, 2)
    documents = prepared(curated.region, curated.cycle, *curated.experts)
    Round.objects.filter(pk=documents.pk).update(state=RoundState.CLOSED)
    page = text(curated.cast.regional_coordinator, f"/expertise/rounds/{second.pk}/results/?with={first.pk}")
    assert "+4" in page
    assert f"?with={documents.pk}" not in page


def test_nothing_of_it_lies_on_a_school(curated: Year) -> None:
    closed(curated)
    page = text(curated.cast.school_head, f"/expertise/schools/{curated.own.pk}/")
    assert "Экспертиза работы кураторов" not in page
    assert "Итогов пока нет" in page
    assert "Итогов пока нет" in text(curated.cast.administrator, "/expertise/schools/")
    assert not Event.objects.filter(subject_kind="expertise_round").exclude(school_id=None).exists()


def test_without_documents_there_is_nothing_to_begin(curated: Year) -> None:
    Review.objects.all().delete()
    Document.objects.all().update(state=DocumentState.DRAFT)
    of = made(curated, *curated.experts)
    with pytest.raises(ValidationError, match="оценивать нечего"):
        start_round(of=of, seen=preview(of, today=TODAY).digest, by=operator(), at=NOW)


def test_an_entry_is_of_a_school_or_of_a_curator(curated: Year) -> None:
    of = made(curated, *curated.experts)
    for wrong in (
        {},
        {"school": curated.own, "curator_id": 1, "curator_name": "Кураторова"},
        {"curator_id": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(round=of, kind="curator-work", **wrong)
    Entry.objects.create(round=of, kind="curator-work", curator_id=1, curator_name="Кураторова", number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(round=of, kind="curator-work", curator_id=1, curator_name="Кураторова", number=2)


@pytest.mark.parametrize("size", [1, 6])
def test_pages_ask_as_much_of_six_curators_as_of_one(curated: Year, size: int) -> None:
    for n in range(size - 1):
        one = actor(Role.CURATOR, curated.second, curated.own, surname=f"Помощник{n}")
        assert one.person_id
    runner, who = curated.cast.regional_coordinator, curated.experts[0]
    of = made(curated, who)
    found = {"plan": asked(runner, f"/expertise/rounds/{of.pk}/plan/")}
    of = start_round(of=of, seen=preview(of, today=TODAY).digest, by=operator(), at=NOW)
    found["sheet"] = asked(who, sheet_url(waiting(of)[0]))
    for each in waiting(of):
        scored(each, 2)
    found["round"] = asked(runner, f"/expertise/rounds/{of.pk}/")
    of = move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW)
    close_round(of=of, by=operator(), at=NOW)
    found["results"] = asked(runner, f"/expertise/rounds/{of.pk}/results/")
    entry = Entry.objects.filter(round=of, number__isnull=False).order_by("number")[0]
    found["curator"] = asked(runner, f"/expertise/curators/{entry.pk}/")
    assert found == {"plan": 29, "sheet": 5, "round": 9, "results": 9, "curator": 7}
