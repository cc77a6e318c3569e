"""What clients say of a session afterwards, and what came of it."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0006_cosigner'),
        ('week', '0013_series_waits'),
    ]

    operations = [
        migrations.CreateModel(
            name='SessionFeedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('helped', models.CharField(choices=[('yes', 'yes'), ('some', 'some'), ('not really', 'not really')], max_length=12)),
                ('words', models.TextField(blank=True, help_text="what should change, in the client's own words")),
                ('said_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, help_text='what was talked about, or changed')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='week.booking')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='people.client')),
            ],
            options={
                'verbose_name_plural': 'session feedback',
                'indexes': [models.Index(fields=['client', 'said_at'], name='feedback_by_client')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='feedback_answered_by_somebody')],
            },
        ),
    ]
