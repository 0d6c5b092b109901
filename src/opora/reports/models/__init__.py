"""What reports keep."""

from opora.reports.models.annex import Annex
from opora.reports.models.asking import ReportRequest
from opora.reports.models.report import Report

__all__ = ["Annex", "Report", "ReportRequest"]
