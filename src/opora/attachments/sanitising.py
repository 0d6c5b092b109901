"""The last door before a page: only the tags, attributes and values named here pass."""

from __future__ import annotations

import re

import nh3

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "ul", "ol", "li", "strong", "em", "s", "sub", "sup"),
    *("div", "table", "caption", "thead", "tbody", "tr", "th", "td", "img", "a"),
}
# their content goes with them
_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "xmp"}
_ATTRIBUTES: dict[str, set[str]] = {
    "div": {"class", "role", "tabindex", "aria-labelledby"},
    "caption": {"class", "id"},
    "p": {"class"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "img": {"src", "alt", "width"},
    "a": {"href", "id"},
    "li": {"id"},
}
_IDENT = re.compile(r"paper-[A-Za-z0-9-]{1,60}")
_WITHIN = re.compile(r"#paper-[A-Za-z0-9-]{1,60}")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_ANY = re.compile(r".*", re.DOTALL)
_VALUES: dict[tuple[str, str], re.Pattern[str]] = {
    ("div", "class"): re.compile("table"),
    ("div", "role"): re.compile("region"),
    ("div", "tabindex"): re.compile("0"),
    ("div", "aria-labelledby"): _IDENT,
    ("caption", "class"): re.compile("vh"),
    ("caption", "id"): _IDENT,
    ("p", "class"): re.compile("note-line"),
    ("th", "scope"): re.compile("col|colgroup"),
    ("th", "colspan"): _NUMBER,
    ("th", "rowspan"): _NUMBER,
    ("td", "colspan"): _NUMBER,
    ("td", "rowspan"): _NUMBER,
    ("img", "src"): _PICTURE,
    ("img", "alt"): _ANY,
    ("img", "width"): _NUMBER,
    ("a", "href"): _WITHIN,
    ("a", "id"): _IDENT,
    ("li", "id"): _IDENT,
}


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """The value where it is of the shape allowed there; the attribute is dropped otherwise."""
    shape = _VALUES.get((tag, attribute))
    return value if shape is not None and shape.fullmatch(value) else None


def clean(html: str) -> str:
    """HTML without anything that acts, loads or looks other than the house: whatever came in."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"data"},
        link_rel=None,
    )
