"""The main job by hand, as section 7 of the issue tells it: the published table of two schools."""

import zipfile
from pathlib import Path

import openpyxl

from .conftest import ROOT, Opora

PUBLISHED = ROOT / "samples/results-published.xlsx"
RESOLVE = ROOT / "samples/results-published.resolve.json"
ASOVSKAYA, KLYAPOVSKAYA = "МБОУ «Асовская ООШ»", "МБОУ «Кляповская ООШ»"


def test_the_published_table_from_refusal_to_protocol(opora: Opora, tmp_path: Path) -> None:
    assert opora("cycle", "add", "2021", "--from", "2021-01-01", "--to", "2021-12-31", "--json").json == {
        "code": "2021",
        "from": "2021-01-01",
        "to": "2021-12-31",
    }
    organisations = tmp_path / "organisations.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Организации"
    book.active.append(["Код", "Вид", "Название", "Территория"])
    sheet = book.create_sheet("Территории")
    for row in (["Код", "Название", "Входит в"], ["R", "Край", "RU"], ["M", "Округ", "R"]):
        sheet.append(row)
    book.save(organisations)
    assert opora("import", "organisations", organisations, "--json").json["status"] == "applied"

    refused = opora("import", "results", PUBLISHED, "--cycle", "2021", "--new-schools", "create",
                    "--territory", "M", "--json")  # fmt: skip
    assert (refused.code, refused.json["status"]) == (2, "refused")
    assert {problem["row"] for problem in refused.json["problems"] if problem["column"]} <= {3, 4}
    assert all(problem["message"] and problem["code"] for problem in refused.json["problems"])

    unknown = opora("import", "results", PUBLISHED, "--cycle", "2021", "--territory", "M",
                    "--resolve", RESOLVE, "--dry-run", "--json")  # fmt: skip
    assert (unknown.code, unknown.json["status"]) == (2, "refused")

    words = ("import", "results", PUBLISHED, "--cycle", "2021", "--new-schools", "create", "--territory", "M",
             "--resolve", RESOLVE, "--json")  # fmt: skip
    dry = opora(*words, "--dry-run")
    assert (dry.code, dry.json["status"], dry.json["rows"]) == (0, "dry-run", {"total": 2})
    first = opora(*words)
    assert (first.code, first.json["status"]) == (0, "applied")
    assert first.json["facts"] == dry.json["facts"]
    assert opora(*words).json["facts"] == {
        "total": first.json["facts"]["total"],
        "new": 0,
        "changed": 0,
        "same": first.json["facts"]["total"],
    }

    either = opora("identify", "--cycle", "2021", "--mode", "or", "--out", tmp_path / "a", "--json")
    assert [s["school"] for s in either.json["schools"] if s["listed"]] == [ASOVSKAYA, KLYAPOVSKAYA]
    assert {s["pupil_weight"] for s in either.json["schools"]} == {None}
    both = opora("identify", "--cycle", "2021", "--mode", "and", "--json")
    assert [s["school"] for s in both.json["schools"] if s["listed"]] == [ASOVSKAYA]
    assert both.json["threshold"] == 0.3

    opora("identify", "--cycle", "2021", "--mode", "or", "--out", tmp_path / "b")
    made = {path.name: path.read_bytes() for path in sorted((tmp_path / "a").iterdir())}
    again = {path.name: path.read_bytes() for path in sorted((tmp_path / "b").iterdir())}
    assert made == again
    assert {"protocol.docx", "protocol.xlsx", "letter.docx"} <= made.keys()
    with zipfile.ZipFile(tmp_path / "a" / "protocol.docx") as archive:
        assert "число участников неизвестно" in archive.read("word/document.xml").decode()

    assert opora("identify", "--cycle", "2021", "--approve", "--json").code == 0
    exported = tmp_path / "results.xlsx"
    assert opora("export", "results", exported).code == 0
    back = opora("import", "results", exported, "--cycle", "2021", "--json").json
    assert (back["status"], back["facts"]["new"], back["facts"]["changed"]) == ("applied", 0, 0)


def test_refusals_say_what_to_do(opora: Opora, tmp_path: Path) -> None:
    opora("cycle", "add", "2030", "--from", "2030-01-01", "--to", "2030-12-31")
    taken = opora("cycle", "add", "2030", "--from", "2030-01-01", "--to", "2030-12-31")
    assert (taken.code, "занят" in taken.err) == (2, True)
    assert opora("cycle", "add", "2031", "--from", "вчера", "--to", "2031-12-31").code == 2
    assert opora("identify", "--cycle", "1999").code == 2
    assert opora("identify", "--cycle", "2030", "--mode", "xor").code == 2
    assert opora("import", "results", tmp_path / "нет.xlsx", "--cycle", "2030").code == 2
    assert opora("import", "сны", tmp_path / "нет.xlsx").code == 2
    assert opora("invite", "--role", "wizard", "--scope", "federation").code == 2
    nobody = opora("cycle", "add", "2032", "--from", "2032-01-01", "--to", "2032-12-31", "--by", "nobody")
    assert (nobody.code, "nobody" in nobody.err) == (2, True)
    program = tmp_path / "программа.xlsx"
    program.write_bytes(b"MZ\x90\x00" + b"\0" * 200)
    renamed = opora("import", "results", program, "--cycle", "2030", "--json")
    assert (renamed.code, renamed.json["status"], len(renamed.json["problems"])) == (2, "refused", 1)


def test_the_way_in_on_a_new_installation(opora: Opora) -> None:
    invited = opora("invite", "--role", "administrator", "--scope", "federation", "--json")
    assert invited.code == 0
    assert sorted(invited.json) == ["expires", "url"]
    assert invited.json["url"].startswith("http://127.0.0.1:8000/invitations/")


def test_templates_are_written_and_help_is_russian(opora: Opora, tmp_path: Path) -> None:
    for kind in ("results", "organisations", "people"):
        file = tmp_path / f"{kind}.xlsx"
        assert opora("template", kind, file, "--json").json["bytes"] == file.stat().st_size
        openpyxl.load_workbook(file)
    told = opora("--help")
    assert (told.code, told.out.startswith("Как вызвать: opora")) == (0, True)
    assert opora("status", "--json").json["database"] == "external"
