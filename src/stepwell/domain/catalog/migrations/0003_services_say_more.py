"""A service says who sits together, its code, the credential it needs and whether it counts; it can be closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_weeks_besides_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="code",
            field=models.CharField(blank=True, help_text="what a payer knows it by, as the site sets it", max_length=8),
        ),
        migrations.AddField(
            model_name="service",
            name="counts",
            field=models.BooleanField(default=True, help_text="its clinical segments count as clinical minutes"),
        ),
        migrations.AddField(
            model_name="service",
            name="credential",
            field=models.CharField(blank=True, help_text="what who leads it needs, as the site says it", max_length=80),
        ),
        migrations.AddField(
            model_name="service",
            name="is_open",
            field=models.BooleanField(default=True, help_text="offered to new groups"),
        ),
        migrations.AddField(
            model_name="service",
            name="kind",
            field=models.CharField(
                choices=[("group", "group"), ("individual", "individual"), ("family", "family"), ("other", "other")],
                default="group",
                max_length=12,
            ),
        ),
    ]
