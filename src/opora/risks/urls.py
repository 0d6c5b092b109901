"""Addresses of profiles and directions."""

from django.urls import path

from opora.risks.views import alike, directions, refreshes, school, steps, territory

urlpatterns = [
    path("risks/", territory.risks, name="risks"),
    path("risks/heatmap.xlsx", territory.workbook, name="risks-xlsx"),
    path("risks/causes/", territory.causes, name="risk-causes"),
    path("risks/alike/", alike.alike, name="risk-alike"),
    path("risks/factors/<slug:code>/", territory.factor, name="risk-factor"),
    path("risks/refreshes/", refreshes.refreshes, name="risk-refreshes"),
    path("risks/refreshes/<int:pk>/", refreshes.refresh, name="risk-refresh"),
    path("risks/schools/<int:pk>/", school.profile, name="risk-school"),
    path("risks/schools/<int:pk>/factors/<slug:code>/", school.school_factor, name="risk-school-factor"),
    path("risks/schools/<int:pk>/choose/", directions.choose, name="risk-choose"),
    path("risks/schools/<int:pk>/directions/", directions.of_school, name="school-directions"),
    *(
        path(
            f"risks/schools/<int:pk>/profile.{extension}",
            school.paper,
            {"extension": extension},
            name=f"risk-paper-{extension}",
        )
        for extension in ("pdf", "docx")
    ),
    path("risks/directions/", directions.directions, name="directions"),
    path("risks/directions/<int:pk>/", directions.direction, name="direction"),
    path("risks/directions/<int:pk>/verify/", steps.verify, name="direction-verify"),
    path("risks/directions/<int:pk>/move/<slug:target>/", steps.move, name="direction-move"),
    path("risks/directions/<int:pk>/dates/", steps.add_date, name="direction-date"),
    path(
        "risks/directions/<int:pk>/dates/<int:milestone_pk>/forget/",
        steps.forget_date,
        name="direction-date-forget",
    ),
    path("risks/directions/<int:pk>/causes/", steps.causes, name="direction-causes"),
    path("risks/verifications/<int:pk>/file/", steps.verification_file, name="verification-file"),
]
