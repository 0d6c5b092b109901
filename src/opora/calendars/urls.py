from django.urls import path

from opora.calendars import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", views.feed, name="calendar-feed"),
    path("me/calendar/", views.my_calendar, name="my_calendar"),
]
