"""A region adds a kind of document of its own: on the ground of a released one, published, written by its schools."""

from factories.people import signed_in
from opora.catalogues.models import Definition, Version
from opora.documents.models import Document
from opora.documents.queries.definitions import outlines

from .conftest import Year
from .making import kind


def test_a_region_adds_a_kind_and_its_schools_begin_it(year: Year) -> None:
    region = signed_in(year.cast.regional_coordinator)
    base = kind("management-project").definition
    assert f"/catalogues/{base.pk}/own/" in region.get(f"/catalogues/{base.pk}/").content.decode()
    place = year.place.parent
    assert place is not None
    begun = region.post(
        f"/catalogues/{base.pk}/own/", {"title": "Проект наставничества", "territory": place.pk}
    )
    made = Definition.objects.get(title="Проект наставничества")
    assert begun.url == f"/catalogues/{made.pk}/edit/" and made.territory_path == place.path
    assert region.get(f"/catalogues/{made.pk}/").status_code == 200
    school = signed_in(year.cast.school_coordinator)
    listed = f"/documents/schools/{year.own.pk}/"
    assert "Проект наставничества" not in school.get(listed).content.decode()
    assert region.get(f"/catalogues/{made.pk}/publish/").status_code == 200
    region.post(
        f"/catalogues/{made.pk}/publish/", {"seen": Version.objects.get(definition=made).content_hash}
    )
    page = school.get(listed).content.decode()
    assert "Проект наставничества" in page and "Управленческий проект" in page
    version = Version.objects.get(definition=made)
    assert school.post(f"/documents/schools/{year.own.pk}/new/{version.pk}/").status_code == 302
    assert Document.objects.get().kind == made.code
    assert made.code not in {each.code for each in outlines("9/").values()}


def test_a_name_is_given_once_and_only_where_kinds_are_open(year: Year) -> None:
    region = signed_in(year.cast.regional_coordinator)
    base = kind("management-project").definition
    place = year.place.parent
    assert place is not None
    twice = region.post(f"/catalogues/{base.pk}/own/", {"title": base.title, "territory": place.pk})
    assert twice.status_code == 422 and "Так уже что-то называется" in twice.content.decode()
    sheet = Definition.objects.get(kind="expert-sheets", code="sheet")
    assert region.get(f"/catalogues/{sheet.pk}/own/").status_code == 409
    assert signed_in(year.cast.school_coordinator).get(f"/catalogues/{base.pk}/own/").status_code == 403


def test_a_discarded_draft_leaves_its_code_to_nobody(year: Year) -> None:
    region = signed_in(year.cast.regional_coordinator)
    base, place = kind("management-project").definition, year.place.parent
    assert place is not None
    for title in ("Первый", "Второй"):
        region.post(f"/catalogues/{base.pk}/own/", {"title": title, "territory": place.pk})
    first = Definition.objects.get(title="Первый")
    assert region.post(f"/catalogues/{first.pk}/discard/").status_code == 302
    assert (
        region.post(f"/catalogues/{base.pk}/own/", {"title": "Третий", "territory": place.pk}).status_code
        == 302
    )
    assert Definition.objects.filter(territory_path=place.path, kind="documents").count() == 2
