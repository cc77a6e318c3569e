"""A draft knows the page that saves it by itself, so that what comes late from a page that was left is told apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = (("admissions", "0007_online_referrals"),)

    operations = (
        migrations.AddField("placement", "saved_from", models.CharField(blank=True, default="", max_length=40)),
    )
