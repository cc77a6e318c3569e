"""When people can come and when they can't."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0006_cosigner'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sense', models.CharField(choices=[('cannot', 'I can’t come then'), ('only', 'I can come only then')], max_length=8)),
                ('kind', models.CharField(choices=[('work', 'Work'), ('school', 'School'), ('child care', 'Child care'), ('transport', 'Transport'), ('faith', 'Faith'), ('something else', 'Something else')], max_length=16)),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), help_text='0 is Monday', size=None)),
                ('from_time', models.TimeField(help_text="by the site's clock")),
                ('until_time', models.TimeField(help_text='at or before the start: over midnight')),
                ('first_on', models.DateField()),
                ('last_on', models.DateField(null=True)),
                ('said_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(help_text='when it was taken back', null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_times', to='people.client')),
                ('written_by', models.ForeignKey(help_text='empty: the client', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['client'], name='own_times_that_hold'), models.Index(fields=['client', '-said_at'], name='own_times_by_client')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__isnull', True), ('last_on__gte', models.F('first_on')), _connector='OR'), name='own_time_days_in_order')],
            },
        ),
    ]
