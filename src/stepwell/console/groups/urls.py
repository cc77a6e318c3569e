"""Addresses of groups as series; one session of a group is at `console.group`."""

from django.urls import path

from stepwell.console.groups import apart, changes, joining, members, regroup, telling, views, waiting

urlpatterns = [
    path("clients/<uuid:client_id>/apart/", apart.apart, name="keep_apart"),
    path("groups/", views.groups, name="series_list"),
    path("groups/new/", views.new, name="series_new"),
    path("groups/series/<uuid:series_id>/", views.series, name="series"),
    path("groups/series/<uuid:series_id>/language/", changes.language, name="series_language"),
    path("groups/series/<uuid:series_id>/end/", changes.end, name="series_end"),
    path("groups/series/<uuid:series_id>/wait/", waiting.wait, name="series_wait"),
    path("groups/waiting/<uuid:wait_id>/", waiting.seat, name="series_seat"),
    path("groups/sessions/<uuid:session_id>/change/", changes.change, name="session_change"),
    path("groups/sessions/<uuid:session_id>/cancel/", changes.cancel, name="session_cancel"),
    path("groups/sessions/<uuid:session_id>/restore/", changes.restore, name="session_restore"),
    path("groups/sessions/<uuid:session_id>/join/", joining.join, name="session_join"),
    path("groups/sessions/<uuid:session_id>/split/", joining.split, name="session_split"),
    path("groups/series/<uuid:series_id>/merge/", regroup.merge, name="series_merge"),
    path("groups/series/<uuid:series_id>/split/", regroup.split, name="series_split"),
    path("clients/<uuid:client_id>/tell/", telling.tell, name="tell_change"),
    path("groups/series/<uuid:series_id>/join/", members.join, name="series_join"),
    path("groups/series/<uuid:series_id>/members/<int:enrollment_id>/leave/", members.leave, name="series_leave"),
]
