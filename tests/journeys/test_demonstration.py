"""The demonstration as a newcomer runs it."""

from pathlib import Path

from .house import Made, said_by

ROLES = {
    "school_head", "school_coordinator", "working_group_member", "teacher", "curator", "municipal_coordinator",
    "authority_head", "methodist", "regional_coordinator", "regional_project_head", "expert",
    "federal_operator", "administrator", "observer",
}  # fmt: skip


def test_the_demonstration_does_the_whole_job(made_demonstration: Made) -> None:
    told = made_demonstration.told
    assert sorted(told) == ["accounts", "address", "cycle", "files", "listed", "schools"]
    assert (told["address"], told["cycle"], told["schools"]) == (None, "2026", 11)
    assert told["listed"] == [
        "Боровская основная школа",
        "Заречная школа № 1",
        "Заречная школа № 2",
        "Ключевская основная школа",
    ]
    assert {account["role"] for account in told["accounts"]} == ROLES
    assert len({account["password"] for account in told["accounts"]}) == len(told["accounts"])
    assert {account["scope"] for account in told["accounts"] if account["login"] == "neighbour"} == {"HOL"}
    names = sorted(Path(file).name for file in told["files"])
    assert {"protocol.docx", "protocol.xlsx", "letter.docx"} <= set(names)
    assert all(Path(file).stat().st_size > 3000 for file in told["files"])

    found = said_by(made_demonstration, "identify", "--cycle", told["cycle"])
    repeated = [school["school"] for school in found["schools"] if school["repeated"] and school["listed"]]
    assert repeated == ["Боровская основная школа", "Заречная школа № 1"]
    near = {s["school"]: (s["changes_at_minus_1"], s["changes_at_plus_1"]) for s in found["schools"]}
    assert near["Луговская школа"] == (True, False)
    assert near["Ключевская основная школа"] == (False, True)
    doubtful = {s["school"] for s in found["schools"] if s["doubtful"]}
    assert "Каменская школа" in doubtful
    assert not doubtful & set(told["listed"])
