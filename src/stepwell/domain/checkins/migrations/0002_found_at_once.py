"""What nobody has read yet is found without reading what was read."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("checkins", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(condition=Q(seen_at__isnull=True), fields=["received_at"], name="unseen_check_ins"),
        ),
    ]
