"""Word of the first day: by text or e-mail, never what it is, and nothing where nothing may go."""

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import make_clinic, place_one
from tests.workflows.test_admit import start

from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Way, Wish, Wishes
from stepwell.domain.people.actions import give_portal
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.notify.adapters import Accepted, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import UNWELCOME


@pytest.fixture
def clinic(world):
    """A track, and carriers for every channel."""
    use_adapters(dict.fromkeys(Channel, lambda envelope: Accepted()))
    yield make_clinic(world, people=0)
    use_adapters(chosen_adapters())


def with_login(world, enquiry, phone=""):
    account = open_account(actor=system("test"), email="new@example.test", password=None, now=NOW)
    give_portal(actor=world.actor("director"), client=enquiry.client, account=account)
    if phone:
        give_address(actor=system("test"), account_id=account.pk, channel=Channel.SMS, value=phone, now=NOW)
    return account


def wish(world, enquiry, **ways):
    wishes = Wishes(ways={Way(name): Wish(may) for name, may in ways.items()})
    say_how_to_reach(actor=world.actor("admissions"), client_id=enquiry.client_id, wishes=wishes, words="", now=NOW)


def told(account):
    return Message.objects.filter(account_id=account.pk, template="first_day")


def test_who_has_a_login_gets_day_and_time_by_text_and_no_word_of_what_it_is(world, clinic):
    enquiry = place_one(world)
    account = with_login(world, enquiry, "303 555 0142")
    start(clinic, enquiry)
    message = told(account).get()
    assert message.channel == "sms"
    assert message.text.startswith("You are expected on Thursday, October 8 at 6:00 pm.")
    assert message.text.endswith("If you can't come, call us.")
    assert reverse("me_today") in message.text
    assert not UNWELCOME.search(message.subject + message.text)


def test_who_may_not_be_texted_gets_an_e_mail_with_the_sites_number(world, clinic):
    world.site.phone = "303 555 0100"
    world.site.save()
    enquiry = place_one(world)
    account = with_login(world, enquiry, "303 555 0142")
    wish(world, enquiry, text=False, email=True)
    start(clinic, enquiry)
    message = told(account).get()
    assert (message.channel, message.subject) == ("email", "Your appointment")
    assert message.text.endswith("If you can't come, call 303 555 0100.")


def test_who_may_not_be_written_to_at_all_gets_nothing_and_staff_are_told(world, clinic):
    enquiry = place_one(world)
    account = with_login(world, enquiry, "303 555 0142")
    wish(world, enquiry, text=False, email=False)
    start(clinic, enquiry)
    assert not told(account).exists()
    with clock.standing_at(NOW):
        page = world.browser("admissions").get(reverse("start", args=[enquiry.pk])).text
    assert "No message can go to Ana: tell them the day and the time." in page


def test_the_page_after_the_start_says_how_they_are_told(world, clinic):
    enquiry, other = place_one(world), place_one(world, 1)
    with_login(world, enquiry)
    start(clinic, enquiry)
    start(clinic, other)
    with clock.standing_at(NOW):
        browser = world.browser("admissions")
        assert "go to Ana by e-mail" in browser.get(reverse("start", args=[enquiry.pk])).text
        assert "No message can go to Darnell" in browser.get(reverse("start", args=[other.pk])).text
