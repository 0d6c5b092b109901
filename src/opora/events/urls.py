"""Addresses of events."""

from django.urls import path

from opora.events.views import days, event, listing, things, ties

urlpatterns = [
    path("events/", listing.events, name="events"),
    path("events/new/", event.make, name="event-new"),
    path("events/<int:pk>/", event.event, name="event"),
    path("events/<int:pk>/edit/", event.edit, name="event-edit"),
    path("events/<int:pk>/cancel/", event.cancel, name="event-cancel"),
    path("events/<int:pk>/finish/", event.finish, name="event-finish"),
    path("events/<int:pk>/days/", days.add, name="event-day-add"),
    path("events/<int:pk>/materials/", things.add_material, name="event-material-add"),
    path("events/<int:pk>/links/", ties.add, name="event-link-add"),
    path("events/days/<int:pk>/", days.hold, name="event-hold"),
    path("events/days/<int:pk>/move/", days.move, name="event-day-move"),
    path("events/days/<int:pk>/cancel/", days.cancel, name="event-day-cancel"),
    path("events/materials/<int:pk>/", things.material_file, name="event-material-file"),
    path("events/materials/<int:pk>/remove/", things.remove_material, name="event-material-remove"),
    path("events/links/<int:pk>/remove/", things.remove_link, name="event-link-remove"),
]
