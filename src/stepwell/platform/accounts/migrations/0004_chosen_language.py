"""The language that an account's owner chose. The database knows that none is chosen: a web server of the version
before may still be making accounts.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_cache_table"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True, default="", db_default="", help_text="which its owner chose; empty: none", max_length=10
            ),
        ),
    ]
