"""In which language a group is held."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("week", "0018_led_despite"),
    ]

    operations = [
        migrations.AddField(
            model_name="series",
            name="language",
            field=models.CharField(
                blank=True, help_text="in which it is held; empty: the program's usual one", max_length=40
            ),
        ),
    ]
