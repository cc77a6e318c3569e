"""A post says who signs beside somebody under supervision."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """A column, and that nobody signs beside themselves."""

    dependencies = [("people", "0005_visitors")]
    operations = [
        migrations.AddField(
            model_name="post",
            name="cosigner",
            field=models.ForeignKey(
                help_text="signs the notes of this post too",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.staff",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=Q(cosigner__isnull=True) | ~Q(cosigner=F("staff")), name="cosigner_is_another"
            ),
        ),
    ]
