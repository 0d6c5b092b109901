"""`opora import plan FILE --cycle CODE`: the published plan goes in by a process of its own, its findings beside it."""

import re
from pathlib import Path

import openpyxl
import pytest

from .conftest import ROOT, Opora

PLAN = ROOT / "samples/plans/plan-49.docx"
FINDINGS = re.compile(r"### Замечания стража хронологии\n(.*?)\n## ", re.DOTALL)


@pytest.fixture
def codes(opora: Opora, tmp_path: Path) -> None:
    """A year and a municipality; what stands already is refused and stays."""
    opora("cycle", "add", "2021", "--from", "2021-01-01", "--to", "2021-12-31")
    book = openpyxl.Workbook()
    book.active.title = "Организации"
    book.active.append(["Код", "Вид", "Название", "Территория"])
    sheet = book.create_sheet("Территории")
    for row in (["Код", "Название", "Входит в"], ["R", "Край", "RU"], ["M", "Округ", "R"]):
        sheet.append(row)
    book.save(tmp_path / "organisations.xlsx")
    opora("import", "organisations", tmp_path / "organisations.xlsx")


@pytest.mark.usefixtures("codes")
def test_the_plan_goes_in_once_and_says_what_cannot_be_so(opora: Opora, tmp_path: Path) -> None:
    words = ("import", "plan", PLAN, "--cycle", "2021", "--json")
    first = opora(*words)
    assert (first.code, first.json["status"]) == (0, "applied")
    assert set(first.json) >= {"status", "problems", "findings"}
    found = first.json["findings"]
    assert all(set(each) == {"rule", "rows", "message"} and each["message"] for each in found)
    by_rule = {each["rule"]: each["rows"] for each in found}
    assert by_rule["number-repeated"] == ["35", "35"]
    assert by_rule["number-missing"] == ["36"]
    told = [each["rows"] for each in found if each["rule"] == "before-its-ground"]
    assert any(rows[0] == "19" and {"16", "17"} & set(rows) for rows in told), told
    assert any(rows[0] == "33" and "9" in rows for rows in told), told
    listed = FINDINGS.search((ROOT / "docs/import.md").read_text(encoding="utf-8"))
    assert listed is not None
    assert {each["rule"] for each in found} <= set(re.findall(r"\| `([\w-]+)` \|", listed[1]))

    again = opora(*words).json
    assert again["findings"] == found
    assert (first.json["rows"]["total"], first.json["facts"]["new"]) == (49, 49)
    assert again["facts"] == {"total": 49, "new": 0, "changed": 0, "same": 49}

    wrong = tmp_path / "план.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Имя", "Рост"])
    book.save(wrong)
    refused = opora("import", "plan", wrong, "--cycle", "2021", "--territory", "XX", "--json")
    assert (refused.code, refused.json["status"], refused.json["findings"]) == (2, "refused", [])
    assert "plan-bad-option" in {each["code"] for each in refused.json["problems"]}
