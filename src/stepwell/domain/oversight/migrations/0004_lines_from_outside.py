"""A review also has a line for each login of family and referrers."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A line is about a post or a visitor."""

    dependencies = [("oversight", "0003_second_factor"), ("people", "0005_visitors")]
    operations = [
        migrations.AddField(
            model_name="accessline",
            name="visitor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.visitor"
            ),
        ),
        migrations.AlterField(
            model_name="accessline",
            name="post",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.post"
            ),
        ),
        migrations.AlterField(
            model_name="accessline",
            name="name",
            field=models.CharField(help_text="with a referrer's organization", max_length=402),
        ),
        migrations.AddConstraint(
            model_name="accessline",
            constraint=models.UniqueConstraint(fields=("review", "visitor"), name="one_line_a_visitor"),
        ),
        migrations.AddConstraint(
            model_name="accessline",
            constraint=models.CheckConstraint(
                condition=Q(post__isnull=False, visitor__isnull=True) | Q(post__isnull=True, visitor__isnull=False),
                name="line_about_a_post_or_a_visitor",
            ),
        ),
    ]
