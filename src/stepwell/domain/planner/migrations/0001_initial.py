"""What somebody asked the planner for: which week, how far the search is, what it proposes, what became of it."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0005_visitors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('place', 'Place people who are short of hours'), ('cover', 'Cover an absence')], max_length=8)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('solving', 'Solving'), ('ready', 'Ready'), ('nothing', 'Nothing'), ('accepted', 'Accepted'), ('dismissed', 'Dismissed')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='when the worker last said that it is at it')),
                ('stop_asked', models.BooleanField(default=False)),
                ('progress', models.JSONField(default=list)),
                ('result', models.JSONField(default=dict)),
                ('decided_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('away', models.ForeignKey(help_text='who is absent', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='people.site')),
            ],
            options={
                'indexes': [models.Index(fields=['site', '-asked_at'], name='proposals_by_site')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('away__isnull', True), ('kind', 'place')), models.Q(('away__isnull', False), ('kind', 'cover')), _connector='OR'), name='absence_has_somebody_absent'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='proposal_days_in_order')],
            },
        ),
    ]
