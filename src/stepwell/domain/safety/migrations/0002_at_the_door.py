"""Whether a safety event was said at a device at the door, and at whose."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_closed_places"),
        ("people", "0006_cosigner"),
        ("safety", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="safetyevent",
            name="at_door",
            field=models.BooleanField(
                default=False, help_text="said at a device at the door, and not on their own phone"
            ),
        ),
        migrations.AddField(
            model_name="safetyevent",
            name="place",
            field=models.ForeignKey(
                help_text="at whose door, where it has a room",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.place",
            ),
        ),
        migrations.AddConstraint(
            model_name="safetyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__isnull", True), ("at_door", True), _connector="OR"),
                name="safety_place_has_a_door",
            ),
        ),
    ]
