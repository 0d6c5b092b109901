"""Free text as paragraphs and lists."""

from opora.documents.printouts.prose import prose
from opora.printing import BulletList, NumberedList, Paragraph


def test_lines_are_paragraphs_and_dashes_are_lists() -> None:
    text = "Делаем так:\r\n- раз\n– два\n\n• три\n\nИ всё.\nДальше."
    assert prose(text) == (
        Paragraph("Делаем так:", keep_with_next=True),
        BulletList(("раз", "два", "три")),
        Paragraph("И всё."),
        Paragraph("Дальше."),
    )


def test_only_numbers_that_a_list_gives_again_make_one() -> None:
    assert prose("1. раз\n2) два") == (NumberedList(("раз", "два")),)
    assert prose("3. раз\n4. два") == (Paragraph("3. раз"), Paragraph("4. два"))
    assert prose("1. Один пункт.") == (Paragraph("1. Один пункт."),)
    assert prose("12.10.2026 был педсовет") == (Paragraph("12.10.2026 был педсовет"),)


def test_a_dash_inside_and_a_sign_alone_are_words() -> None:
    assert prose("-5 °C\n-\nшкола — дом") == (Paragraph("-5 °C"), Paragraph("-"), Paragraph("школа — дом"))
    assert prose(" \n\n ") == ()


def test_a_line_does_not_end_before_a_percent_sign() -> None:
    assert prose("в школе № 5 их 40 %") == (Paragraph("в школе №\u00a05 их 40\u00a0%"),)
