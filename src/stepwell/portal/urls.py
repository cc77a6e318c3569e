"""Addresses of the portal."""

from django.urls import path

from stepwell.portal.arrival.views import here, join
from stepwell.portal.availability.views import own_times
from stepwell.portal.calendar.feed import calendar_feed
from stepwell.portal.calendar.views import calendar
from stepwell.portal.check_in.views import check_in, sent
from stepwell.portal.consents.views import consent, consents, disclosures, revoke, sign
from stepwell.portal.contact.views import contact
from stepwell.portal.feedback.views import feedback
from stepwell.portal.help.views import help_about, help_now
from stepwell.portal.orientation.views import orientation
from stepwell.portal.plan.views import plan
from stepwell.portal.prevention.cravings import cravings
from stepwell.portal.prevention.meetings import meetings, take_back
from stepwell.portal.prevention.plan import kept, prevention, suggested, write
from stepwell.portal.prevention.skills import skill, skills
from stepwell.portal.questions.views import questions, questions_sent
from stepwell.portal.reminders.views import push, reminders, service_worker
from stepwell.portal.team.views import team
from stepwell.portal.today.views import today

urlpatterns = [
    path("", today, name="me_today"),
    path("here/", here, name="me_here"),
    path("join/<uuid:session_id>/", join, name="me_join"),
    path("check-in/", check_in, name="me_check_in"),
    path("check-in/sent/", sent, name="me_check_in_sent"),
    path("questions/sent/", questions_sent, name="me_questions_sent"),
    path("questions/<uuid:asking_id>/", questions, name="me_questions"),
    path("session/<uuid:session_id>/", feedback, name="me_feedback"),
    path("orientation/", orientation, name="me_orientation"),
    path("plan/", plan, name="me_plan"),
    path("team/", team, name="me_team"),
    path("plan/prevention/", prevention, name="me_prevention"),
    path("plan/prevention/write/", write, name="me_prevention_write"),
    path("plan/prevention/suggestions/<int:suggestion_id>/", suggested, name="me_suggestion"),
    path("plan/cravings/", cravings, name="me_cravings"),
    path("plan/meetings/", meetings, name="me_meetings"),
    path("plan/meetings/<uuid:meeting_out_id>/take-back/", take_back, name="me_meeting_back"),
    path("skills/", skills, name="me_skills"),
    path("skills/<str:skill_code>/", skill, name="me_skill"),
    path("kept/", kept, name="me_kept"),
    path("calendar.ics", calendar, name="me_calendar"),
    path("calendar/", calendar_feed, name="me_calendar_feed"),
    path("contact/", contact, name="me_contact"),
    path("times/", own_times, name="me_own_times"),
    path("consents/", consents, name="me_consents"),
    path("consents/sent/", disclosures, name="me_disclosures"),
    path("consents/sign/<uuid:draft_id>/", sign, name="me_consent_sign"),
    path("consents/<int:consent_id>/", consent, name="me_consent"),
    path("consents/<int:consent_id>/revoke/", revoke, name="me_consent_revoke"),
    path("reminders/", reminders, name="me_reminders"),
    path("reminders/push/", push, name="me_push"),
    path("sw.js", service_worker, name="me_service_worker"),
    path("help/", help_now, name="me_help"),
    path("help/<uuid:event_id>/", help_about, name="me_help_event"),
]
