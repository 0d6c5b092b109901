"""The covering letter: cases proposed by rules, corrected by a person."""

from dataclasses import replace

from documents.printouts.making import APPROVED, anti_risk, outline, pages, programme, word_lines
from opora.documents.printouts.letter import Letter, covering_letter, letter_proposals

LETTER = Letter("начальник отдела образования", "Соснова Е. А.", signer_name="И. И. Иванова")


def test_addressee_and_document_stand_in_their_cases() -> None:
    document = covering_letter(anti_risk(), outline("anti-risk"), APPROVED, LETTER)
    said = "Направляем на согласование антирисковую программу «Говорим, читаем, понимаем», версия 4."
    for text in (" ".join(pages(document)), " ".join(word_lines(document))):
        assert "Начальнику отдела образования" in text
        assert "Сосновой Е. А." in text
        assert said in text


def test_a_title_of_its_own_follows_the_kind() -> None:
    found = replace(programme(), title="Программа изменений школы № 11 на год")
    document = covering_letter(found, outline("medium-term"), APPROVED, LETTER)
    said = "среднесрочную программу развития: Программа изменений школы № 11 на год, версия 4."
    assert said in " ".join(word_lines(document))


def test_a_corrected_form_wins() -> None:
    letter = Letter(
        "и. о. начальника", "Дюма А.", addressee_name_dative="Дюма А.", kind_accusative="программу"
    )
    asked = letter_proposals(letter, outline("anti-risk"))
    assert (asked.addressee_name_dative, asked.kind_accusative) == ("Дюма А.", "программу")
    assert asked.addressee_post_dative == "и. о. начальника"
