"""Pages of campaigns; what a respondent sees belongs to `answering`."""

from opora.surveys.views.campaigns import (
    campaign,
    campaign_add,
    campaign_discard,
    campaign_edit,
    campaign_schools,
    campaign_term,
    campaign_workbook,
    campaigns,
)
from opora.surveys.views.handing_out import cohort_codes, cohort_poster, cohort_sheets, school_sheets
from opora.surveys.views.results import campaign_results
from opora.surveys.views.schools import campaign_classes, campaign_school, campaign_school_workbook
from opora.surveys.views.turns import campaign_close, campaign_open

__all__ = [
    "campaign",
    "campaign_add",
    "campaign_classes",
    "campaign_close",
    "campaign_discard",
    "campaign_edit",
    "campaign_open",
    "campaign_results",
    "campaign_school",
    "campaign_school_workbook",
    "campaign_schools",
    "campaign_term",
    "campaign_workbook",
    "campaigns",
    "cohort_codes",
    "cohort_poster",
    "cohort_sheets",
    "school_sheets",
]
