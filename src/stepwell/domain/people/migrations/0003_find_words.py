"""What finds a client, for everybody who is there already."""

import django.contrib.postgres.indexes
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import stepwell.domain.people.models


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The field writes itself: see `FindWordsField.pre_save`."""
    for client in apps.get_model("people", "Client").objects.iterator():
        client.save(update_fields=["find_words"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_more_roles")]

    operations = [
        migrations.AddField(
            model_name="client",
            name="find_words",
            field=stepwell.domain.people.models.FindWordsField(
                default="", editable=False, help_text="see people.rules.find_words"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="client",
            index=django.contrib.postgres.indexes.GinIndex(fields=["find_words"], name="clients_by_find_words"),
        ),
        migrations.AddIndex(
            model_name="clientidentifier",
            index=models.Index(fields=["value"], name="identifiers_by_value"),
        ),
    ]
