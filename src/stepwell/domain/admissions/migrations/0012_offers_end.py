"""An offer of a place stands until a moment; those made before stand until they are answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = (("admissions", "0011_outside_stays"),)

    operations = (
        migrations.AddField(
            "seatoffer",
            "answer_by",
            models.DateTimeField(help_text="until when it stands; empty: until it is answered", null=True),
        ),
    )
