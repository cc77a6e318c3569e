"""Every address. Each surface lists its own."""

from django.urls import include, path

from stepwell.platform.access import errors
from stepwell.public import mailbox, reports
from stepwell.public.views import family, health, home, metrics, ready, referrer

urlpatterns = [
    # the first: an address is compared with all that stand before it, and systems ask a thousand times a second
    path("fhir/R4/", include("stepwell.api.fhir.urls")),
    path("", home, name="home"),
    path("", include("stepwell.public.urls")),
    path("", include("stepwell.public.sign_in.urls")),
    path("family/", family, name="family"),
    path("referrer/", referrer, name="referrer"),
    path("", include("stepwell.visitors.urls")),
    path("health/", health, name="health"),
    path("health/ready/", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("calendar/", include("stepwell.api.calendar.urls")),
    path("", include("stepwell.portal.by_link.urls")),
    path("app/", include("stepwell.console.urls")),
    path("demo/mailbox/", mailbox.mailbox, name="mailbox"),
    path("demo/mailbox/<uuid:message_id>/", mailbox.letter, name="mailbox_letter"),
    path("notify/status/<uuid:message_id>/", reports.status, name="notify_status"),
    path("notify/inbound/", reports.inbound, name="notify_inbound"),
    path("me/", include("stepwell.portal.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.missing
handler500 = errors.broken
