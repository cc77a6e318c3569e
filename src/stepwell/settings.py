"""The one settings file: typed reads of the environment, and what Django is told.

Stepwell has no settings for development: `./dev run` sets the variables below for the demo, an operator sets them
for a program. What differs between two clinics lives in the database, not here.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from stepwell.kernel.languages import SPOKEN
from stepwell.platform.database.connection import Connection

env = Env()

# True only under `./dev run`: shows the demo logins. `stepwell.simulate.demo` refuses a database that isn't simulated.
DEMO: bool = env.bool("STEPWELL_DEMO", False)
DATA_FOLDER: Path = env.path("STEPWELL_DATA", Path("data"))
# Longer than any demo or build needs; an operator must give one, see `stepwell.cli.serve`.
SECRET_KEY: str = env.str("STEPWELL_SECRET_KEY", "not a secret: commands that serve nobody")
# Earlier ones: what they signed counts until it runs out.
SECRET_KEY_FALLBACKS: list[str] = env.list("STEPWELL_SECRET_KEY_FALLBACKS", [])
# Newest first. `stepwell run` and `serve` give them; commands that serve nobody may have none.
KEYRING: list[str] = env.list("STEPWELL_KEYS", [])
ALLOWED_HOSTS: list[str] = env.list("STEPWELL_HOSTS", ["127.0.0.1", "localhost"])
HTTPS: bool = env.bool("STEPWELL_HTTPS", False)
DEBUG = False
# Whoever shows it at /metrics gets them; without one there are none.
METRICS_TOKEN: str = env.str("STEPWELL_METRICS_TOKEN", "")

INSTALLED_APPS = [
    "stepwell.platform.accounts",
    "stepwell.platform.notify",
    "stepwell.platform.access",
    "stepwell.platform.keyring",
    "stepwell.platform.ledger",
    "stepwell.platform.jobs",
    "stepwell.platform.presence",
    "stepwell.platform.pictures",
    "stepwell.look",
    "stepwell.domain.people",
    "stepwell.domain.consent",
    "stepwell.domain.worklist",
    "stepwell.domain.contact",
    "stepwell.domain.outreach",
    "stepwell.domain.orientation",
    "stepwell.domain.oversight",
    "stepwell.domain.privacy",
    "stepwell.domain.catalog",
    "stepwell.domain.safety",
    "stepwell.domain.coverage",
    "stepwell.domain.measures",
    "stepwell.domain.admissions",
    "stepwell.domain.assessment",
    "stepwell.domain.careplan",
    "stepwell.domain.availability",
    "stepwell.domain.library",
    "stepwell.domain.planreview",
    "stepwell.domain.week",
    "stepwell.domain.thread",
    "stepwell.domain.meals",
    "stepwell.domain.team",
    "stepwell.domain.feeds",
    "stepwell.domain.planner",
    "stepwell.domain.checkins",
    "stepwell.domain.feedback",
    "stepwell.domain.prevention",
    "stepwell.console",
    "stepwell.portal",
    "stepwell.public",
    "stepwell.visitors",
    "procrastinate.contrib.django",
    "django_cotton",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "stepwell.apps.StepwellConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "stepwell.api.fhir.middleware.short_way",
    "stepwell.platform.access.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stepwell.platform.watch.requests.count_requests",
    "stepwell.platform.access.middleware.methods",
    "stepwell.portal.help.always.help_always",
    "stepwell.platform.access.unavailable.ask_again",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # before the check of the token, so that its refusal speaks too
    "stepwell.portal.language.speak",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stepwell.platform.accounts.idle.end_idle_session",
    "stepwell.platform.accounts.handed_over.keep_to_the_page",
    "stepwell.platform.access.middleware.actor",
    "stepwell.platform.accounts.second_factor.ask_for_second_factor",
]

ROOT_URLCONF = "stepwell.urls"
WSGI_APPLICATION = "stepwell.wsgi.application"


def _database(url: str) -> dict[str, Any]:
    """Django's form of a libpq address; without one, a name that no server answers to (for checks and migrations)."""
    database = Connection.from_url(url or "postgresql://nobody@127.0.0.1:1/none").to_django()
    if url and env.bool("STEPWELL_POOL", True):
        # htmx and people give up after 15 s: say that there is no connection before that
        pool = {"min_size": 1, "max_size": env.int("STEPWELL_CONNECTIONS", 12), "timeout": 5}
        database["OPTIONS"] = {**database["OPTIONS"], "pool": pool}
        # one that died with a restarted server is replaced before a request meets it: a POST can't be tried twice
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {"default": _database(env.str("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "stepwell.platform.accounts.passwords.GuessableValidator"},
    {"NAME": "stepwell.platform.accounts.breached.BreachedValidator"},
]
# What somebody who guesses would try here first: your name, your town. Stepwell's own words count anyway.
PASSWORD_WORDS: list[str] = env.list("STEPWELL_PASSWORD_WORDS", [])
# A file of breached passwords by their SHA-1, in order; see `platform.accounts.breached`. Empty: none is asked.
BREACHED_PASSWORDS: str = env.str("STEPWELL_BREACHED_PASSWORDS", "")
if BREACHED_PASSWORDS and not Path(BREACHED_PASSWORDS).is_file():
    raise ImproperlyConfigured(f"STEPWELL_BREACHED_PASSWORDS names no file: {BREACHED_PASSWORDS}")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    # a browser takes a cookie of this name from this host alone, and over TLS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Reads a second that one token of another system's may ask of one web process.
FHIR_PER_SECOND: float = env.float("STEPWELL_FHIR_PER_SECOND", 100)
# Hours after which one signs in again, however busy one was.
SESSION_HOURS: int = env.int("STEPWELL_SESSION_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
# Minutes without a sign of life after which a session ends: a shared desk, and one's own phone.
IDLE_MINUTES: int = env.int("STEPWELL_IDLE_MINUTES", 15)
IDLE_MINUTES_PHONE: int = env.int("STEPWELL_IDLE_MINUTES_PHONE", 60)

# Signing in (docs/adr/0010). Failures are counted in the database, so that all processes count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # of more than this a third is forgotten; Django's 300 would be filled by tries at other doors within minutes
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Staff need a second factor. Only the demo does without: its logins stand on its log-in page.
SECOND_FACTOR: bool = not DEMO
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("STEPWELL_PROXIES", 0)
ACCOUNT_ADAPTER = "stepwell.platform.accounts.sign_in.adapter.SignInAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {"login": "stepwell.platform.accounts.sign_in.forms.SignInForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/5m/ip,5/10m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "sign_in_link": "20/h/ip,5/h/key",
    # the public form: what comes beyond the first is held for a person to look at, beyond the second it isn't taken
    # codes at the door that were wrong: of one device, and of one phone
    "wrong_code_kiosk": "20/5m/key",
    "wrong_code_phone": "8/5m/key",
    "ask_online": "5/h/ip",
    "ask_online_most": "40/h/ip",
}
MFA_FORMS = {
    "authenticate": "stepwell.platform.accounts.sign_in.forms.CodeForm",
    "reauthenticate": "stepwell.platform.accounts.sign_in.forms.CodeAgainForm",
}
MFA_ADAPTER = "stepwell.platform.accounts.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "stepwell.platform.accounts.sign_in.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "stepwell.platform.accounts.sign_in.passkeys.SecondStepForm",
    "login_webauthn": "stepwell.platform.accounts.sign_in.passkeys.LogInForm",
    "reauthenticate_webauthn": "stepwell.platform.accounts.sign_in.passkeys.AgainForm",
}
MFA_TOTP_ISSUER = "Stepwell"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is given by whoever opens the account, not by who signs up
# Browsers allow a passkey without TLS for localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "stepwell.platform.accounts.sign_in.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_NAME: str = env.str("STEPWELL_OIDC_NAME", "your organization")
# Whether signing in there counts as a second factor here: only where the provider itself asks for one.
OIDC_IS_SECOND_FACTOR: bool = env.bool("STEPWELL_OIDC_IS_SECOND_FACTOR", False)
_OIDC_URL: str = env.str("STEPWELL_OIDC_URL", "")
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": env.str("STEPWELL_OIDC_CLIENT", ""),
                "secret": env.str("STEPWELL_OIDC_SECRET", ""),
                "settings": {"server_url": _OIDC_URL},
            }
        ]
        if _OIDC_URL
        else [],
    }
}
# In the session, not in a cookie: a browser keeps cookies, and some messages say what somebody did.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "stepwell.platform.access.errors.csrf_failure"
if env.int("STEPWELL_PROXIES", 0):
    # the proxy speaks TLS for us, says so, and lets nobody else say it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The first two are asked from inside, where there is no TLS. The others are asked by programs, which are refused in
# clear and not led on: else nobody would notice what they send in clear.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$", r"^fhir/", r"^notify/"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.static",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "stepwell.platform.access.context.surface",
            ],
        },
    }
]

# Where people reach this installation, for the links in messages and for what carriers report; no slash at its end.
PUBLIC_URL: str = env.str("STEPWELL_PUBLIC_URL", "").rstrip("/")
# Where "Exit this page" leads: a page that tells nobody anything. Without one, an empty page of our own.
EXIT_URL: str = env.str("STEPWELL_EXIT_URL", "")
# What leaves, and by whom: a channel that isn't set up is out of reach, and whoever wants to use it is told so.
EMAIL_HOST: str = env.str("STEPWELL_SMTP_HOST", "")
EMAIL_PORT: int = env.int("STEPWELL_SMTP_PORT", 587)
EMAIL_HOST_USER: str = env.str("STEPWELL_SMTP_USER", "")
EMAIL_HOST_PASSWORD: str = env.str("STEPWELL_SMTP_PASSWORD", "")
# A word that is none of these stops the start: taken for "none" it would send everything in clear.
_SMTP_TLS: str = env.str("STEPWELL_SMTP_TLS", "starttls", validate=validate.OneOf(["starttls", "implicit", "none"]))
EMAIL_USE_TLS: bool = _SMTP_TLS == "starttls"
EMAIL_USE_SSL: bool = _SMTP_TLS == "implicit"
NOTIFY_EMAIL_FROM: str = env.str("STEPWELL_EMAIL_FROM", "Stepwell <no-reply@localhost>")
NOTIFY_SMS_URL: str = env.str("STEPWELL_SMS_URL", "https://api.twilio.com").rstrip("/")
NOTIFY_SMS_ACCOUNT: str = env.str("STEPWELL_SMS_ACCOUNT", "")
NOTIFY_SMS_TOKEN: str = env.str("STEPWELL_SMS_TOKEN", "")
NOTIFY_SMS_NUMBER: str = env.str("STEPWELL_SMS_NUMBER", "")
NOTIFY_PUSH_KEY: str = env.str("STEPWELL_PUSH_KEY", "")
NOTIFY_PUSH_CONTACT: str = env.str("STEPWELL_PUSH_CONTACT", "mailto:no-reply@localhost")
NOTIFY_PUSH_HOSTS: list[str] = env.list(
    "STEPWELL_PUSH_HOSTS",
    ["fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"],
)

# What clients read is there in both, page by page (`portal.language`); everything else is English.
LANGUAGE_CODE = "en"
LANGUAGES = [*SPOKEN.items()]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# `run` and `serve` write the files there, compressed and under names with a hash, which browsers keep for good;
# where nobody has (tests, commands that serve nobody), they come from where they lie.
STATIC_ROOT: str = env.str("STEPWELL_STATIC", "")
WHITENOISE_USE_FINDERS = not STATIC_ROOT
# Nobody else's page has a use for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
_STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if STATIC_ROOT
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}

# Referrals are the only files taken in; `stepwell.platform.access.uploads` stops a larger one as it arrives.
# A program's own instruments, one JSON file each; without a folder there are only those that are shipped.
_INSTRUMENTS: str = env.str("STEPWELL_INSTRUMENTS", "")
INSTRUMENTS_FOLDER: Path | None = Path(_INSTRUMENTS) if _INSTRUMENTS else None
# What one client may be asked in seven days before the next asking needs a reason (ours: half an hour).
INSTRUMENT_MINUTES_A_WEEK: int = env.int("STEPWELL_INSTRUMENT_MINUTES_A_WEEK", 30)
REFERRAL_MAX_BYTES: int = env.int("STEPWELL_REFERRAL_MAX_MB", 64) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["stepwell.platform.access.uploads.CappedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

# Health information must not reach a log: requests are logged by path and status alone, errors by class and place.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "stepwell.platform.logs.WithoutMessages",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("STEPWELL_LOG_LEVEL", "WARNING")},
}
# HSTS, redirects and secure cookies follow STEPWELL_HTTPS: the demo on 127.0.0.1 speaks no TLS.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
