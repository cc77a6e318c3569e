"""What quick-find calls each screen and each thing to do. Plain data; a test holds it to the addresses there are."""

from dataclasses import dataclass

from stepwell.console.clients.screening import SCREENING
from stepwell.domain.careplan.permissions import WRITE_PLAN
from stepwell.domain.measures.permissions import ANSWER
from stepwell.kernel.actor import Permission


@dataclass(frozen=True, slots=True)
class Named:
    """A page by its label; `more` are words that find it too, `about` what follows the client in its address.

    `permission` is for what asks for more than looking at the page does.
    """

    label: str
    more: str
    page: str
    icon: str
    about: tuple[str, ...] = ()
    permission: Permission | None = None

    @property
    def words(self) -> str:
        """All that finds it."""
        return f"{self.label.replace('{name}', '')} {self.more}"


SCREENS = (
    Named("Today", "queue tasks home", "today", "home"),
    Named("Clients", "people charts", "clients", "users"),
    Named("Schedule", "week groups sessions rooms", "schedule", "calendar"),
    Named("Groups", "series sessions seats", "series_list", "users"),
    Named("Day sheet", "table meals kitchen who comes", "day_sheet", "list"),
    Named("Attendance", "report minutes no-show excused csv", "attendance", "list"),
    Named("Team meetings", "treatment agenda minutes decisions", "meetings", "users"),
    Named("Not on track", "measures progress answers off", "off_track", "clock"),
    Named("Links of charts", "completeness golden thread gaps missing", "completeness", "link"),
    Named("My calendar", "feed ics phone subscribe sessions", "staff_calendar", "calendar"),
    Named("Arrivals", "front desk expected here today", "arrivals", "check"),
    Named("Device at the door", "kiosk tablet arrive code check in", "kiosks", "door-out"),
    Named("Co-sign", "signature supervision notes trainee", "cosign", "pencil"),
    Named("Planner", "propose place cover absence illness solver", "planner", "sliders"),
    Named("Admissions", "enquiries pipeline board referrals", "admissions", "steps"),
    Named("Waitlist", "waiting enquiries interim", "waitlist", "clock"),
    Named("Closed enquiries", "admissions ended declined", "enquiries_closed", "list"),
    Named("Protocol of admissions", "screening settings", "admissions_protocol", "sliders"),
    Named("Authorizations", "payer units days left review runway", "authorizations", "clipboard"),
    Named("Crisis", "safety danger events", "crisis", "shield"),
    Named("Rota", "on call who pages second nights number", "rota", "bell"),
    Named("Emergencies", "break glass privacy", "emergencies", "lock"),
    Named("Privacy desk", "requests access complaint subpoena hold breach", "privacy", "lock"),
    Named("Who looked", "ledger audit log", "ledger", "eye"),
    Named("Site", "settings clock time zone phone pages wait", "settings", "sliders"),
    Named("Hours and rescue", "settings standards missed no-show", "hours_settings", "sliders"),
    Named("Program", "settings tracks services rooms curricula days closed", "programs", "sliders"),
    Named("Diets", "settings meals allergies kitchen", "diets", "sliders"),
    Named("Questions", "settings instruments schedules measures", "schedules_of_sites", "sliders"),
    Named("Public site", "settings words rates cost pages", "public_site", "sliders"),
    Named("Orientation", "settings packet rights expect", "packets", "file"),
    Named("Skills", "settings prevention coping", "skills", "sliders"),
    Named("Note templates", "settings sections", "note_templates", "sliders"),
    Named("Plan reviews", "settings care sign days", "plan_reviews", "sliders"),
    Named("Starting points", "settings library plan words", "libraries", "sliders"),
    Named("People and roles", "settings staff hire login posts", "staff", "users"),
    Named("Family and referrers", "settings visitors login outside", "visitors", "users"),
    Named("Access review", "settings roles quarter sign", "access_reviews", "list"),
    Named("Who may do what", "settings permissions roles table", "permissions", "list"),
    Named("Exchange", "settings recipients tokens fhir organizations", "exchange", "link"),
    Named("Messages", "settings outbox sent lost e-mail texts calls notices", "outbox", "chat"),
    Named("How you sign in", "account password passkey code app recovery second factor", "mfa_index", "lock"),
)
NEW = (
    Named("New call", "enquiry phone person", "enquiry_open", "phone"),
    Named("Import referral", "upload file fhir new", "referral_upload", "upload"),
)
# What is found by its words, and isn't in the menu.
VERBS = (
    Named("Find a seat", "enroll join group free", "find_seat", "search"),
    Named("Plan a session of somebody’s own", "one to one individual family", "own_choose", "calendar"),
    Named("New group", "start series", "series_new", "plus"),
    Named("New colleague", "hire staff login person", "staff_new", "plus"),
    Named("New family member or referrer", "visitor invite login", "visitor_new", "plus"),
    Named("New request about privacy", "access complaint subpoena", "privacy_new", "plus"),
    Named("Open a chart in an emergency", "break glass", "break_glass", "lock"),
)
FOR_PERSON = (
    Named("Write plan for {name}", "", "plan", "pencil", permission=WRITE_PLAN),
    Named("Review plan of {name}", "sign version", "plan_review", "pencil", permission=WRITE_PLAN),
    Named("Plan session with {name}", "own one to one family", "own_new", "calendar"),
    Named("Own sessions of {name}", "individual", "own_sessions", "calendar"),
    Named("Ask questions of {name}", "instruments phone", "instruments", "clipboard", permission=ANSWER),
    *(
        Named(f"Fill in {title} with {{name}}", "", "instrument", "clipboard", (code,), ANSWER)
        for code, title in SCREENING.items()
    ),
    Named("Thread of {name}", "golden links gaps", "thread", "link"),
    Named("Progress of {name}", "measures scores answers trend", "progress", "clock"),
    Named("Timeline of {name}", "history happened", "timeline", "list"),
    Named("Week of {name}", "hours target delivered", "client_week", "calendar"),
    Named("Timetable of {name}", "print take home", "timetable", "print"),
    Named("Make-up seat for {name}", "missed hours book", "make_up", "calendar"),
    Named("When {name} can come", "availability times work school", "own_times", "calendar"),
    Named("How to reach {name}", "contact phone safe", "contact", "phone"),
    Named("Login of {name}", "portal phone link password invite", "portal_login", "lock"),
    Named("Reach {name} against their wish", "contact emergency unsafe", "contact_emergency", "phone"),
    Named("Tell {name} of changes", "sessions moved canceled", "tell_change", "chat"),
    Named("Consents of {name}", "part 2 disclosures revoke", "consents", "lock"),
    Named("New consent of {name}", "sign disclosure", "consent_new", "plus"),
    Named("What would go out about {name}", "consent exchange", "consent_would", "eye"),
    Named("Authorizations of {name}", "payer units days", "client_authorizations", "clipboard"),
    Named("Orientation of {name}", "packet rights sign", "orientation", "file"),
    Named("Staying well: {name}", "prevention plan skills relapse return", "prevention", "shield"),
    Named("Care team of {name}", "counselor prescriber therapist nurse peer case manager", "care_team", "users"),
    Named("Diet of {name}", "meals allergies", "diet", "clipboard"),
    Named("Team meetings about {name}", "decisions agenda", "client_meetings", "users"),
    Named("Keep {name} apart", "groups conflict", "keep_apart", "users"),
    Named("Placements of {name}", "level care dimensions", "placements", "steps"),
    Named("Stays of {name}", "episodes history", "stays", "list"),
    Named("End or change stay of {name}", "discharge step up down level leave", "end_stay", "door-out"),
)
