"""Plots as pictures."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('specification', models.JSONField()),
                ('svg', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField(db_index=True)),
                ('drawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('drawn_at__isnull', True), ('svg', '')), models.Q(('drawn_at__isnull', False), models.Q(('svg', ''), _negated=True)), _connector='OR'), name='drawn_picture_has_svg')],
            },
        ),
    ]
