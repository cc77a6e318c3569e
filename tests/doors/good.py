"""What every door takes when nothing is odd: who sends it, in which form, with which key.

`tests.furnished.bodies` knows the doors to the record; the rest is here. An odd input is one of these with something
changed, so that it comes as far as what was changed.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha1, sha256
from hmac import new
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.test import Client as Browser
from tests.arriving import code_at_the_door, near_first
from tests.cast import EVERYBODY, NOW, PASSWORD, World
from tests.doors.passkey import Passkey, as_field
from tests.furnished import Furnished, bodies
from tests.gathering import mark_of_minutes
from tests.noting import note_bodies, signing_first, supervised_first
from tests.preventing import taken_for_care
from tests.referrals import small_bundle
from tests.threads import signing_bare_first

from stepwell.domain.feeds.actions import make_feed
from stepwell.platform.accounts.messages import Purpose
from stepwell.platform.accounts.models import SignInLink

PUBLIC = "https://north.example"
NEW_PASSWORD = "the-river-takes-its-time"
_KEYS = {"p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQ", "auth": "tBHItJI5svbpez7KI4CCXg"}
SUBSCRIPTION = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "keys": _KEYS}


@dataclass
class Way:
    """One thing that one door takes. `who` is empty where it isn't known; `kind` is form, file or JSON.

    `before` is what has to be sent first, by whom, so that the door has something to do.
    """

    body: dict[str, Any]
    who: str = ""
    kind: str = "form"
    signed: bool = False
    before: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


def open_windows(world: World) -> dict[str, Browser]:
    """Everybody of the cast, and who is half way in, just in, or about to do one thing that needs a step before it."""
    windows = {who: world.browser(who) for who in EVERYBODY} | {"nobody": Browser()}
    windows["just in"] = _just_in(world, "counselor")
    windows["just in"].get("/account/code/on/")  # the secret that a first code is checked with
    _with_two_factors(world, windows)
    unset = world.accounts["peer"]
    unset.set_unusable_password()
    unset.save()
    windows["without a password"] = world.browser("peer")
    windows["can undo"] = _just_in(world, "director")
    changed = {"site": world.site.pk, "zone": "America/Denver", "week_starts_on": "3"}
    assert windows["can undo"].post("/app/settings/", changed).status_code == 303
    return windows


def _with_two_factors(world: World, windows: dict[str, Browser]) -> None:
    """The nurse has an app, codes on paper and a passkey."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    nurse = world.accounts["nurse"]
    TOTP.activate(nurse, generate_totp_secret())
    RecoveryCodes.activate(nurse)
    key = nurse.passkey = Passkey(nurse.pk)
    data = {"name": "A key", "credential": key.introduced("AAAA"), "passwordless": True}
    nurse.passkey_row = Authenticator.objects.create(user=nurse, type=Authenticator.Type.WEBAUTHN, data=data)
    windows["has two factors"] = _just_in(world, "nurse")
    for who, address in (
        ("asked again for a passkey", "/account/again/passkey/"),
        ("adds a passkey", "/account/passkeys/new/"),
    ):
        windows[who] = _just_in(world, "nurse")
        answer = windows[who].get(address)
        assert answer.status_code == 200, (who, answer.headers)
    windows["comes with a passkey"] = Browser()
    windows["comes with a passkey"].get("/login/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
    for who in ("half way in", "half way in with a passkey"):
        windows[who] = Browser()
        answer = windows[who].post("/login/", {"login": nurse.email, "password": PASSWORD})
        assert answer.headers["Location"].startswith("/login/second/"), answer.headers
    windows["half way in with a passkey"].get("/login/second/")


def _just_in(world: World, who: str) -> Browser:
    """Their window after the password was typed: what asks for it again is content."""
    browser = world.browser(who)
    answer = browser.post("/account/again/", {"password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return browser


def _challenge(browser: Browser) -> str:
    return str(browser.session[STATE_SESSION_KEY]["challenge"])


def ways(site: Furnished) -> dict[str, list[Way]]:
    """By the name of the address; what isn't here takes nothing."""
    found = {name: [Way(body) for body in known] for name, known in bodies(site).items()}
    for more in (_signing_in(site), _own_account(site), _others(site), _inside(site)):
        for name, known in more.items():
            found.setdefault(name, []).extend(known)
    return found


def _signing_in(site: Furnished) -> dict[str, list[Way]]:
    world, windows = site.world, site.windows
    nurse = world.accounts["nurse"]
    codes = Authenticator.objects.get(user=nurse, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    used = {
        who: as_field(nurse.passkey.answered(_challenge(windows[who])))
        for who in ("comes with a passkey", "half way in with a passkey", "asked again for a passkey")
    }
    return {
        "login": [Way({"login": world.email("counselor"), "password": PASSWORD}, "nobody")],
        "mfa_authenticate": [
            Way({"code": codes[0]}, "half way in"),
            Way({"credential": used["half way in with a passkey"]}, "half way in with a passkey"),
        ],
        "mfa_login_webauthn": [Way({"credential": used["comes with a passkey"]}, "comes with a passkey")],
        "account_reset_password": [Way({"email": world.email("counselor")}, "nobody")],
        "link_open": [Way({}, "nobody"), Way({"password": NEW_PASSWORD}, "nobody")],
        "logout": [Way({}, "counselor")],
        "account_reauthenticate": [Way({"password": PASSWORD}, "counselor")],
        "mfa_reauthenticate": [Way({"code": codes[1]}, "nurse")],
        "mfa_reauthenticate_webauthn": [
            Way({"credential": used["asked again for a passkey"]}, "asked again for a passkey")
        ],
    }


def _own_account(site: Furnished) -> dict[str, list[Way]]:
    windows, nurse = site.windows, site.world.accounts["nurse"]
    secret = windows["just in"].session[SECRET_SESSION_KEY]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    added = Passkey(nurse.pk).introduced(_challenge(windows["adds a passkey"]))
    change = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return {
        "account_change_password": [Way(change, "counselor")],
        "account_set_password": [Way({"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, "without a password")],
        "mfa_activate_totp": [Way({"code": code}, "just in")],
        "mfa_deactivate_totp": [Way({}, "has two factors")],
        "mfa_generate_recovery_codes": [Way({}, "has two factors")],
        "mfa_add_webauthn": [Way({"name": "Another", "credential": as_field(added)}, "adds a passkey")],
        "mfa_remove_webauthn": [Way({}, "has two factors")],
        "mfa_edit_webauthn": [Way({"name": "My key"}, "has two factors")],
        "usersessions_list": [Way({}, "counselor")],
    }


def _others(site: Furnished) -> dict[str, list[Way]]:
    """Carriers, other programs, and a browser's notices."""
    sent = {"MessageSid": "SM9", "MessageStatus": "delivered", "ErrorCode": "30003"}
    heard = {"Body": "STOP", "From": "+16125550100", "To": "+16125550101"}
    push = Way(SUBSCRIPTION, "client", "json")
    return {
        "notify_status": [Way(sent, "nobody", signed=True)],
        "notify_inbound": [Way(heard, "nobody", signed=True), Way({**heard, "Body": "Hello"}, "nobody", signed=True)],
        "me_push": [push, Way({"endpoint": "", "keys": _KEYS}, "client", "json")],
    }


def _inside(site: Furnished) -> dict[str, list[Way]]:
    """What the record's doors take besides `bodies`."""
    ids = site.ids
    file = {"file": ("referral.json", small_bundle()), "source_name": "County court", "site": str(site.world.site.pk)}
    pressed = {"event_key": str(uuid4()), "pressed_at": NOW.isoformat(), "sent_at": NOW.isoformat()}
    check_in = {"key": str(uuid4()), "craving": "3", "mood": "4", "use": "no", "slept": "6.5", "words": "All right."}
    taken = ("counselor", f"/app/crisis/{ids['event_id']}/acknowledge/", {})
    resolved = bodies(site)["crisis_event"][0] | {"follow_up_on": "2026-10-07"}
    settled = ("counselor", f"/app/crisis/{ids['event_id']}/", resolved)
    assessed = ("supervisor", f"/app/admissions/{ids['enquiry_id']}/assessment/", _whole_assessment())
    elsewhere = {"way": "referred elsewhere", "handed_to": "Northside", "spoke": "Ty with Lee", "agreed": "on"}
    elsewhere |= {"handed_on": f"{NOW:%Y-%m-%d}", "handed_time": "09:00"}
    handed = ("admissions", f"/app/admissions/{ids['enquiry_id']}/close/", elsewhere)
    low = {f"dimension_{number}": "0" for number in range(1, 7)} | {"uses": "no", "history": "no"}
    low |= {f"evidence_{number}": "Told so." for number in range(1, 7)}
    low |= {"verb": "confirm", "token": ids["token"], "chosen_level": "1", "reason": "Told so."}
    lower = ("supervisor", f"/app/admissions/{ids['enquiry_id']}/placement/", low)
    hour = {"verb": "offer", "answer": "agreed", "held_on": f"{NOW:%Y-%m-%d}", "held_time": "17:00"}
    hour |= {"topic": "Sleep", "held_by": str(site.world.staff["supervisor"].pk), "key": str(uuid4())}
    notes = note_bodies(site.world, ids)
    minutes = ("prescriber", f"/app/meetings/{ids['meeting_id']}/sign/", {"seen": mark_of_minutes(site)})
    glass = ("on-call", "/app/break-glass/", bodies(site)["break_glass"][0])
    return {
        "assessment_addendum": [Way({"words": "A sister called."}, "supervisor", before=[assessed])],
        "kiosks": [Way({"where": str(site.world.site.pk)}, "front desk")],
        "me_here": [Way({"code": code_at_the_door(ids)}, "client", before=near_first(site.clinic))],
        "me_join": [Way({}, "client", before=near_first(site.clinic))],
        "note_addendum": [Way(notes["note_addendum"][0], "counselor", before=[signing_first(ids)])],
        "note_objective": [Way({"verb": "take_back"}, "counselor", before=signing_bare_first(ids))],
        "note_cosign": [
            Way(body, "supervisor", before=[supervised_first(site.world), signing_first(ids)])
            for body in notes["note_cosign"]
        ],
        "enquiry_education": [Way(hour, "admissions", before=[lower])],
        "enquiry_arrival": [Way({"arrived": "no"}, "admissions", before=[handed])],
        "referral_upload": [Way(file, "admissions", "file")],
        "fit": [Way({"step": "1", "verb": "next", "safe": "yes"}, "nobody")],
        "undo": [Way({"offer": NOW.isoformat()}, "can undo")],
        "end_stay": [Way({"last_on": "2026-10-06", "reason": "completed"}, "supervisor", before=[taken, settled])],
        "crisis_event": [Way(resolved, "counselor", before=[taken])],
        "crisis_followed_up": [Way({}, "counselor", before=[taken, settled])],
        "meeting_add": [Way({"words": "Was on the phone."}, "counselor", before=[minutes])],
        "meeting_person_add": [Way({"words": "Housing was found."}, "counselor", before=[minutes])],
        "break_glass_end": [Way({}, "on-call", before=[glass])],
        "access_sign": [Way({}, "director", before=_decided(site))],
        "outbox_tend": [Way({"verb": "again"}, "director")],
        "me_reminders": [
            Way({"phone": "612 555 0100", "quiet_from": "21:00", "quiet_until": "07:00"}, "client"),
            Way({"verb": "language", "language": "en", "back": "/me/help/"}, "client"),
        ],
        "me_check_in": [Way(check_in, "client")],
        "check_in_by_link": [Way(check_in, "nobody")],
        "check_in_at_door": [Way(check_in, "nobody")],
        "use_review_made": [Way({}, "counselor", before=[taken_for_care(ids)])],
        "me_help": [Way(pressed, "client")],
    }


def _whole_assessment() -> dict[str, Any]:
    """One that can be signed."""
    from stepwell.domain.assessment.rules.sections import SECTIONS

    return {f"words_{section.code}": "Was asked." for section in SECTIONS} | {"verb": "sign", "token": "1"}


def _decided(site: Furnished) -> list[tuple[str, str, dict[str, Any]]]:
    """Every line of the review but one's own, and that by somebody else."""
    from stepwell.domain.oversight.models import AccessLine

    review, found = site.ids["review_id"], []
    for line in AccessLine.objects.filter(review=review).select_related("post"):
        own = line.post and line.post.staff_id == site.world.staff["director"].pk
        who = "privacy officer" if own else "director"
        found.append((who, f"/app/settings/reviews/{review}/lines/{line.pk}/", {"decision": "keep"}))
    return found


def own_ids(site: Furnished) -> dict[str, Any]:
    """Ids for addresses that `furnish` has none for: a link that works, a key of one's own."""
    token = "odd-inputs-open-this-one"
    SignInLink.objects.create(
        account=site.world.accounts["counselor"], purpose=Purpose.SIGN_IN.value,
        digest=sha256(token.encode()).hexdigest(), asked_at=NOW, expires_at=NOW + timedelta(days=1),
    )  # fmt: skip
    feed = make_feed(actor=site.world.actor("counselor"), shows_place=True, now=NOW)
    return {
        "link_open": {"token": token},
        "check_in_by_link": {"token": site.ids["link_token"]},
        "calendar_feed": {"token": feed.token},
        "passkey": {"pk": site.world.accounts["nurse"].passkey_row.pk},
    }


def signature(path: str, form: dict[str, Any]) -> str:
    """As the carrier signs what it sends: over the last of each name."""
    last = {name: str(value[-1] if isinstance(value, list) else value) for name, value in form.items() if value != []}
    signed = PUBLIC + path + "".join(name + last[name] for name in sorted(last))
    return b64encode(new(b"secret", signed.encode("utf-8", "replace"), sha1).digest()).decode()
