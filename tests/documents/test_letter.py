"""The covering letter: to whom, in the right case, as DOCX."""

from io import BytesIO

from docx import Document as Word

from factories.people import signed_in

from .conftest import Year
from .making import begun


def test_the_letter_names_the_addressee_in_the_dative(year: Year) -> None:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    browser, letter = signed_in(year.cast.school_coordinator), f"/documents/{document.pk}/letter/"
    assert letter in browser.get(f"/documents/{document.pk}/").content.decode()
    assert browser.post(letter, {"addressee_post": ""}).status_code == 422
    said = {"addressee_post": "начальник управления образования", "addressee_name": "Соснова Е. А.",
            "signer_post": "Директор", "number": "12"}  # fmt: skip
    answer = browser.post(letter, said)
    assert answer["Content-Disposition"].startswith("attachment")
    made = Word(BytesIO(answer.content))
    texts = [p.text for p in made.paragraphs] + [c.text for t in made.tables for r in t.rows for c in r.cells]
    whole = " ".join(texts)
    assert "Начальнику управления образования" in whole and "среднесрочную программу" in whole
    assert signed_in(year.cast.curator).get(letter).status_code == 403
