"""What somebody takes on, on their page under People."""

from django.urls import reverse

from stepwell.domain.catalog.queries import loads_at
from stepwell.domain.catalog.rules.load import Load


def test_a_director_says_hours_people_and_what_they_may_lead(world):
    from stepwell.domain.catalog.actions import add_service

    director, colleague = world.browser("director"), world.staff["colleague"]
    add_service(actor=world.actor("director"), site=world.site, name="EMDR", credential="Training in EMDR")
    page = reverse("staff_person", args=[colleague.pk])
    assert "What they take on" in director.get(page).text
    name, address = f"load-{world.site.pk}", reverse("staff_load", args=[colleague.pk, world.site.pk])
    sent = {f"{name}-weekly_hours": "22.5", f"{name}-caseload": "12", f"{name}-credentials": ["Training in EMDR"]}
    assert director.post(address, sent).status_code == 303
    assert loads_at(world.site)[colleague.pk] == Load(1350, 12, frozenset({"Training in EMDR"}))
    assert 'value="22.5"' in director.get(page).text
    assert director.post(address, {**sent, f"{name}-languages": "Spanish, es-US, Hmong"}).status_code == 303
    assert loads_at(world.site)[colleague.pk].languages == ("Spanish", "Hmong")
    assert 'value="Spanish, Hmong"' in director.get(page).text
    wrong = director.post(address, {**sent, f"{name}-caseload": "-1"})
    assert wrong.status_code == 422
    assert 'value="-1"' in wrong.text
    assert director.post(address, {}).status_code == 303
    assert loads_at(world.site)[colleague.pk] == Load()
    elsewhere = reverse("staff_load", args=[colleague.pk, world.other_site.pk])
    assert director.post(elsewhere, sent).status_code == 404
    desk = reverse("staff_person", args=[world.staff["front desk"].pk])
    assert "What they take on" not in director.get(desk).text


def test_a_director_says_when_somebody_works_from_a_day_on(world):
    from stepwell.domain.availability.queries import working_at

    director, colleague = world.browser("director"), world.staff["colleague"]
    page = reverse("staff_person", args=[colleague.pk])
    assert "When they work: any time" in director.get(page).text
    name, address = f"load-{world.site.pk}", reverse("staff_load", args=[colleague.pk, world.site.pk])
    sent = {f"{name}-weekly_hours": "20"}
    for day in range(4):
        sent |= {f"{name}-from_{day}": "09:00", f"{name}-until_{day}": "17:00"}
    half = director.post(address, {**sent, f"{name}-from_4": "09:00"})
    assert half.status_code == 422
    assert "Friday has one time alone" in half.text
    # both or nothing: what somebody takes on wasn't saved either
    past = director.post(address, {**sent, f"{name}-from_on": "2020-01-01"})
    assert past.status_code == 422
    assert "This day has passed" in past.text
    assert loads_at(world.site) == {}
    assert director.post(address, {**sent, f"{name}-from_on": ""}).status_code == 303
    (week,) = working_at(world.site)[colleague.pk].editions
    assert week.words == "Mon, Tue, Wed, Thu 09:00 to 17:00"
    assert 'value="09:00"' in director.get(page).text
    later = {f"{name}-from_on": "2099-01-05"}
    assert director.post(address, {**sent, **later, f"{name}-until_0": "12:00"}).status_code == 303
    assert "From 5 Jan 2099: Mon 09:00 to 12:00; Tue, Wed, Thu 09:00 to 17:00" in director.get(page).text
