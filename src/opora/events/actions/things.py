"""What an event has beside it: materials, and things of other features that it serves."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora import references
from opora.access import Actor, Refused
from opora.attachments import NotAPaper
from opora.attachments import materials as papers
from opora.events.actions.locking import locked, tell
from opora.events.models import Event, EventLink, Material
from opora.events.rules import ATTACH
from opora.files.actions import remove, store

MOST_MATERIALS = 50


def add_material(
    *, event: Event, title: str, url: str = "", name: str = "", data: bytes = b"", by: Actor, at: datetime
) -> Material:
    """Keep a file (read before anything is written, outside the transaction) or a link; one event of history.

    Raises ValidationError with the words of the refusal.
    """
    ATTACH.check(by, event)
    if bool(data) == bool(url):
        raise ValidationError({"file": "Выберите файл или впишите ссылку — что-то одно."})
    kept = None
    if data:
        try:
            kept = papers.material(data, name)
        except NotAPaper as refused:
            raise ValidationError({"file": refused.words}) from refused
    try:
        return _keep(event, title, url, kept, by=by, at=at)
    except OSError as trouble:
        words = "Файл не записался на диск установки. Попробуйте позже или скажите администратору."
        raise ValidationError({"file": words}) from trouble


@transaction.atomic
def _keep(
    event: Event, title: str, url: str, kept: papers.Material | None, *, by: Actor, at: datetime
) -> Material:
    event = locked(event.pk)
    ATTACH.check(by, event)
    if event.materials.count() >= MOST_MATERIALS:
        words = f"Материалов уже {MOST_MATERIALS}. Уберите лишние или дайте ссылку на папку."
        raise ValidationError({"title": words})
    file = None
    if kept is not None:
        file = store(
            data=kept.data,
            name=kept.name,
            content_type=kept.content_type,
            purpose="events:material",
            by=by,
            at=at,
        )
    named = " ".join(title.split()) or (file.name if file is not None else url)
    made = Material.objects.create(
        event=event, title=named[:300], url=url, file=file, added_at=at, added_by_name=by.name
    )
    tell(event, "добавил(а) материал", by=by, at=at, note=made.title)
    return made


@transaction.atomic
def remove_material(*, material: Material, by: Actor, at: datetime) -> None:
    """Take a material away; the bytes of its file go too. One event of history."""
    event = locked(material.event_id)
    ATTACH.check(by, event)
    found = Material.objects.select_related("file").filter(pk=material.pk).first()
    if found is None:
        return
    file, title = found.file, found.title
    found.delete()
    tell(event, "убрал(а) материал", by=by, at=at, note=title)
    if file is not None:
        remove(stored=file, at=at)


@transaction.atomic
def add_link(*, event: Event, kind: str, thing_id: int, by: Actor, at: datetime) -> EventLink:
    """Tie the event to a thing that the person sees; one event of history, none where it is tied already."""
    event = locked(event.pk)
    ATTACH.check(by, event)
    thing = references.find(by, kind, thing_id)
    if thing is None:
        raise Refused("Этого нет или вам это не видно. Откройте нужную страницу и свяжите с неё.")
    made, is_new = EventLink.objects.get_or_create(event=event, kind=kind, thing_id=thing_id)
    if is_new:
        tell(event, "связал(а) мероприятие", by=by, at=at, note=thing.title)
    return made


@transaction.atomic
def remove_link(*, link: EventLink, by: Actor, at: datetime) -> None:
    """Untie the event; one event of history."""
    event = locked(link.event_id)
    ATTACH.check(by, event)
    thing = references.find(by, link.kind, link.thing_id)
    EventLink.objects.filter(pk=link.pk).delete()
    tell(event, "убрал(а) связь мероприятия", by=by, at=at, note=thing.title if thing else "")
