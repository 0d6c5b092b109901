from django.urls import path

from opora.questionnaires.views import reading, xlsform

urlpatterns = [
    path("questionnaires/", reading.questionnaires, name="questionnaires"),
    path("questionnaires/<int:version>/", reading.preview, name="questionnaire"),
    path("questionnaires/<int:version>/paper/", reading.paper, name="questionnaire_paper"),
    path("questionnaires/<int:version>/xlsform/", xlsform.download, name="questionnaire_xlsform"),
    path("questionnaires/<int:version>/xlsform/upload/", xlsform.upload, name="questionnaire_xlsform_upload"),
]
