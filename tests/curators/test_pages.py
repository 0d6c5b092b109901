"""Pages of a candidate: what they show, who opens them, bad input; the definition; the panel of a school."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import NOW
from curators.conftest import Year
from curators.looking import asked, post, text
from factories.curators import candidate, curator, curators_at
from factories.people import person, signed_in
from opora.access import Actor
from opora.catalogues.kinds import kind_of
from opora.curators.kinds import KIND, Curatorship, Filled
from opora.curators.models import Candidate
from opora.curators.queries.definition import curatorship_of
from opora.curators.states import CandidateState
from risks.making import TITLES, profiled

TODAY = NOW.date()
S = CandidateState


def zipped() -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr("a.txt", "a")
    return kept.getvalue()


def step(name: str, of: Candidate, **more: Any) -> str:
    return reverse(f"curator-candidate-{name}", kwargs={"pk": of.pk, **more})


def test_from_the_name_to_the_school_by_forms(year: Year) -> None:
    home, region = year.cast.municipal_coordinator, year.cast.regional_coordinator
    profiled(year.own, year.cycle, R08=72)
    new = reverse("curator-candidate-new")
    assert TITLES["R08"] in text(home, new)
    day = TODAY.isoformat()
    said = {"territory": str(year.place.pk), "on": day}
    assert "Впишите фамилию" in post(home, new, 422, **said)
    assert "Такого логина нет" in post(home, new, 422, **said, login="nobody")
    url = post(
        home, new, **said, name="Светлова Вера Ильинична", organisation="s2", strong_at=["R08"],
        strengths="Опыт <i>",
    )  # fmt: skip
    found = Candidate.objects.get()
    assert (url, found.organisation) == (reverse("curator-candidate", args=[found.pk]), year.second)
    page = text(home, url)
    assert "Опыт &lt;i&gt;" in page
    assert TITLES["R08"] in page
    assert "Выберите итог" in post(home, step("interview", found), 422, on=day)
    post(home, step("interview", found), on=day, fits="yes")
    post(home, step("test", found), on=day, passed="yes", score="90")
    text(home, step("approve", found), 403)
    post(region, step("approve", found), words="Согласовано")
    assert "не хватает" in post(home, step("contract", found), 422, number="1", on=day)
    for code in ("consent", "application", "test", "requisites"):
        post(home, step("paper", found, code=code), is_there="yes")
    text(home, step("paper", found, code="unknown"), 404)
    post(home, step("contract", found), number="1", on=day)
    offered = text(home, f"{step('appoint', found)}?school={year.own.pk}&school=х")
    assert year.own.name in offered
    assert year.neighbour.name not in offered
    answer = post(home, step("appoint", found), 200, schools=[year.own.pk], since=day, number="12-у", day=day)
    assert "Приглашение готово" in answer
    found.refresh_from_db()
    assert found.state == S.APPOINTED
    assert year.own.name in text(home, url)
    # the page of a step that was taken already says so
    text(home, step("interview", found), 409)


def test_a_place_of_work_that_is_not_in_the_register_stays_in_words(year: Year) -> None:
    home = year.cast.municipal_coordinator
    post(
        home,
        reverse("curator-candidate-new"),
        territory=str(year.place.pk),
        on=TODAY.isoformat(),
        name="Иванова Анна",
        organisation="Педагогический колледж",
    )
    found = Candidate.objects.get()
    assert (found.organisation, found.works_at) == (None, "Педагогический колледж")
    page = text(home, step("edit", found))
    assert "Педагогический колледж" in page
    post(home, step("edit", found), 409, name="Иванова Анна", seen="нет")
    post(home, step("edit", found), name="Иванова Анна Ильинична", seen=str(found.revision))
    found.refresh_from_db()
    assert found.name == "Иванова Анна Ильинична"


def test_an_account_is_found_by_login(year: Year) -> None:
    somebody = person("Рябинина", login="ryabinina", post="директор")
    post(
        year.cast.municipal_coordinator,
        reverse("curator-candidate-new"),
        territory=str(year.place.pk),
        on=TODAY.isoformat(),
        login="RYABININA",
    )
    found = Candidate.objects.get()
    assert (found.person, found.name, found.post) == (somebody, somebody.full_name, "директор")


def test_files_of_the_package(year: Year) -> None:
    home = year.cast.municipal_coordinator
    found = candidate(year.place, year.cycle, S.APPROVED, now=NOW)
    url = step("paper", found, code="diploma")
    jpeg = b"\xff\xd8\xff\xe0\x00\x04AB\xff\xda\x00\x02data\xff\xd9"
    assert "архив ZIP" in post(home, url, 422, is_there="yes", material=SimpleUploadedFile("a.zip", zipped()))
    post(home, url, is_there="no", material=SimpleUploadedFile("диплом.jpg", jpeg))
    answer = signed_in(home).get(step("file", found, code="diploma"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert "диплом.jpg" in text(home, reverse("curator-candidate", args=[found.pk]))
    for who, status in (
        (year.cast.neighbour_municipal_coordinator, 404),
        (year.cast.school_head, 403),
        (year.cast.curator, 403),
    ):
        text(who, step("file", found, code="diploma"), status)
    text(home, step("file", found, code="consent"), 404)


def test_the_end_of_a_way(year: Year) -> None:
    home = year.cast.municipal_coordinator
    found = candidate(year.place, year.cycle, S.TESTED, now=NOW)
    url = step("end", found)
    assert "Напишите почему" in post(home, url, 422, target="declined", on=TODAY.isoformat())
    assert post(home, url, 422, target="appointed", on=TODAY.isoformat(), reason="Так")
    post(home, url, target="declined", on=TODAY.isoformat(), reason="Нет времени")
    page = text(home, reverse("curator-candidate", args=[found.pk]))
    assert "Нет времени" in page
    assert "Записать тест" not in page
    text(home, url, 409)


@pytest.mark.parametrize(
    "part", ["municipal_coordinator", "authority_head", "regional_project_head", "administrator"]
)
def test_readers_open_the_register(year: Year, part: str) -> None:
    who: Actor = getattr(year.cast, part)
    found = candidate(year.place, year.cycle, now=NOW)
    for url in (
        reverse("curators"),
        reverse("curator-load"),
        reverse("curator-candidate", args=[found.pk]),
    ):
        text(who, url)
    if part != "municipal_coordinator":
        text(who, step("interview", found), 403)
        text(who, reverse("curator-candidate-new"), 403)


@pytest.mark.parametrize(
    "part",
    [
        "school_head",
        "school_coordinator",
        "teacher",
        "curator",
        "methodist",
        "expert",
        "observer",
        "federal_operator",
    ],
)
def test_the_rest_do_not(year: Year, part: str) -> None:
    who: Actor = getattr(year.cast, part)
    found = candidate(year.place, year.cycle, now=NOW)
    for url in (
        reverse("curators"),
        reverse("curator-load"),
        reverse("curator-candidate", args=[found.pk]),
        reverse("curator-candidate-new"),
    ):
        text(who, url, 403)


def test_every_address_of_the_factory_opens(year: Year) -> None:
    home, region = year.cast.municipal_coordinator, year.cast.regional_coordinator
    for name, kwargs in curators_at(year.place, year.own, year.cycle, now=NOW).items():
        who = region if name.endswith("-approve") else home
        assert signed_in(who).get(reverse(name, kwargs=kwargs)).status_code == 200, name


def test_the_definition_of_the_release(year: Year) -> None:
    found = curatorship_of(year.place.path or "")
    assert [each.code for each in found.papers if each.is_required] == [
        *("consent", "application", "test", "requisites"),
    ]
    assert (found.stuck_days, found.fewest, found.most) == (14, 1, 3)
    assert "{школа}" not in Filled("Школа", "Куратор", "2026/27").into(found.subject)
    check = kind_of(KIND).check
    assert check is not None
    assert check({"fewest_schools": 4, "most_schools": 3})
    assert not check({"fewest_schools": 1, "most_schools": 3})
    assert Curatorship.parse({}) == Curatorship()


def test_the_panel_of_a_school(year: Year) -> None:
    url = reverse("school", args=[year.own.pk])
    page = text(year.cast.municipal_coordinator, url)
    assert "Куратора пока нет" in page
    assert reverse("curator-choose", args=[year.own.pk]) in page
    curator("Ветрова", year.own)
    page = text(year.cast.school_head, url)
    assert "Куратор: Ветрова" in page
    assert reverse("curator-agreement-new", args=[year.own.pk]) in page
    assert reverse("curator-choose", args=[year.own.pk]) not in page
    assert "Куратор и соглашение" not in text(year.cast.teacher, url)


def test_a_candidates_page_keeps_its_number_of_queries(year: Year) -> None:
    found = candidate(year.place, year.cycle, S.APPROVED, now=NOW)
    who, url = year.cast.municipal_coordinator, reverse("curator-candidate", args=[found.pk])
    one = asked(who, url)
    for code in ("consent", "application", "test", "diploma"):
        found.papers.create(code=code, title=code, is_there=True, changed_at=NOW, changed_by_name="Окружная")
    assert asked(who, url) == one
