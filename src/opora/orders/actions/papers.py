"""Files and annexes of an order."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.attachments import NotAPaper
from opora.attachments.materials import Material, material
from opora.files.actions import remove, store
from opora.files.models import StoredFile
from opora.orders.actions.common import locked, tell, touch
from opora.orders.models import Annex, Order, OrderFile
from opora.orders.rules import KEEP

PURPOSE = "order"
#: a scan of a page a file, and annexes apart
MOST_FILES = 30


def _looked_into(data: bytes, name: str) -> Material:
    """A paper, a table or a picture of a page; anything else is refused in words. It may take seconds."""
    try:
        return material(data, name)
    except NotAPaper as refused:
        raise ValidationError({"file": refused.words}) from refused


def _kept(given: Material, *, by: Actor, at: datetime) -> StoredFile:
    try:
        return store(
            data=given.data, name=given.name, content_type=given.content_type, purpose=PURPOSE, by=by, at=at
        )
    except OSError as trouble:
        words = "Файл не записался на диск установки. Попробуйте позже или скажите администратору."
        raise ValidationError({"file": words}) from trouble


def attach(*, order: Order, data: bytes, name: str, by: Actor, at: datetime) -> OrderFile:
    """Keep a file of the order: a scan, a text; one event. Raises ValidationError with what is wrong."""
    KEEP.check(by, order)
    return _attach(order, _looked_into(data, name), by=by, at=at)


@transaction.atomic
def _attach(order: Order, given: Material, *, by: Actor, at: datetime) -> OrderFile:
    order = locked(order.pk)
    KEEP.check(by, order)
    if order.files.count() >= MOST_FILES:
        raise ValidationError({"file": f"У приказа уже {MOST_FILES} файлов. Соберите страницы в один PDF."})
    made = OrderFile.objects.create(
        order=order, file=_kept(given, by=by, at=at), added_at=at, added_by_name=by.name
    )
    touch(order, by=by, at=at)
    tell(order, "приложил(а) файл", by=by, at=at, note=made.file.name)
    return made


@transaction.atomic
def detach(*, order: Order, file: OrderFile, by: Actor, at: datetime) -> None:
    """Take away a file attached by mistake; one event keeps its name."""
    order = locked(order.pk)
    KEEP.check(by, order)
    stored = file.file
    file.delete()
    remove(stored=stored, at=at)
    touch(order, by=by, at=at)
    tell(order, "убрал(а) файл", by=by, at=at, note=stored.name)


def add_annex(
    *,
    order: Order,
    number: str,
    title: str,
    data: bytes = b"",
    name: str = "",
    by: Actor,
    at: datetime,
) -> Annex:
    """«Приложение 6»: its number, what it is, its file where there is one; one event."""
    KEEP.check(by, order)
    given = _looked_into(data, name) if data else None
    return _add_annex(order, number, title, given, by=by, at=at)


@transaction.atomic
def _add_annex(
    order: Order, number: str, title: str, given: Material | None, *, by: Actor, at: datetime
) -> Annex:
    order = locked(order.pk)
    KEEP.check(by, order)
    number = " ".join(number.split())
    if order.annexes.filter(number=number).exists():
        raise ValidationError({"number": "Приложение с этим номером уже есть. Дайте другой номер."})
    if order.annexes.count() >= MOST_FILES:
        raise ValidationError({"number": f"У приказа уже {MOST_FILES} приложений."})
    made = Annex.objects.create(
        order=order,
        number=number,
        title=title.strip(),
        file=_kept(given, by=by, at=at) if given else None,
    )
    touch(order, by=by, at=at)
    tell(order, "добавил(а) приложение", by=by, at=at, note=f"Приложение {number}: {made.title}")
    return made


@transaction.atomic
def remove_annex(*, order: Order, annex: Annex, by: Actor, at: datetime) -> None:
    """Take away an annex entered by mistake; one event keeps what it was."""
    order = locked(order.pk)
    KEEP.check(by, order)
    told = f"Приложение {annex.number}: {annex.title}"
    stored = annex.file
    annex.delete()
    if stored is not None:
        remove(stored=stored, at=at)
    touch(order, by=by, at=at)
    tell(order, "убрал(а) приложение", by=by, at=at, note=told)
