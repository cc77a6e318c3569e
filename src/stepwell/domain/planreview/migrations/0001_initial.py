"""Versions of plans, their signatures, and a site's clocks."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('admissions', '0012_offers_end'),
        ('people', '0006_cosigner'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanProtocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review_days', models.PositiveSmallIntegerField(default=30)),
                ('ahead_days', models.PositiveSmallIntegerField(default=7)),
                ('certify_days', models.PositiveSmallIntegerField(default=60)),
                ('first_day', models.PositiveSmallIntegerField(default=45)),
                ('second_day', models.PositiveSmallIntegerField(default=53)),
                ('certify_for', models.TextField(blank=True, help_text='one payer a line; empty: everybody')),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='plan_protocol', to='people.site')),
            ],
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('said', models.JSONField()),
                ('mark', models.CharField(max_length=40)),
                ('summary', models.TextField(blank=True, help_text='what the review found')),
                ('signed_at', models.DateTimeField()),
                ('signed_on', models.DateField(help_text="the site's day")),
                ('signed_as', models.CharField(help_text='name and credentials at signing', max_length=300)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='people.client')),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='admissions.episode')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
        ),
        migrations.CreateModel(
            name='PlanSignature',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('party', models.CharField(choices=[('client', 'Client'), ('certifier', 'Certifier')], max_length=10)),
                ('signed_as', models.CharField(blank=True, max_length=300)),
                ('refused_why', models.CharField(blank=True, max_length=500)),
                ('how', models.CharField(choices=[('phone', 'on their phone'), ('room', 'here, on our device'), ('console', 'in the console')], max_length=8)),
                ('on', models.DateField(help_text="the site's day")),
                ('witness', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='planreview.planversion')),
            ],
        ),
        migrations.AddIndex(
            model_name='planversion',
            index=models.Index(fields=['client', '-signed_at'], name='plan_versions_of_client'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('episode', 'number'), name='one_plan_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='plansignature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refused_why', ''), models.Q(('signed_as', ''), _negated=True)), models.Q(models.Q(('refused_why', ''), _negated=True), ('signed_as', '')), _connector='OR'), name='plan_signed_or_refused'),
        ),
        migrations.AddConstraint(
            model_name='plansignature',
            constraint=models.UniqueConstraint(condition=models.Q(('refused_why', '')), fields=('version', 'party'), name='plan_version_signed_once'),
        ),
    ]
