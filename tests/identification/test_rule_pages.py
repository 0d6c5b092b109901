"""The page and the editor of the rule: groups with plain help, procedures by their titles."""

import re

from factories.people import signed_in
from opora.catalogues.models import Definition
from opora.results.models import Procedure

from .conftest import Year

GROUPS = [
    "Порог и основания",
    "Какие результаты смотреть",
    "Дополнительные основания",
    "Возражения и утверждение",
    "Признаки сомнительных результатов",
    "Признаки по отметкам и классам",
]


def test_the_rule_is_read_in_groups_with_titles_of_procedures(year: Year) -> None:
    rule = Definition.objects.get(kind="identification-rules", code="shnor")
    page = signed_in(year.cast.administrator).get(f"/catalogues/{rule.pk}/").text
    assert re.findall(r'<h2 id="group-\d">(.*?)</h2>', page) == GROUPS
    assert Procedure.objects.get(code="vpr-ma-5").title in page
    assert "vpr-ma-5" not in page


def test_the_editor_offers_titles_and_keeps_codes(year: Year) -> None:
    rule = Definition.objects.get(kind="identification-rules", code="shnor")
    page = signed_in(year.cast.administrator).get(f"/catalogues/{rule.pk}/edit/").text
    assert re.findall(r'<h2 id="group-\d">(.*?)</h2>', page) == GROUPS
    title = Procedure.objects.get(code="vpr-ma-5").title
    assert f'<option value="vpr-ma-5" selected>{title}' in page
    # every field stands in one of the groups
    assert page.count('name="f.') == len(re.findall(r'<label for="f\.', page)) == 23
