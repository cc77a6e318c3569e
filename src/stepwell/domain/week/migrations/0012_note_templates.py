"""What the shared block of a service begins with, in a site's own words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ("catalog", "0001_initial"),
        ("people", "0006_cosigner"),
        ("week", "0011_keep_apart"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("method", models.CharField(blank=True, max_length=200)),
                ("shared_note", models.TextField(blank=True)),
                (
                    "revision",
                    models.PositiveIntegerField(default=0, help_text="grows with each save; a stale save is refused"),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "saved_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="note_template", to="catalog.service"
                    ),
                ),
            ],
        ),
    ]
