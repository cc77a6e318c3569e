"""The demo's cast. All of them are made up. Plain data, so that the log-in page can name the logins."""

from dataclasses import dataclass
from datetime import date

from stepwell.kernel.actor import Role

DEMO_PASSWORD = "step-by-step-2026"  # noqa: S105 - printed for everybody to see, and valid only in a simulated database


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Somebody who works at the demo's site."""

    key: str
    name: str
    credentials: str
    role: Role
    phone: str

    @property
    def email(self) -> str:
        """What they log in with."""
        return f"{self.key}@stepwell.example"


@dataclass(frozen=True, slots=True)
class DemoClient:
    """Somebody in the demo's evening group, with what they say and how they fare."""

    given: str
    family: str
    pronouns: str
    birth_on: date
    phone: str
    words: str
    problem: tuple[str, str]
    goal: tuple[str, str]
    objective: tuple[str, str, str]
    audit: tuple[int, ...]
    phq: tuple[int, ...]


STAFF = (
    DemoStaff("rosa", "Rosa Quint", "MBA", Role.DIRECTOR, "612 555 0121"),
    DemoStaff("ingrid", "Ingrid Lindqvist", "LCSW", Role.SUPERVISOR, "612 555 0122"),
    DemoStaff("ty", "Ty Marsh", "LAC", Role.ADMISSIONS, "612 555 0123"),
    DemoStaff("maya", "Maya Okafor", "LAC", Role.COUNSELOR, "612 555 0124"),
    DemoStaff("tess", "Tess Brandt", "LMFT", Role.THERAPIST, "612 555 0125"),
    DemoStaff("noor", "Noor Haddad", "MD", Role.PRESCRIBER, "612 555 0126"),
    DemoStaff("dee", "Dee-Ann Price", "CADC", Role.CASE_MANAGER, "612 555 0127"),
    DemoStaff("bea", "Bea Lund", "", Role.FRONT_DESK, "612 555 0128"),
)

CLIENT_EMAIL = "ana@stepwell.example"
FAMILY_EMAIL, REFERRER_EMAIL = "al@stepwell.example", "court@stepwell.example"


def demo_logins() -> tuple[tuple[str, str, str], ...]:
    """Name, what they are, and the address to log in with."""
    staff = tuple((one.name, one.role.value, one.email) for one in STAFF)
    outside = (
        ("Ana Reyes", "client", CLIENT_EMAIL),
        ("Al Reyes", "family", FAMILY_EMAIL),
        ("Pat Corwin", "referrer", REFERRER_EMAIL),
    )
    return (*staff, *outside)


_ALCOHOL = ("Alcohol use disorder, moderate", "F10.20")
_OPIOID = ("Opioid use disorder, moderate", "F11.20")
_STIMULANT = ("Stimulant use disorder, moderate", "F15.20")

CLIENTS = (
    DemoClient(
        "Ana",
        "Reyes",
        "she/her",
        date(1991, 5, 12),
        "612 555 0117",
        "Nights are when I lose it.",
        _OPIOID,
        ("Sleep at home every night.", "Evenings without use, on an evening plan"),
        ("Evening plan", "Evenings the plan was followed", "5 of 7 evenings a week"),
        (2, 1, 1, 1, 0, 0, 1, 0, 0, 2),
        (2, 2, 2, 1, 1, 2, 1, 1, 0),
    ),
    DemoClient(
        "Darnell",
        "Whitfield",
        "he/him",
        date(1984, 2, 3),
        "612 555 0121",
        "The drive home goes past every bar I know.",
        _ALCOHOL,
        ("Get home without stopping.", "Name triggers on the way home and plan around them"),
        ("Triggers named", "Days home without a stop", "5 of 5 working days"),
        (4, 3, 3, 2, 2, 2, 3, 2, 2, 2),
        (1, 2, 2, 2, 1, 1, 1, 0, 0),
    ),
    DemoClient(
        "Josie",
        "Tran",
        "she/her",
        date(1998, 11, 23),
        "612 555 0114",
        "An urge feels like it will never end.",
        _STIMULANT,
        ("Let an urge pass without acting on it.", "Ride out urges with paced breathing"),
        ("Ride out an urge", "Urges ridden out of those named", "4 of 5"),
        (1, 1, 0, 0, 0, 0, 1, 0, 0, 0),
        (2, 2, 3, 2, 1, 2, 2, 1, 0),
    ),
    DemoClient(
        "Marcus",
        "Bell",
        "he/him",
        date(1979, 7, 30),
        "612 555 0132",
        "When I miss once, I stop coming.",
        _ALCOHOL,
        ("Come back the day after I miss.", "Return within one session after a missed one"),
        ("Return after a gap", "Returns within one session", "every time"),
        (3, 2, 2, 2, 1, 1, 2, 1, 0, 2),
        (1, 1, 2, 2, 0, 1, 1, 0, 0),
    ),
    DemoClient(
        "Wren",
        "Castellanos",
        "they/them",
        date(1995, 9, 8),
        "612 555 0126",
        "Three minutes. I can do three minutes.",
        _STIMULANT,
        ("Wait three minutes before I decide anything.", "Delay and distract when craving rises"),
        ("Ride out an urge", "Times the three-minute rule was used", "once a day"),
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 2, 1, 2, 1, 1, 2, 0, 0),
    ),
    DemoClient(
        "Luis",
        "Ortega",
        "he/him",
        date(1988, 1, 17),
        "612 555 0139",
        "Payday is the hard one.",
        _ALCOHOL,
        ("Bring my pay home.", "Plan paydays ahead with a person to call"),
        ("Triggers named", "Paydays planned ahead", "every payday"),
        (4, 2, 3, 2, 1, 1, 2, 1, 2, 2),
        (2, 1, 1, 1, 1, 1, 0, 0, 0),
    ),
    DemoClient(
        "Tom",
        "Halvorsen",
        "he/him",
        date(1972, 12, 1),
        "612 555 0151",
        "My kids still pick up when I call.",
        _STIMULANT,
        ("Call my kids every Sunday.", "Weekly contact with family, planned ahead"),
        ("Triggers named", "Sundays with a call", "4 of 4 Sundays"),
        (2, 1, 1, 0, 0, 0, 1, 0, 0, 0),
        (1, 1, 1, 2, 1, 1, 1, 0, 0),
    ),
    DemoClient(
        "Samir",
        "Haddad",
        "he/him",
        date(1990, 6, 21),
        "612 555 0155",
        "Sundays are long.",
        _ALCOHOL,
        ("Have somewhere to be on Sundays.", "A weekend plan written each Thursday"),
        ("Weekend plan", "Weekends with a written plan", "every weekend"),
        (3, 2, 3, 1, 1, 1, 2, 1, 0, 0),
        (1, 2, 2, 1, 1, 1, 1, 0, 0),
    ),
    DemoClient(
        "Ángel",
        "Núñez",
        "he/him",
        date(1986, 3, 9),
        "612 555 0160",
        "I want to say it out loud here first.",
        _OPIOID,
        ("Tell my brother how I am, honestly.", "Name one person outside the group to talk with"),
        ("Step-down plan", "Talks with a person outside the group", "once a week"),
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 1, 1, 1, 0, 1, 0, 0, 0),
    ),
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody on the way to a start, and how far they have come."""

    given: str
    family: str
    pronouns: str
    birth_on: date | None
    phone: str
    days_ago: int
    is_screened: bool = False
    is_placed: bool = False
    needs_more: bool = False

    @property
    def details(self) -> dict[str, object]:
        """What the caller told."""
        return {
            "family_name": self.family,
            "given_names": self.given,
            "pronouns": self.pronouns,
            "birth_on": self.birth_on,
            "phone": self.phone,
        }


NEWCOMERS = (
    Newcomer("Nell", "Abara", "she/her", None, "612 555 0171", 0),
    Newcomer("Gil", "Aronson", "he/him", date(1981, 8, 19), "612 555 0173", 1),
    Newcomer("Noah", "Whitehorse", "he/him", date(1997, 2, 14), "612 555 0172", 2, is_screened=True),
    Newcomer("Kit", "Amsel", "they/them", date(1993, 10, 30), "612 555 0174", 4, is_screened=True, is_placed=True),
    Newcomer(
        *("Wes", "Dahlberg", "he/him", date(1976, 3, 3), "612 555 0175", 3),
        is_screened=True,
        is_placed=True,
        needs_more=True,
    ),
)
