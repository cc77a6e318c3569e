"""A note of a session with family that the client didn't come to; signed it says who did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column and what holds for it."""

    dependencies = [
        ("careplan", "0003_fuller_plan"),
        ("people", "0006_cosigner"),
        ("week", "0016_joined_split_and_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="without_client",
            field=models.BooleanField(default=False, help_text="of an own session that only the family came to"),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_at__isnull", True),
                    ("without_client", False),
                    models.Q(("company", []), _negated=True),
                    _connector="OR",
                ),
                name="signed_note_was_of_somebody",
            ),
        ),
    ]
