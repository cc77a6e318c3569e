"""What payers authorized, edition by edition, and how early a site hears that one runs out."""

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
            name='Authorization',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('entered_at', models.DateTimeField()),
                ('ended_on', models.DateField(null=True)),
                ('ended_why', models.CharField(blank=True, max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorizations', to='people.client')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
        ),
        migrations.CreateModel(
            name='AuthorizationTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveSmallIntegerField()),
                ('is_current', models.BooleanField(default=True)),
                ('payer', models.CharField(max_length=200)),
                ('number', models.CharField(max_length=80)),
                ('unit', models.CharField(choices=[('day', 'day'), ('hour', 'hour'), ('15 minutes', '15 minutes')], max_length=12)),
                ('units', models.PositiveIntegerField()),
                ('day_minutes', models.PositiveSmallIntegerField(default=0, help_text="the payer's day rule; 0 where it has none")),
                ('first_on', models.DateField()),
                ('last_on', models.DateField(help_text='the last day that belongs to it')),
                ('next_review_on', models.DateField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('authorization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='coverage.authorization')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'verbose_name_plural': 'authorization terms',
            },
        ),
        migrations.CreateModel(
            name='CoverageProtocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('warn_days', models.PositiveSmallIntegerField(default=7)),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='coverage_protocol', to='people.site')),
            ],
        ),
        migrations.AddIndex(
            model_name='authorization',
            index=models.Index(fields=['client', '-entered_at'], name='authorizations_by_client'),
        ),
        migrations.AddConstraint(
            model_name='authorization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_on__isnull', True), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_on__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='authorization_ends_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='authorizationterms',
            constraint=models.UniqueConstraint(fields=('authorization', 'edition'), name='terms_once_per_edition'),
        ),
        migrations.AddConstraint(
            model_name='authorizationterms',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('authorization',), name='one_current_edition_of_terms'),
        ),
        migrations.AddConstraint(
            model_name='authorizationterms',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='authorization_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='authorizationterms',
            constraint=models.CheckConstraint(condition=models.Q(('units__gte', 1)), name='authorization_has_units'),
        ),
        migrations.AddConstraint(
            model_name='coverageprotocol',
            constraint=models.CheckConstraint(condition=models.Q(('warn_days__range', (1, 90))), name='warned_within_a_season'),
        ),
    ]
