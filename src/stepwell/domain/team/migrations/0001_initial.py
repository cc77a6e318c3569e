"""Meetings of the treatment team."""

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
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(help_text="the site's day")),
                ('opened_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_as', models.CharField(blank=True, help_text='name and credentials at signing', max_length=300)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_meetings', to='people.site')),
            ],
        ),
        migrations.CreateModel(
            name='Attendee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendees', to='team.meeting')),
            ],
        ),
        migrations.CreateModel(
            name='MeetingDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(help_text='0 is Monday')),
                ('starts_at_time', models.TimeField(help_text="by the site's clock")),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_day', to='people.site')),
            ],
        ),
        migrations.CreateModel(
            name='MeetingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('reasons', models.JSONField(default=list, help_text='[[why, words]] as they stood when the agenda was made')),
                ('note', models.TextField(blank=True)),
                ('plan_reviewed', models.BooleanField(default=False, help_text='the meeting went through the plan')),
                ('state', models.CharField(choices=[('open', 'open'), ('discussed', 'discussed'), ('not reached', 'not reached')], default='open', max_length=12)),
                ('revision', models.PositiveIntegerField(default=0, help_text='grows with each save; a stale save is refused')),
                ('saved_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_items', to='people.client')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='team.meeting')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MeetingAddendum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('written_as', models.CharField(max_length=300)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='team.meeting')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='team.meetingitem')),
            ],
            options={
                'verbose_name_plural': 'meeting addenda',
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=200)),
                ('due_on', models.DateField()),
                ('is_plan', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='team.meetingitem')),
            ],
        ),
        migrations.CreateModel(
            name='AgendaRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_requests', to='people.client')),
                ('taken_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='team.meetingitem')),
            ],
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('site', 'on'), name='one_team_meeting_a_day'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), models.Q(('signed_as', ''), _negated=True)), _connector='OR'), name='meeting_signed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='attendee',
            constraint=models.UniqueConstraint(fields=('meeting', 'staff'), name='there_once'),
        ),
        migrations.AddConstraint(
            model_name='meetingday',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='team_meets_on_a_weekday'),
        ),
        migrations.AddConstraint(
            model_name='meetingitem',
            constraint=models.UniqueConstraint(fields=('meeting', 'client'), name='once_on_the_agenda'),
        ),
        migrations.AddConstraint(
            model_name='meetingitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'discussed'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='discussed_with_a_note'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='decision_done_by_somebody'),
        ),
    ]
