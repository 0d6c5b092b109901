"""Every address × every part × own, neighbour's and foreign object, against what was decided.

The decisions stand in `url_decisions.csv`: one row for an address, a place and an answer, with the parts
that get it. A new address without a decision fails. To write the answers of the day into the file for review:

    OPORA_WRITE_DECISIONS=1 ./dev pytest tests/config/test_every_url*.py
"""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conftest import NOW
from factories.once import of_module
from factories.people import signed_in
from factories.places import PLACES, Everywhere, everywhere

DECISIONS = Path(__file__).with_name("url_decisions.csv")
NOBODY = "anonymous"
# parts whose home is elsewhere
AWAY = ("neighbour_", "foreign_")
PUBLIC = {"account_login", "account_reset_password", "accept_invitation", "health", "account_inactive",
          "answer", "answer-send", "answer-kept", "calendar-feed", "help", "help-chapter"}  # fmt: skip
# own account, own sign-ins, closed doors: the same for everybody who is signed in
OWN_ACCOUNT = ("account_", "mfa_", "usersessions_", "end_", "my_")
# regular expressions, open to all; walked in tests/answering
BY_WORDS = {"answer-code", "answer-poster", "answer-elsewhere", "calendar-feed"}
NOT_WALKED = {"end_sign_in", "account_closed", "account_logout"} | BY_WORDS
# which object an address is about, by the longest beginning of its name
ABOUT = (
    "school-documents", "document-new-territory", "document-new", "document-take",
    "document-review", "document-return", "document-remark", "document-reopen", "document",
    "school-card-section", "school-card", "school-directions", "risk-school-factor", "risk-school", "risk-choose",
    "expertise-edit", "expertise-plan", "expertise-fill", "expertise-move", "expertise-round",
    "expertise-results", "expertise-entry", "expertise-assign", "expertise-agree", "expertise-drop",
    "expertise-curator", "expertise-withdraw", "expertise-queue-", "expertise-sheet",
    "expertise-decline", "expertise-school",
    "expertise-recommendation", "risk-paper", "risk-refresh",
    "roadmap-decide", "roadmap-undo", "roadmap-take-back", "roadmap-evidence", "roadmap-checkpoint-close",
    "roadmap-checkpoint-return", "roadmap-checkpoint", "roadmap-measure", "roadmap-start", "roadmap-report",
    "roadmap-recall", "roadmap-postpone", "roadmap-drop", "roadmap-arrange", "roadmap-pride", "roadmap-show",
    "roadmap-reuse", "roadmap-hand-over", "roadmap",
    "assignment-hand-over", "assignment-file", "assignment-answer", "assignment",
    "meeting-uninvite", "meeting-minutes", "meeting-sign", "meeting-task", "meeting-reopen", "meeting-docx",
    "meeting-pdf", "meeting", "visit-note-unplanned", "visit-checklists-school",
    "visit-note", "visit-move", "visit-cancel", "visit-amend",
    "visit-paper", "visit-file", "visit",
    "order-draft-school", "order-draft-territory", "order-new-school", "order-new-territory", "order-print",
    "order-file-add", "order-file", "order-annex-add", "order-annex", "order-relate", "order-unrelate",
    "order-lapse", "order-restore", "order", "decision-outcome-file", "decision-outcome", "decision",
    "event-material-file", "event-material-remove", "event-material-add", "event-link-add",
    "event-link-remove", "event-day-add",
    "event-day-move", "event-day-cancel", "event-hold", "event-edit", "event-cancel", "event-finish", "event",
    "curator-candidate-interview", "curator-candidate-test", "curator-candidate-approve",
    "curator-candidate-paper", "curator-candidate-file", "curator-candidate-contract", "curator-candidate-appoint",
    "curator-candidate", "curator-choose", "curator-assign", "curator-replace", "curator-agreement-new",
    "curator-agreement", "school-handover",
    "inquiry-question-remove", "inquiry-questions", "inquiry-question", "inquiry-send", "inquiry-close",
    "inquiry-term", "inquiry-return", "inquiry-file", "inquiry-excuse", "inquiry-successor", "inquiry-reply",
    "inquiry", "burden-school",
    "report-print", "report-return", "report-issue", "report-annul", "report-address", "report-submit",
    "report-delete", "report-annex-edit", "report-annex-add", "report-annex-take", "report-annexes",
    "report-annex", "report-whole", "report-short", "report-request-withdraw", "report-request", "report",
    "plan-move", "plan-delete", "plan-row-new", "plan-row-unlink", "plan-row", "plan",
    "discussion-withdraw", "discussion-file", "discussion-read", "discussion",
    "direction-date-forget", "direction-move", "direction", "verification-file",
    "campaign-school", "campaign-classes", "campaign-sheets", "campaign", "cohort", "keying", "questionnaire",
    "school-figures", "school-leader", "school-merit-", "school-merge-into", "school",
    "territory", "organisation-create", "group-member-", "group", "participation-end", "participation-add",
    "stage-edit", "stage-remove", "stage-add", "year", "catalogue_version", "catalogue_table", "catalogue",
    "import", "objection-raise", "objection", "person", "appoint_person", "invite", "revoke_invitation",
    "appointment", "accept_invitation", "results-load", "results-procedure", "results-school", "results-",
    "list-school", "list-decide", "list-take-back", "list",
)  # fmt: skip
BAG = {
    "report-address": "report", "report-submit": "report", "report-delete": "report",
    "report-annex-add": "report", "report-annex-take": "report", "report-annexes": "report",
    "roadmap-checkpoint-return": "roadmap-checkpoint-close", "roadmap-recall": "roadmap-decide",
    "roadmap-start": "roadmap-measure", "roadmap-report": "roadmap-measure",
    "roadmap-postpone": "roadmap-measure", "roadmap-drop": "roadmap-measure",
    "roadmap-arrange": "roadmap-measure", "roadmap-pride": "roadmap-undo", "roadmap-show": "roadmap-measure",
    "roadmap-reuse": "roadmap-measure",
    "document-return": "document-review", "document-remark": "document-review",
    "school-card-section": "card-section", "school-card": "card", "school-directions": "risk-school",
    "risk-choose": "risk-school", "risk-paper": "risk-school", "risk-refresh": "refresh",
    "direction-date-forget": "direction-date", "verification-file": "verification", "keying": "cohort",
    "expertise-edit": "expertise-round", "expertise-plan": "expertise-round",
    "expertise-fill": "expertise-round", "expertise-assign": "expertise-entry",
    "expertise-agree": "expertise-entry", "expertise-drop": "expertise-entry",
    "expertise-withdraw": "expertise-sheet", "expertise-queue-": "expertise-round",
    "expertise-decline": "expertise-sheet",
    "campaign-classes": "campaign-school", "campaign-sheets": "campaign-school",
    "school-leader": "school-leader", "school-merit-": "school-merit", "group-member-": "group-member",
    "participation-end": "participation", "stage-edit": "stage", "stage-remove": "stage", "stage-add": "year",
    "catalogue_table": "catalogue_version", "appoint_person": "person", "invite": "person",
    "revoke_invitation": "person", "results-": "results-figure", "list-school": "list-entry",
    "list-decide": "list-entry", "list-take-back": "list-entry",
}  # fmt: skip


def patterns(of: URLResolver | None = None) -> Iterator[URLPattern]:
    for each in (of or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        else:
            yield each


def parameters(pattern: URLPattern) -> frozenset[str]:
    return frozenset(pattern.pattern.converters)


ADDRESSES = {p.name: p for p in patterns() if p.name and not p.name.startswith("gallery")}


def arguments(name: str, objects: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The keyword arguments of an address in one place."""
    wanted = parameters(ADDRESSES[name])
    if name in {"import-new", "import-template"}:
        return {"kind": "results"}
    if name == "results-blank":
        return {"kind": "results"}
    if name == "risk-factor":
        return {"code": "R08"}
    if name == "help-chapter":
        return {"code": "curator"}
    about = next((a for a in ABOUT if name.startswith(a)), "")
    bag = objects.get(BAG.get(about, about), {})
    return {key: bag[key] for key in wanted}


def is_about_a_place(name: str) -> bool:
    of_all = name in {
        "import-new", "import-template", "results-blank", "results-procedure", "risk-factor",
        "document-new-territory", "help-chapter",
    }  # fmt: skip
    return bool(parameters(ADDRESSES[name])) and not of_all and not name.startswith(OWN_ACCOUNT)


def answer(client: Client, url: str) -> int:
    """The answer to opening it; to an address that only takes a form, the answer to an empty form, undone."""
    status = client.get(url).status_code
    if status != 405:
        return status
    with transaction.atomic():
        status = client.post(url).status_code
        transaction.set_rollback(True)
    return status


def walked(
    there: Everywhere, names: list[str], places: tuple[str, ...]
) -> dict[tuple[str, str, int], set[str]]:
    """{(address, place, answer): parts}; «—» is an address about no place."""
    found: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    clients = {part: signed_in(actor) for part, actor in there.cast.parts().items()}
    clients[NOBODY] = Client()
    for name in names:
        for place in places:
            if is_about_a_place(name) == (place == "—"):
                continue
            url = reverse(name, kwargs=arguments(name, there.objects[place if place != "—" else "own"]))
            for part, client in clients.items():
                if place not in {"own", "—"} and part.startswith(AWAY):
                    continue  # at home they are the outsiders, that is walked there
                with transaction.atomic():
                    found[name, place, answer(client, url)].add(part)
                    transaction.set_rollback(True)
    return found


def decided() -> dict[tuple[str, str, int], set[str]]:
    with DECISIONS.open(encoding="utf-8", newline="") as file:
        return {
            (row["address"], row["place"], int(row["answer"])): set(row["parts"].split())
            for row in csv.DictReader(file)
        }


def write(found: dict[tuple[str, str, int], set[str]], names: list[str], places: tuple[str, ...]) -> None:
    kept = {
        key: parts
        for key, parts in decided().items()
        if key[0] in ADDRESSES and not (key[0] in names and key[1] in places)
    }
    order = {place: number for number, place in enumerate(("—", *PLACES))}
    rows = sorted((kept | found).items(), key=lambda item: (item[0][0], order[item[0][1]], item[0][2]))
    with DECISIONS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["address", "place", "answer", "parts"])
        for (name, place, status), parts in rows:
            out.writerow([name, place, status, " ".join(sorted(parts))])


WALKED = sorted(set(ADDRESSES) - NOT_WALKED)
#: halves of the addresses; the second is walked by test_every_url_second.py, in a process of its own
FIRST, SECOND = ((0, 1), (2, 3))
SHARES = 4


def at_home() -> Everywhere:
    return everywhere(NOW, {"own"})


def walk(share: int, places: tuple[str, ...], there: Everywhere) -> None:
    names = WALKED[share::SHARES]
    found = walked(there, names, places)
    if os.environ.get("OPORA_WRITE_DECISIONS"):
        write(found, names, places)
    assert found == {key: parts for key, parts in decided().items() if key[0] in names and key[1] in places}


made, home = of_module(at_home)


@pytest.mark.parametrize("share", FIRST)
def test_every_address_answers_as_decided(share: int, home: Everywhere) -> None:
    """Everybody at home, and everybody else as an outsider there."""
    walk(share, ("—", "own"), home)


def opened(place: str) -> Iterator[tuple[str, set[str]]]:
    for (name, where, status), parts in decided().items():
        if where == place and status in {200, 302, 409, 422} and name not in PUBLIC:
            yield name, parts


def test_nobody_without_a_sign_in_gets_in() -> None:
    """Everything but the way in itself leads to the sign-in page."""
    inside = {
        (name, status)
        for (name, _, status), parts in decided().items()
        if NOBODY in parts
        and name not in PUBLIC
        and not name.startswith(OWN_ACCOUNT)
        and status not in {302, 405}
    }
    assert inside == set()


SHARED = {"year", "year-edit", "stage-add", "stage-edit", "stage-remove", "participation-add"}


def test_a_stranger_opens_no_object_of_any_place() -> None:
    seen = {name for place in PLACES for name, parts in opened(place) if "stranger" in parts}
    assert seen == set()


def test_nobody_opens_objects_of_a_place_that_is_not_theirs() -> None:
    """The neighbour's people at home, home's people at the neighbour's, everybody of the region abroad."""
    far_reaching = {"administrator", "federal_operator", NOBODY}
    regional = {"regional_coordinator", "regional_project_head"}
    outsiders = {
        "own": {"neighbour_school_head", "neighbour_school_coordinator", "neighbour_curator",
                "neighbour_municipal_coordinator", "foreign_municipal_coordinator", "foreign_regional_coordinator"},
        "neighbour": {"school_head", "school_coordinator", "working_group_member", "teacher", "curator",
                      "municipal_coordinator", "authority_head", "methodist", "observer",
                      "foreign_municipal_coordinator", "foreign_regional_coordinator"},
        "foreign": {"school_head", "school_coordinator", "curator", "municipal_coordinator", "authority_head",
                    "methodist", "observer", "neighbour_curator", "neighbour_municipal_coordinator"} | regional,
    }  # fmt: skip
    leaks = {
        (name, place, part)
        for place, outside in outsiders.items()
        for name, parts in opened(place)
        if name not in SHARED
        for part in parts & outside - far_reaching
    }
    assert leaks == set()


def test_read_only_parts_open_no_form_that_writes() -> None:
    writing = (
        "edit",
        "create",
        "rename",
        "move",
        "merge",
        "close",
        "transfer",
        "remove",
        "dissolve",
        "decide",
        "approve",
        "discard",
        "correct",
        "revoke",
        "replace",
        "terms",
        "publish",
        "copy",
        "cells",
        "apply",
    )
    seen = {
        (name, part)
        for place in PLACES
        for name, parts in opened(place)
        if any(word in name for word in writing) and name not in PUBLIC
        for part in parts & {"observer", "teacher", "expert"}
    }
    assert seen == set()
