"""A DOCX as HTML: what a reader sees, and what never reaches a page."""

import re

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from attachments.making import W, cell, p, png, programme, relations, saved, table, word
from opora.attachments import NotAPaper, preview
from opora.attachments.word import showing, trimming
from opora.attachments.word.ordering import CUT
from opora.attachments.word.pictures import shown_kind

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELS = "word/_rels/document.xml.rels"
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="Раздел"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Наш"/><w:basedOn w:val="a2"/></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="Заголовок 6"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="По кругу"/><w:basedOn w:val="a5"/></w:style>
</w:styles>"""
WITH_STYLES = {"word/styles.xml": STYLES, RELS: relations([("r1", "styles", "styles.xml")])}


def styled(style: str, text: str) -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>')


def test_a_programme_is_shown_as_it_reads() -> None:
    shown = preview(programme())
    assert re.sub(r'src="[^"]*"', "src", shown) == (
        "<h2>Среднесрочная программа развития</h2><h2>1. Анализ</h2>"
        "<p>Школа № 7 «Заречная» вошла в список: доля «2» по математике — 31 %.</p>"
        "<ul><li>низкая мотивация</li><li>дефицит кадров</li></ul>"
        "<h3>Пропущен уровень</h3>"
        '<p><img alt="Рисунок 1" src width="53"></p>'
        "<h2>2. Меры</h2><p>Таблица 1 — Дорожная карта</p>"
        '<div class="table" role="region" tabindex="0" aria-labelledby="paper-caption-1">'
        '<table><caption class="vh" id="paper-caption-1">Таблица 1 — Дорожная карта</caption>'
        '<thead><tr><th rowspan="2" scope="col">№</th><th rowspan="2" scope="col">Задача</th>'
        '<th rowspan="2" scope="col">Мероприятие</th><th rowspan="2" scope="col">Срок</th>'
        '<th colspan="2" scope="colgroup">Показатель</th></tr>'
        '<tr><th scope="col">план</th><th scope="col">факт</th></tr>'
        "<tr>" + "".join(f'<th scope="col">{n}</th>' for n in range(1, 7)) + "</tr></thead>"
        '<tbody><tr><td colspan="6">Риск: низкая учебная мотивация</td></tr>'
        '<tr><td>1</td><td rowspan="2">Поднять интерес</td><td>Кружок «Юный физик»</td><td>сентябрь</td>'
        "<td>12</td><td>10</td></tr>"
        "<tr><td>2</td><td>Встречи с выпускниками</td><td>октябрь–май</td><td>4</td><td></td></tr></tbody>"
        "</table></div>"
    )


def test_headings_are_told_by_name_level_and_ancestor_and_stay_below_h1() -> None:
    texts = {"a1": "Имя", "a2": "Уровень", "a3": "Предок", "a4": "Шестой", "a5": "Круг"}
    body = "".join(styled(style, text) for style, text in texts.items()) + styled("a1", " ")
    assert showing.preview(word(body, WITH_STYLES)) == (
        "<h2>Имя</h2><h3>Уровень</h3><h3>Предок</h3><h4>Шестой</h4><p>Круг</p><p> </p>"
    )
    in_table = table([cell("Ячейка").replace("<w:pPr>", '<w:pPr><w:pStyle w:val="a1"/>')])
    assert "<h" not in showing.preview(word(in_table, WITH_STYLES))


def test_the_look_of_words_stays_and_nothing_else() -> None:
    run = "<w:r><w:rPr>{}<w:color w:val='FF0000'/><w:sz w:val='90'/></w:rPr><w:t>{}</w:t></w:r>"
    body = "".join(
        run.format(look, text)
        for look, text in (
            ("<w:b/>", "важ"),
            ("<w:b w:val='1'/>", "но"),
            ("<w:b w:val='0'/>", " нет"),
            ("<w:i/>", " курсив"),
            ("<w:vertAlign w:val='superscript'/>", "2"),
        )
    )
    assert (
        showing.preview(word(f"<w:p>{body}</w:p>"))
        == "<p><strong>важно</strong> нет<em> курсив</em><sup>2</sup></p>"
    )


def test_revisions_are_shown_as_accepted_and_forms_as_filled_in() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>было</w:delText><w:t>было</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>стало</w:t></w:r></w:ins></w:p>"
        "<w:sdt><w:sdtContent>" + p("из формы") + "</w:sdtContent></w:sdt>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
        "</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r></w:p>"
    )
    assert showing.preview(word(body)) == "<p>стало</p><p>из формы</p><p>☑</p>"


def test_notes_below_are_reached_and_come_back() -> None:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p("Приказ № 5")}</w:footnote></w:footnotes>'
    body = "<w:p><w:r><w:t>По приказу</w:t><w:footnoteReference w:id='2'/><w:footnoteReference w:id='77'/></w:r></w:p>"
    more = {"word/footnotes.xml": notes, RELS: relations([("r1", "footnotes", "footnotes.xml")])}
    assert showing.preview(word(body, more)) == (
        '<p>По приказу<sup><a href="#paper-footnote-2" id="paper-footnote-ref-2">[1]</a></sup></p>'
        '<ol><li id="paper-footnote-2"><p>Приказ № 5 <a href="#paper-footnote-ref-2">↑</a></p></li></ol>'
    )


def link(target: str) -> bytes:
    body = '<w:p><w:hyperlink r:id="r1"><w:r><w:t>нажмите</w:t></w:r></w:hyperlink></w:p>'
    return word(body, {RELS: relations([("r1", "hyperlink", target)], external=True)})


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "https://example.org/",
        "data:text/html,x",
        "//example.org",
        "/admin/",
        "#paper-x",
    ],
)
def test_links_become_their_text(target: str) -> None:
    assert showing.preview(link(target)) == "<p>нажмите</p>"


def test_links_of_fields_become_their_text() -> None:
    code = '<w:r><w:instrText>HYPERLINK "javascript:alert(1)"</w:instrText></w:r>'
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    body = f"<w:p>{marks[0]}{code}{marks[1]}<w:r><w:t>нажмите</w:t></w:r>{marks[2]}</w:p>"
    assert showing.preview(word(body)) == "<p>нажмите</p>"


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "&lt;b&gt;"],
)
def test_markup_in_words_stays_words(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = showing.preview(word(p(escaped) + table([escaped, "а"], ["б", escaped])))
    # the words above name the table: its caption is the fourth
    assert shown.count(escaped) == 4
    assert {tag[1:].split()[0].strip("/>") for tag in re.findall(r"<[^>]+>", shown)} == {
        *("p", "div", "table", "caption", "thead", "tbody", "tr", "th", "td")
    }


def test_the_documents_own_rules_of_conversion_are_not_obeyed() -> None:
    """mammoth reads a style map out of the file, which may name any tag."""
    more = {"mammoth/style-map": "p => script\nr => a[href='javascript:alert(1)']", **WITH_STYLES}
    assert showing.preview(word(p("Текст"), more)) == "<p>Текст</p>"


def picture(content: bytes, *, descr: str = "", name: str = "image1.png") -> bytes:
    body = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="x"><wp:extent cx="952500"/><wp:docPr descr="{descr}"/>'
        f'<a:blip xmlns:a="{A}" r:embed="r1"/></wp:inline></w:drawing></w:r></w:p>'
    )
    return word(body, {RELS: relations([("r1", "image", f"media/{name}")]), f"word/media/{name}": content})


def test_pictures_of_three_kinds_are_shown_with_words_for_those_who_do_not_see() -> None:
    shown = showing.preview(picture(png(), descr="Фасад &quot;школы&quot; &lt;b>"))
    assert re.fullmatch(
        r'<p><img alt="Фасад &quot;школы&quot; &lt;b&gt;" src="data:image/png;base64,[A-Za-z0-9+/=]+" width="100"></p>',
        shown,
    )
    jpeg = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08\x00\x10\x00\x20" + bytes(20)
    assert "data:image/jpeg;base64" in showing.preview(picture(jpeg, name="a.bin"))
    assert [shown_kind(c) for c in (jpeg, png(), b"GIF89a\x01\x00\x01\x00" + bytes(9))] == [
        "jpeg",
        "png",
        "gif",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<html><script>alert(1)</script>",
        b"\xd7\xcd\xc6\x9a" + bytes(50),
        png(50_000, 50_000),
        png(0, 0),
        png() + bytes(3 * 1024 * 1024),
        b"\xff\xd8\xff" + b"\xff" * 5000,
        b"",
    ],
)
def test_other_pictures_become_words(content: bytes) -> None:
    assert showing.preview(picture(content, descr="вектор")) == "<p>[рисунок]</p>"


def test_pictures_from_outside_are_never_asked_for() -> None:
    body = f'<w:p><w:r><w:drawing><a:blip xmlns:a="{A}" r:link="r1"/></w:drawing></w:r></w:p>'
    more = {RELS: relations([("r1", "image", "https://example.org/spy.png")], external=True)}
    assert showing.preview(word(body, more)) == "<p>[рисунок]</p>"
    inside = {RELS: relations([("r1", "image", "../../../../etc/passwd")])}
    assert showing.preview(word(body.replace("r:link", "r:embed"), inside)) == "<p>[рисунок]</p>"


def test_texts_of_boxes_and_diagrams_are_not_lost_silently() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('В рамке')}</w:txbxContent></w:pict></w:r>"
    chart = '<w:r><w:drawing><c:chart xmlns:c="c"/></w:drawing></w:r>'
    assert showing.preview(word(f"<w:p>{box}{chart}</w:p>")) == "<p>[диаграмма]</p><p>В рамке</p>"


def test_of_two_copies_one_is_shown() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    copies = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice><w:t>новая</w:t></mc:Choice>'
        "<mc:Fallback><w:t>старая</w:t></mc:Fallback></mc:AlternateContent>"
    )
    assert showing.preview(word(f"<w:p><w:r>{copies}</w:r></w:p>")) == "<p>старая</p>"


def test_tables_within_tables_and_tables_of_one_name() -> None:
    inner = f"<w:tc><w:tcPr/>{table(['внутри', 'тут'])}<w:p/></w:tc>"
    body = (
        p("Меры") + table(["Что", "Когда"], [inner, "май"]) + p("Меры") + table(["Что", "Когда"], ["а", "б"])
    )
    shown = showing.preview(word(body))
    assert (shown.count('role="region"'), shown.count("<table")) == (2, 3)
    assert re.findall(r"<caption[^>]*>([^<]*)", shown) == ["Меры", "Меры (2)"]


def test_a_table_for_signatures_has_no_borrowed_name() -> None:
    shown = showing.preview(word(p("Согласовано") + table(["Директор", "Иванова"])))
    assert re.findall(r"<caption[^>]*>([^<]*)", shown) == ["Таблица 1"]
    assert "<th" not in shown


def test_nonsense_spans_are_not_believed() -> None:
    cells = [cell("а", f'<w:gridSpan w:val="{span}"/>') for span in ("3", "99999999999", "-1", "x", "")]
    assert re.findall(r"<td([^>]*)>", showing.preview(word(table(cells)))) == [' colspan="3"', "", "", "", ""]


def test_a_long_table_says_how_much_of_it_is_shown() -> None:
    rows = [["№", "Мера"], *([str(n), f"мера {n}"] for n in range(1, 1_001))]
    shown = showing.preview(word(p("Меры") + table(*rows) + p("Конец")))
    assert shown.count("<tr>") == trimming.ROWS
    assert shown.endswith("</table></div><p>Показаны первые строки таблицы: 500 из 1001.</p><p>Конец</p>")


def test_a_long_document_says_that_the_rest_is_in_the_file() -> None:
    long = showing.preview(word(p("слово " * 10_000) * 40))
    assert long.endswith(f'<p class="note-line">{CUT}</p>')
    assert trimming.SIGNS <= len(long) < trimming.SIGNS + 1_000
    many = showing.preview(word(p("я") * 50_000))
    assert many.count("<p>") <= trimming.ELEMENTS and CUT in many
    assert CUT not in showing.preview(word(p("слово " * 1_000) * 40))


def test_a_broken_document_is_told_to_its_reader() -> None:
    with pytest.raises(NotAPaper) as caught:
        preview(programme()[:9_000])
    assert caught.value.code == "not-shown"
    assert (
        caught.value.words
        == "Показать документ на странице не удалось: скачайте его и откройте в Word или LibreOffice."
    )


def test_a_heading_row_marked_by_its_author_is_believed() -> None:
    document = docx.Document()
    grid = document.add_table(2, 2)
    for place, text in zip(grid._cells, ("12", "13", "14", "15"), strict=True):
        place.text = text
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)
    assert showing.preview(saved(document)).count('<th scope="col">') == 2
