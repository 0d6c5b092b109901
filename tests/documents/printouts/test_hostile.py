"""What a person typed is data: no sign breaks a writer, nothing long falls off the paper."""

from dataclasses import fields, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.printouts.making import APPROVED, as_pdf, as_word, outline, pages, programme, word_lines
from opora.documents.printouts.cover import AgreedByBody, AgreedByPerson, Approval
from opora.documents.printouts.form import office_form
from opora.documents.programme import ROWS, Programme
from opora.printing import Document

MARKUP = r"#set text(red) $x^2$ *b* _i_ <b>&amp; \ `c` [x] @ref // /* \u{41} ~ ---"
_LINKS = {"id", "direction", "goal", "task", "of", "section", "form", "factor", "state", "level"}


def _typed_everywhere(text: str) -> Programme:
    """A programme whose every text is this one."""
    found = programme()
    rows = {
        table: tuple(
            replace(
                row,
                **{
                    each.name: text
                    for each in fields(row)
                    if each.name not in _LINKS and isinstance(getattr(row, each.name), str)
                },
            )
            for row in getattr(found, table)
        )
        for table in ("passages", *ROWS)
    }
    return replace(found, title=text, school_name=text, **rows)  # type: ignore[arg-type]


def _printed(text: str) -> Document:
    cover = replace(
        APPROVED,
        organisation=text,
        parent=text,
        territory=text,
        town=text,
        period=text,
        short_title=text,
        footer=text,
        kind_dative=text,
        approval=Approval(text, text, text),
        agreements=(AgreedByBody(text, text), AgreedByPerson(text, text)),
    )
    return office_form(_typed_everywhere(text), outline("medium-term"), cover)


def test_markup_and_control_characters_stay_text() -> None:
    typed = f"{MARKUP} a\x00b 😀 конец"
    document = _printed(typed)
    lines = word_lines(document)
    assert f"{MARKUP} a\ufffdb 😀 конец" in lines
    text = (
        "".join("".join(page.split()) for page in pages(document)).replace("\u00ad", "").replace("\u200b", "")
    )
    assert "".join(f"{MARKUP} a\ufffdb □ конец".split()) in text


def test_long_texts_and_words_without_end_keep_to_the_paper() -> None:
    """Twenty thousand letters in a passage, in the name of a group of rows, in two cells."""
    words = [f"слово{at}" for at in range(1900)]
    long = " ".join((*words, "z" * 600))
    found = programme()
    document = office_form(
        replace(
            found,
            passages=(replace(found.passages[0], text=long), *found.passages[1:]),
            goals=(replace(found.goals[0], text=long), *found.goals[1:]),
            measures=(replace(found.measures[0], result=long), *found.measures[1:]),
            indicators=(replace(found.indicators[0], method=long),),
        ),
        outline("medium-term"),
        replace(
            APPROVED,
            organisation="Ы" * 600,
            footer=long,
            town=long,
            approval=Approval(long[:6000], long[:6000], long[:6000]),
        ),
    )
    printed = as_pdf(document).pages
    assert [height for page in printed for height in _outside(page)] == []
    text = "".join("".join(page.extract_text().split()) for page in printed).replace("-", "")
    assert text.count("слово1899") == 4
    assert word_lines(document).count(long) == 4


def _outside(page: object) -> list[float]:
    """Heights at which words stand outside the sheet."""
    found: list[float] = []
    height = float(page.mediabox.height)  # type: ignore[attr-defined]

    def visit(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        if text.strip() and not 0 <= matrix[5] <= height:
            found.append(matrix[5])

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec=None), max_size=40))
def test_no_text_breaks_the_form(text: str) -> None:
    document = _printed(text)
    as_pdf(document)
    as_word(document)
