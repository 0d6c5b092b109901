"""The letter of a report: of a draft from the facts of today, of one handed over from what it has kept."""

from datetime import date

from opora.printing import Addressee, Document
from opora.reports import facts
from opora.reports.annexes import NONE, Chosen
from opora.reports.content import Content, Enclosed
from opora.reports.letter import Head, letter
from opora.reports.models import Report
from opora.reports.queries.requisites import sender
from opora.reports.theses import theses


def content_of(report: Report, *, today: date) -> Content:
    """What is kept, else gathered today."""
    if report.content is not None:
        return Content.of(report.content)
    return gathered_for(report, today=today)


def gathered_for(report: Report, *, today: date) -> Content:
    return facts.gathered(
        report.territory,
        report.cycle,
        stage=report.stage,
        texts=report.texts,
        as_on=today,
        chosen=chosen(report),
    )


def chosen(report: Report) -> Chosen:
    """The files enclosed and the order of annexes. One query, none for a report that is not kept."""
    if report.pk is None:
        return NONE
    rows = report.annexes.select_related("file")
    files = tuple(Enclosed(each.title, each.key, each.of, each.file.name) for each in rows)
    return Chosen(files, tuple(report.annex_order))


def composed(report: Report, content: Content, *, number: str = "", day: date | None = None) -> Document:
    """`number` and `day` are those it is being signed with; an issued one has its own. One query."""
    return letter(_head(report, number, day), content, report.texts)


def in_short(report: Report, content: Content) -> Document:
    """The same on one page. One query."""
    foot = "Письмо аннулировано" if report.annulled_why else "" if report.is_sealed else "Проект"
    return theses(_head(report), content, report.texts, foot=foot)


def _head(report: Report, number: str = "", day: date | None = None) -> Head:
    return Head(
        title=f"{report.title}, {report.territory.name}, {report.cycle.title}",
        sender=sender(report.territory),
        addressee=Addressee(
            post=report.addressee_post,
            organisation=report.addressee_organisation,
            name=report.addressee_name,
        ),
        subject=report.subject,
        signer_post=report.signer_post,
        signer_name=report.signer_name,
        number=number or report.number,
        day=day or report.date,
        reply_to_number=report.reply_to_number,
        reply_to_date=report.reply_to_date,
    )
