"""What a curator is told to check: of the factor, or the questions alone."""

from factories.people import signed_in
from opora.risks.states import DirectionState

from .conftest import Year
from .looking import text
from .making import direction, version

QUESTIONS = (
    "Увидели в школе то, о чём говорит профиль?",
    "Подтверждают ли это документы?",
    "Подтверждает ли это разговор?",
)
VISITS = [
    {"factor": "R08", "part": "see", "text": "Сосчитайте, кто <работает>."},
    {"factor": "R08", "part": "talk", "text": "С детьми — где интересно."},
    {"factor": "R12", "part": "see", "text": "Побывайте на собрании."},
]


def test_the_page_of_a_visit_tells_what_to_check_of_its_factor(year: Year) -> None:
    version(visits=VISITS)
    page = text(year.cast.curator, f"/risks/directions/{direction(year.own, year.cycle).pk}/verify/")
    assert "<li>Сосчитайте, кто &lt;работает&gt;.</li>" in page
    assert page.index(QUESTIONS[2]) < page.index("<li>С детьми — где интересно.</li>")
    assert "Побывайте на собрании" not in page
    other = direction(year.own, year.cycle, code="R12")
    assert "Побывайте на собрании" in text(year.cast.curator, f"/risks/directions/{other.pk}/verify/")


def test_without_hints_the_questions_stand_alone(year: Year) -> None:
    page = text(year.cast.curator, f"/risks/directions/{direction(year.own, year.cycle).pk}/verify/")
    assert [question in page for question in QUESTIONS] == [True] * 3
    assert "_helptext" not in page[page.index(QUESTIONS[0]) : page.index("Чем кончился визит")]


def test_what_is_obligatory_is_explained_once(found: Year) -> None:
    direction(found.own, found.cycle, DirectionState.FOUND, "R12")
    page = signed_in(found.cast.school_head).get(f"/risks/schools/{found.own.pk}/choose/").text
    assert page.count('class="card form" id="risk-') == 2
    assert page.count("отмечено обязательное") == 1
    assert page.index("отмечено обязательное") < page.index('id="risk-')
