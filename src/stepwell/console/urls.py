"""Every address of the console, part by part."""

from django.urls import include, path

urlpatterns = [
    path("", include("stepwell.console.today.urls")),
    path("", include("stepwell.console.find.urls")),
    path("", include("stepwell.console.undo.urls")),
    path("", include("stepwell.console.editing.urls")),
    path("", include("stepwell.console.clients.urls")),
    path("", include("stepwell.console.contact.urls")),
    path("", include("stepwell.console.consents.urls")),
    path("", include("stepwell.console.measures.urls")),
    path("", include("stepwell.console.admissions.urls")),
    path("", include("stepwell.console.assessment.urls")),
    path("", include("stepwell.console.plan.urls")),
    path("", include("stepwell.console.schedule.urls")),
    path("", include("stepwell.console.schedule.planner.urls")),
    path("", include("stepwell.console.group.urls")),
    path("", include("stepwell.console.crisis.urls")),
    path("break-glass/", include("stepwell.console.break_glass.urls")),
    path("settings/", include("stepwell.console.site.urls")),
    path("settings/reviews/", include("stepwell.console.access_review.urls")),
    path("privacy/", include("stepwell.console.privacy.urls")),
    path("ledger/", include("stepwell.console.ledger.urls")),
    path("settings/public/", include("stepwell.console.public_site.urls")),
    path("", include("stepwell.console.orientation.urls")),
    path("settings/people/", include("stepwell.console.people.urls")),
    path("settings/messages/", include("stepwell.console.outbox.urls")),
]
