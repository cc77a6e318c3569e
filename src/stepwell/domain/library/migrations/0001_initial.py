"""Starting points by edition."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0006_cosigner'),
    ]

    operations = [
        migrations.CreateModel(
            name='Library',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('words', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='libraries', to='people.site')),
            ],
            options={
                'verbose_name_plural': 'libraries',
                'constraints': [models.UniqueConstraint(fields=('site', 'number'), name='library_once_per_site'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('site',), name='one_draft_of_the_library')],
            },
        ),
    ]
