"""Files to download."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(data: bytes, name: str) -> HttpResponse:
    shown = content_disposition_header(as_attachment=True, filename=name.replace("/", "-")) or ""
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": shown})
