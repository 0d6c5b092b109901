"""Pages, partials and forms as a browser without scripts gets them."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from opora.ui import errors
from opora.ui.components import Fact, Progress, import_steps
from opora.ui.gallery_samples import School, bad_form
from opora.ui.renderer import Renderer

UI = Path(errors.__file__).parent


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    return rf.get("/schools/", {"q": "луг", "page": "2"})


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize("demo", [False, True])
def test_the_gallery_is_shown_in_the_demo_only(client: Client, settings: object, demo: bool) -> None:
    settings.IS_DEMO = demo  # type: ignore[attr-defined]
    assert client.get("/gallery/").status_code == (HTTPStatus.OK if demo else HTTPStatus.NOT_FOUND)


def test_the_gallery_has_one_heading_no_inline_code_and_no_double_id(client: Client) -> None:
    page = client.get("/gallery/").content.decode()
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.findall(r'\sstyle="|\son[a-z]+="|<style|<script(?! src=)', page) == []
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 429])
def test_a_refusal_gives_the_reason_given_and_a_way_on(request_: HttpRequest, status: int) -> None:
    page = errors.refusal_page(
        request_,
        HTTPStatus(status),
        reason="Срок <возражений> прошёл.",
        remedy="Напишите куратору.",
        back_url="/b",
    )
    text = page.content.decode()
    assert page.status_code == status
    assert "Срок &lt;возражений&gt; прошёл." in text
    assert re.findall(r'<a class="btn[^"]*" href="([^"]+)">', text) == ["/b", "/"]


def test_the_page_of_a_breakdown_needs_no_request() -> None:
    assert plain(render_to_string("500.html")).count("У нас поломка") == 2


def test_every_error_page_says_what_to_do_next(request_: HttpRequest) -> None:
    for template in sorted((UI / "templates/ui/errors").glob("*.html")):
        page = render_to_string(f"ui/errors/{template.name}", request=request_)
        assert len(re.findall(r"<main.*?<p>.+?</p>\s*<p>.+?</p>.*?class=\"btn", page, re.S)) == 1, (
            template.name
        )


def test_a_form_sent_back_ties_each_mistake_to_its_field() -> None:
    form = bad_form()
    page = str(form)
    targets = re.findall(r'<a href="#([^"]+)">', page)
    assert targets == ["id_bad-name", "id_bad-since", "id_bad-pupils", "id_bad-kind_0", "id_bad-agreed"]
    assert [target for target in targets if f'id="{target}"' not in page] == []
    described = re.findall(r'aria-describedby="([^"]+)"', page)
    assert [i for ids in described for i in ids.split() if f'id="{i}"' not in page] == []
    assert plain(page).startswith("Исправьте 6\u00a0мест") or "6 мест" in plain(page.replace("\u00a0", " "))


def test_a_fresh_form_shows_no_mistakes_and_marks_what_is_obligatory() -> None:
    page = str(School())
    assert 'role="alert"' not in page
    assert page.count('<span class="req" aria-hidden="true">*</span>') == 5


def test_hidden_fields_are_sent_along() -> None:
    class Hidden(forms.Form):
        default_renderer = Renderer
        token = forms.CharField(widget=forms.HiddenInput, initial="7")

    assert '<input type="hidden" name="token" value="7"' in str(Hidden())


def test_page_links_keep_the_filter(request_: HttpRequest) -> None:
    page = Paginator(range(100), 10).page(2)
    markup = render_to_string("ui/parts.html#pages", {"page": page}, request_)
    assert re.findall(r'href="\?([^"]+)"', markup) == [
        f"q=%D0%BB%D1%83%D0%B3&amp;page={n}" for n in (1, 1, 2, 3, 10, 3)
    ]


def test_running_work_asks_again_and_finished_work_does_not() -> None:
    running, finished = (
        render_to_string(
            "ui/parts.html#progress", {"progress": Progress("Читаем", done, 10, "/p", finished=end)}
        )
        for done, end in ((3, False), (10, True))
    )
    assert re.findall(r'hx-get="([^"]+)"|(closing|закрыть)', running) == [("/p", ""), ("", "закрыть")]
    assert "hx-" not in finished
    refresh = render_to_string("ui/parts.html#refresh", {"progress": Progress("Читаем", 3, 10, "/p")})
    assert refresh == '<noscript><meta http-equiv="refresh" content="4"></noscript>'


def test_facts_without_a_value_are_said_to_be_missing() -> None:
    facts = render_to_string("ui/parts.html#facts", {"facts": (Fact("ИНН", None), Fact("Учеников", 0))})
    assert plain(facts) == "ИНН — нет данных Учеников 0"


def test_steps_name_what_is_done_and_where_one_stands() -> None:
    steps = render_to_string("ui/parts.html#steps", {"steps": import_steps(2)})
    assert plain(steps) == "✓ Загрузка , готово ✓ Столбцы , готово 3 Проверка 4 Готово"
    assert len(re.findall(r'aria-current="step"', steps)) == 1


def test_the_stylesheet_is_small_and_balanced() -> None:
    css = (UI / "static/opora/opora.css").read_text()
    assert len(css.encode()) <= 32 * 1024
    assert css.count("{") == css.count("}")
    assert css.count("(") == css.count(")")


def test_no_template_carries_style_or_code() -> None:
    for template in sorted((UI / "templates").rglob("*.html")):
        found = re.findall(r'\sstyle="|\son[a-z]+="|<style|javascript:', template.read_text())
        assert found == [], template.name
