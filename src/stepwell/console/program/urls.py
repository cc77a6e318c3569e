"""Addresses of the program's settings."""

from django.urls import path

from stepwell.console.program import closing, curricula, days, overview, places, services, track_change, tracks

urlpatterns = [
    path("", overview.choose, name="programs"),
    path("<int:site_id>/", overview.program, name="program"),
    path("<int:site_id>/tracks/new/", tracks.new, name="track_new"),
    path("tracks/<int:track_id>/", tracks.track, name="track"),
    path("tracks/<int:track_id>/change/", track_change.change, name="track_change"),
    path("tracks/<int:track_id>/taper/", tracks.taper_of, name="track_taper"),
    path("<int:site_id>/days/new/", days.new, name="day_new"),
    path("<int:site_id>/closed/", closing.closed, name="closed_days"),
    path("closed/<int:closed_id>/open/", closing.opened, name="closed_day_open"),
    path("<int:site_id>/curricula/", curricula.shelf, name="curricula"),
    path("curricula/<int:curriculum_id>/", curricula.curriculum, name="curriculum"),
    path("curricula/<int:curriculum_id>/group/", curricula.follow, name="curriculum_follow"),
    path("days/<int:template_id>/", days.day, name="day"),
    path("<int:site_id>/places/new/", places.new, name="place_new"),
    path("<int:site_id>/services/", services.take, name="services_take"),
    path("<int:site_id>/services/new/", services.new, name="service_new"),
    path("services/<int:service_id>/", services.service, name="service"),
    path("places/<int:place_id>/", places.place, name="place"),
]
