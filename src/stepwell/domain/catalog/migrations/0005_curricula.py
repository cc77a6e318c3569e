"""A site takes curricula: topics in order, with their credit and terms."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_days_change_and_close"),
        ("people", "0005_visitors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Curriculum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(help_text="of the file it was taken from", max_length=40)),
                ("title", models.CharField(max_length=80)),
                ("minutes", models.PositiveSmallIntegerField(help_text="of a session, as the source has it")),
                ("when", models.CharField(blank=True, max_length=200)),
                ("credit", models.CharField(max_length=200)),
                ("license", models.CharField(max_length=300)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="curricula", to="people.site"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "curricula",
            },
        ),
        migrations.CreateModel(
            name="CurriculumSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("topic", models.CharField(max_length=120)),
                (
                    "curriculum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="catalog.curriculum"
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.AddConstraint(
            model_name="curriculum",
            constraint=models.UniqueConstraint(fields=("site", "code"), name="curriculum_once_per_site"),
        ),
        migrations.AddConstraint(
            model_name="curriculumsession",
            constraint=models.UniqueConstraint(fields=("curriculum", "number"), name="one_topic_per_number"),
        ),
    ]
