"""What stands beside a row: findings of the checks and remarks of people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.documents.checks.rulebook import Finding
from opora.documents.models import Remark
from opora.documents.presenters.words import SEVERITIES, remark_chip
from opora.documents.states import UNSETTLED, Audience
from opora.ui.escaping import as_markup, esc

#: the rule that a page need not tell where it shows the empty place itself
EMPTY = "section-empty"


@dataclass(frozen=True)
class Beside:
    """Findings and remarks by the row (or section, or table) at which they stand."""

    findings: Mapping[str, Sequence[Finding]]
    remarks: Mapping[str, Sequence[Remark]]

    def at(self, row: str, *, but: str = "") -> SafeString:
        """A list under the row's own words; nothing where nothing is said. The rule `but` is left out."""
        found = [each for each in self.findings.get(row, ()) if each.rule.code != but]
        said = [*map(_remark, self.remarks.get(row, ())), *map(_finding, found)]
        return as_markup(f'<ul class="beside">{"".join(said)}</ul>' if said else "")


def beside(findings: Iterable[Finding], remarks: Iterable[Remark]) -> Beside:
    by_row: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_row[finding.hit.row].append(finding)
    said: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        said[remark.row].append(remark)
    return Beside(by_row, said)


def _finding(finding: Finding) -> str:
    rule = finding.rule
    words = f'{esc(finding.hit.message)} <span class="soft">{esc(rule.remedy)}</span>'
    return f"<li>{SEVERITIES[rule.severity]} {words}</li>"


def _remark(remark: Remark) -> str:
    url = esc(reverse("document-remark", args=[remark.document_id, remark.pk]))
    among = "" if remark.seen_by == Audience.SCHOOL else " (школа не видит)"
    words = f"{remark.made_by_name}: {remark.text}"
    if remark.state not in UNSETTLED:
        return f'<li class="soft">{remark_chip(remark.state)} <a href="{url}">{esc(words[:120])}</a></li>'
    return f'<li>{remark_chip(remark.state)} <a href="{url}">{esc(words)}</a>{among}</li>'
