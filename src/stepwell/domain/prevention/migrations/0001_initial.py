"""The prevention plan, skills, meetings outside, and reviews after a return to use."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('checkins', '0003_by_link'),
        ('people', '0006_cosigner'),
    ]

    operations = [
        migrations.CreateModel(
            name='UseReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField()),
                ('happened', models.TextField(blank=True, help_text='what happened before, as it was talked about')),
                ('helped', models.TextField(blank=True, help_text='what helped, then or before')),
                ('next_step', models.CharField(blank=True, max_length=200)),
                ('next_on', models.DateField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('check_in', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='use_review', to='checkins.checkin')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='use_reviews', to='people.client')),
                ('finished_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
        ),
        migrations.CreateModel(
            name='ProposedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('about', models.CharField(choices=[('prevention plan', 'prevention plan'), ('plan of care', 'plan of care')], max_length=20)),
                ('part', models.CharField(blank=True, max_length=20)),
                ('words', models.CharField(max_length=200)),
                ('reason', models.CharField(max_length=200)),
                ('is_taken', models.BooleanField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(help_text='when a change that was taken stood in the plan of care', null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='prevention.usereview')),
            ],
        ),
        migrations.CreateModel(
            name='OutsideMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField()),
                ('kind', models.CharField(choices=[('in person', 'A meeting I went to'), ('online', 'A meeting online or by phone'), ('one to one', 'With a sponsor, a peer or a mentor'), ('other', 'Something else that supports me')], max_length=20)),
                ('on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('written_at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_meetings', to='people.client')),
            ],
            options={
                'indexes': [models.Index(fields=['client', '-on'], name='outside_meetings_by_day')],
                'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='one_outside_meeting_per_key')],
            },
        ),
        migrations.CreateModel(
            name='PreventionPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prevention_plans', to='people.client')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client', 'number'), name='prevention_plan_once')],
            },
        ),
        migrations.CreateModel(
            name='SkillUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('skill_code', models.CharField(max_length=40)),
                ('helped', models.CharField(choices=[('yes', 'yes'), ('a little', 'a little'), ('no', 'no')], max_length=10)),
                ('tried_at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_uses', to='people.client')),
            ],
            options={
                'indexes': [models.Index(fields=['client', '-tried_at'], name='skill_uses_by_client')],
                'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='one_skill_use_per_key')],
            },
        ),
        migrations.CreateModel(
            name='SkillWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=60)),
                ('lead', models.CharField(blank=True, max_length=200)),
                ('steps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('is_offered', models.BooleanField(default=True)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_words', to='people.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'code', 'number'), name='skill_words_once')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('after', 'If I return to use'), ('skills', 'What helps me'), ('people', 'People I can call'), ('signs', 'Signs that it gets harder'), ('triggers', 'What makes it harder'), ('places', 'Places and situations')], max_length=20)),
                ('words', models.CharField(max_length=200)),
                ('suggested_at', models.DateTimeField()),
                ('is_taken', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prevention_suggestions', to='people.client')),
                ('suggested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['client', '-suggested_at'], name='suggestions_by_client')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('is_taken__isnull', True)), models.Q(('answered_at__isnull', False), ('is_taken__isnull', False)), _connector='OR'), name='suggestion_answered')],
            },
        ),
        migrations.AddConstraint(
            model_name='usereview',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('client',), name='one_open_use_review'),
        ),
        migrations.AddConstraint(
            model_name='usereview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('finished_by__isnull', True)), models.Q(('finished_at__isnull', False), ('finished_by__isnull', False), ('next_on__isnull', False), models.Q(('next_step', ''), _negated=True)), _connector='OR'), name='use_review_ends_with_a_step'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.UniqueConstraint(fields=('review', 'code'), name='change_proposed_once'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('is_taken__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('is_taken__isnull', False)), _connector='OR'), name='change_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('is_taken', True), _connector='OR'), name='only_taken_is_done'),
        ),
    ]
