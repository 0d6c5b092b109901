"""Addresses of curators."""

from django.urls import path

from opora.curators.views import agreements, candidate, choosing, handover, register, steps

_ONE = "curators/candidates/<int:pk>/"
_AGREEMENT = "curators/agreements/<int:pk>/"

urlpatterns = [
    path("curators/", register.register, name="curators"),
    path("curators/load/", register.curator_load, name="curator-load"),
    path("curators/candidates/new/", candidate.new, name="curator-candidate-new"),
    path(_ONE, candidate.candidate, name="curator-candidate"),
    path(f"{_ONE}edit/", candidate.edit, name="curator-candidate-edit"),
    path(f"{_ONE}interview/", steps.interview, name="curator-candidate-interview"),
    path(f"{_ONE}test/", steps.test, name="curator-candidate-test"),
    path(f"{_ONE}approve/", steps.approve, name="curator-candidate-approve"),
    path(f"{_ONE}papers/<slug:code>/", steps.paper, name="curator-candidate-paper"),
    path(f"{_ONE}papers/<slug:code>/file/", steps.paper_file, name="curator-candidate-file"),
    path(f"{_ONE}contract/", steps.contract, name="curator-candidate-contract"),
    path(f"{_ONE}appoint/", steps.appoint, name="curator-candidate-appoint"),
    path(f"{_ONE}end/", steps.end, name="curator-candidate-end"),
    path("curators/choose/<int:school_pk>/", choosing.choose, name="curator-choose"),
    path("curators/choose/<int:school_pk>/<int:person_pk>/", choosing.assign, name="curator-assign"),
    path("curators/replace/<int:pk>/", choosing.replace, name="curator-replace"),
    path("curators/agreements/", agreements.agreements, name="curator-agreements"),
    path("curators/agreements/new/<int:school_pk>/", agreements.new, name="curator-agreement-new"),
    path(_AGREEMENT, agreements.agreement, name="curator-agreement"),
    path(f"{_AGREEMENT}edit/", agreements.edit, name="curator-agreement-edit"),
    path(f"{_AGREEMENT}sign/", agreements.sign, name="curator-agreement-sign"),
    path(f"{_AGREEMENT}scan/", agreements.scan, name="curator-agreement-scan"),
    path(f"{_AGREEMENT}file/", agreements.scan_file, name="curator-agreement-file"),
    path(f"{_AGREEMENT}end/", agreements.end, name="curator-agreement-end"),
    path(f"{_AGREEMENT}paper.pdf", agreements.paper, {"extension": "pdf"}, name="curator-agreement-pdf"),
    path(f"{_AGREEMENT}paper.docx", agreements.paper, {"extension": "docx"}, name="curator-agreement-docx"),
    path("schools/<int:pk>/handover/", handover.handover, name="school-handover"),
    path(
        "schools/<int:pk>/handover.pdf",
        handover.handover_file,
        {"extension": "pdf"},
        name="school-handover-pdf",
    ),
    path(
        "schools/<int:pk>/handover.docx",
        handover.handover_file,
        {"extension": "docx"},
        name="school-handover-docx",
    ),
]
