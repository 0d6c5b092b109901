"""What was found as a page shows it: words marked, everything else escaped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from opora.search.asking import Asked
from opora.search.queries.finding import Found, Group
from opora.search.queries.marking import Marked, marked
from opora.search.sources.base import MOST, Hit, Part
from opora.ui.components import InboxItem
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge
from opora.ui.text import count_ru, date_ru, number


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of things on the first page; `all_url` where there are more than it shows."""

    code: str
    title: str
    count: str
    items: Sequence[InboxItem]
    all_url: str = ""
    all_words: str = ""


def sections(found: Found, address: "Address") -> list[Section]:
    """One query for the marks of all."""
    items = iter(_items(found.asked, [hit for group in found.groups for hit in group.part.hits]))
    return [_section(group, items, address) for group in found.groups]


def _section(group: Group, items: Iterator[InboxItem], address: "Address") -> Section:
    part, source = group.part, group.source
    shown = [next(items) for _ in part.hits]
    more = part.total > len(part.hits) or part.has_more
    count = counted(part)
    return Section(
        source.code,
        source.title,
        count,
        shown,
        address.of_kind(source.code) if more else "",
        f"Показать все: {source.title.lower()}, {count}",
    )


def counted(part: Part) -> str:
    """«12», «больше 1 000»."""
    return f"больше {number(part.total)}" if part.has_more else number(part.total)


def items_of(asked: Asked, part: Part) -> list[InboxItem]:
    """A page of one kind. One query for its marks."""
    return _items(asked, part.hits)


def _items(asked: Asked, hits: Sequence[Hit]) -> list[InboxItem]:
    pieces = iter(marked(asked, [piece for hit in hits for piece in ((hit.title, True), (hit.text, False))]))
    return [_item(hit, next(pieces), next(pieces)) for hit in hits]


def _item(hit: Hit, title: Marked, text: Marked) -> InboxItem:
    chips = [badge(hit.note)] if hit.note else []
    about = ", ".join(filter(None, (hit.place, date_ru(hit.day) if hit.day else "")))
    pieces = [esc(about)] if about else []
    if text.text:
        pieces.append(with_marks(text))
    return InboxItem(with_marks(title), hit.url, detail=as_markup("<br>".join(pieces)), chips=chips)


def with_marks(piece: Marked) -> SafeString:
    """The text escaped, the words that were asked for between marks, «…» where it was cut."""
    parts, at = ["… " if piece.is_cut_before else ""], 0
    for start, end in piece.places:
        parts += [esc(piece.text[at:start]), f"<mark>{esc(piece.text[start:end])}</mark>"]
        at = end
    parts += [esc(piece.text[at:]), " …" if piece.is_cut_after else ""]
    return as_markup("".join(parts))


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a search, to be varied in links."""

    text: str
    territory: str = ""
    school: str = ""

    def of_kind(self, kind: str) -> str:
        return self._link(kind=kind)

    def everywhere(self) -> str:
        return self._link()

    def of_words(self, text: str) -> str:
        return Address(text, self.territory, self.school).everywhere()

    def as_typed(self, text: str) -> str:
        return Address(text, self.territory, self.school)._link(exact="1")

    def _link(self, **more: str) -> str:
        given = {"q": self.text, "territory": self.territory, "school": self.school, **more}
        return "?" + urlencode({name: value for name, value in given.items() if value})


def summary(found: Found) -> str:
    """«Нашлось 12 в 3 разделах.»; empty where nothing was: a heading says so."""
    if not found.groups:
        return ""
    has_more = any(group.part.has_more for group in found.groups)
    verb = "Нашлось больше" if has_more else "Нашлось"
    return f"{verb} {number(found.total)} {_kinds(len(found.groups))}."


def _kinds(many: int) -> str:
    return f"в {many} разделе" if many % 10 == 1 and many % 100 != 11 else f"в {many} разделах"


def too_many(part: Part) -> str:
    """What to do where not everything can be leafed through."""
    if not part.has_more:
        return ""
    shown = count_ru(min(part.total, MOST), "строка,строки,строк")
    return f"Показаны {shown}, нашлось больше. Допишите слово или выберите школу."
