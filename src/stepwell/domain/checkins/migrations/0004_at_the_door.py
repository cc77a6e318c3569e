"""For which device at the door a link to a check-in was made."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0003_by_link"),
        ("people", "0006_cosigner"),
        ("week", "0018_led_despite"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkinlink",
            name="kiosk",
            field=models.ForeignKey(
                help_text="the device at the door it was made for",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="week.kiosk",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkinlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("kiosk__isnull", True), ("came_by", "door"), _connector="OR"),
                name="check_in_link_of_a_door",
            ),
        ),
    ]
