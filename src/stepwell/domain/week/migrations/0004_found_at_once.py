"""Who didn't come lately is found without reading every visit there ever was."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("week", "0003_saved_by")]
    operations = [
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=Q(status="no_show", canceled_at__isnull=True),
                fields=["starts_at"],
                name="missed_bookings_by_time",
            ),
        ),
    ]
