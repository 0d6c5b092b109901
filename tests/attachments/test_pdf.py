"""PDF: pages counted, what acts told or refused, passwords and damage."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, NumberObject

from attachments.making import acting_pdf, form_pdf, packed_pdf, pdf, written
from opora.attachments import NotAPaper, inspect
from opora.attachments.pdf import FORM, INSIDE, SCRIPTS, SENDS
from opora.attachments.pdf import inspect as look


def refused(data: bytes) -> str:
    with pytest.raises(NotAPaper) as caught:
        look(data)
    return caught.value.code


def locked(data: bytes, **passwords: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(data))
    writer.encrypt(algorithm="AES-256", **passwords)
    return written(writer)


def test_five_hundred_pages_are_taken() -> None:
    found = inspect(pdf(500), "Том.pdf")
    assert (found.kind, found.pages, found.notes, found.content_type) == ("pdf", 500, (), "application/pdf")


def test_passwords() -> None:
    assert refused(locked(pdf(), user_password="секрет")) == "password-pdf"
    with pytest.raises(NotAPaper, match="защищён паролем"):
        inspect(locked(pdf(), user_password="секрет"), "а.pdf")
    # closed to changes only: every program opens it
    assert look(locked(pdf(2), user_password="", owner_password="секрет")) == {"pages": 2, "notes": []}


def test_scripts_are_told() -> None:
    assert look(acting_pdf(S="/JavaScript", JS="(app.alert(1))")) == {"pages": 1, "notes": [SCRIPTS]}


def test_a_name_spelt_with_numbers_is_read() -> None:
    data = acting_pdf(S="/JavaScript", JS="(app.alert(1))")
    assert look(data.replace(b"/JavaScript", b"/J#61vaScript"))["notes"] == [SCRIPTS]
    assert (
        refused(acting_pdf(S="/Launch", F="(cmd.exe)").replace(b"/Launch", b"/L#61unch")) == "starts-program"
    )


def test_a_program_to_start_is_refused() -> None:
    assert refused(acting_pdf(S="/Launch", F="(cmd.exe)")) == "starts-program"


def test_names_in_packed_objects_are_found() -> None:
    """Objects of PDF 1.5 stand compressed in streams."""
    data = packed_pdf("<</S /JavaScript /JS (app.alert(1))>>")
    assert b"/JavaScript" not in data
    assert look(data) == {"pages": 1, "notes": [SCRIPTS]}
    assert refused(packed_pdf("<</S /Launch /F (cmd.exe)>>")) == "starts-program"
    assert look(packed_pdf("[3 0 R /Fit]")) == {"pages": 1, "notes": []}


def test_scripts_behind_an_empty_password_are_found() -> None:
    data = locked(acting_pdf(S="/JavaScript", JS="(app.alert(1))"), user_password="", owner_password="о")
    assert look(data)["notes"] == [SCRIPTS]


def test_embedded_files_are_told() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("смета.exe", b"MZ")
    assert look(written(writer))["notes"] == [INSIDE]


def test_forms_that_send_and_forms_that_browsers_do_not_show() -> None:
    assert look(acting_pdf(S="/SubmitForm", F="(https://example.org/)"))["notes"] == [SENDS]
    assert look(form_pdf())["notes"] == [FORM]


def test_a_plain_destination_is_no_action() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf(2)))
    writer.open_destination = writer.pages[0]
    assert look(written(writer)) == {"pages": 2, "notes": []}


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(5000), pdf()[:200], b"%PDF-1.4\ntrailer<</Root 1 0 R>>"]
)
def test_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(NotAPaper) as caught:
        inspect(data, "а.pdf")
    assert caught.value.code == "damaged-pdf"


def test_a_tree_of_pages_in_a_circle_comes_to_an_end() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf(2)))
    tree = writer.root_object["/Pages"]
    tree["/Kids"].append(tree.indirect_reference)
    tree[NameObject("/Count")] = NumberObject(10**9)
    with pytest.raises(NotAPaper) as caught:
        inspect(written(writer), "а.pdf")
    assert caught.value.code == "damaged-pdf"
