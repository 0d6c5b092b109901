"""A small reader of RFC 5545 that shares nothing with the writer; it is strict about octets."""

import re
from dataclasses import dataclass, field

_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    parameters: dict[str, str]
    raw: str

    @property
    def text(self) -> str:
        """The value as TEXT; an escape that the standard does not know is a mistake of the writer."""

        def plain(found: re.Match[str]) -> str:
            assert found[1] in "\\;,nN", f"unknown escape {found[0]}"
            return "\n" if found[1] in "nN" else found[1]

        bare = _ESCAPED.sub("", self.raw)
        assert not set(bare) & {",", ";"}, f"a separator stands unescaped in {self.raw!r}"
        return _ESCAPED.sub(plain, self.raw)


@dataclass(slots=True)
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> Property:
        (found,) = (each for each in self.properties if each.name == name)
        return found

    def has(self, name: str) -> bool:
        return any(each.name == name for each in self.properties)

    def events(self) -> list["Component"]:
        return [each for each in self.parts if each.name == "VEVENT"]


def rows(data: bytes) -> list[bytes]:
    """The lines as they are in the file: each ends with CR LF and neither stands alone."""
    assert data.endswith(b"\r\n")
    found = data[:-2].split(b"\r\n")
    assert not any(b"\r" in row or b"\n" in row for row in found)
    return found


def read(data: bytes) -> Component:
    """The calendar; raises AssertionError for what the standard forbids."""
    lines: list[bytes] = []
    for row in rows(data):
        assert 0 < len(row) <= 75, f"{len(row)} octets: {row!r}"
        row.decode()  # no letter is torn in two
        if row[:1] == b" ":
            lines[-1] += row[1:]
        else:
            lines.append(row)
    outer = Component("")
    open_ones = [outer]
    for line in lines:
        each = _property(line.decode())
        if each.name == "BEGIN":
            made = Component(each.raw)
            open_ones[-1].parts.append(made)
            open_ones.append(made)
        elif each.name == "END":
            assert open_ones.pop().name == each.raw
        else:
            open_ones[-1].properties.append(each)
    assert open_ones == [outer]
    (calendar,) = outer.parts
    _check(calendar)
    return calendar


def _property(line: str) -> Property:
    found = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", line, re.DOTALL)
    assert found is not None, line
    parameters = dict(each.split("=", 1) for each in found[2].split(";")[1:])
    return Property(found[1], parameters, found[3])


def _check(calendar: Component) -> None:
    """What must be there, and once."""
    assert calendar.name == "VCALENDAR"
    assert (calendar.one("VERSION").raw, bool(calendar.one("PRODID").raw)) == ("2.0", True)
    assert calendar.parts, "a calendar without a component"
    names = []
    for event in calendar.events():
        names.append(event.one("UID").raw)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.one("DTSTAMP").raw)
        start = event.one("DTSTART")
        is_day = start.parameters.get("VALUE") == "DATE"
        assert re.fullmatch(r"\d{8}" if is_day else r"\d{8}T\d{6}Z", start.raw)
        assert event.has("DTEND") ^ event.has("DURATION")
        if event.has("DTEND"):
            assert event.one("DTEND").parameters == start.parameters
            assert event.one("DTEND").raw > start.raw
    assert len(set(names)) == len(names)
