"""The packet by edition, and what clients signed."""

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
            name='Packet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('words', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packets', to='people.site')),
            ],
        ),
        migrations.CreateModel(
            name='Orientation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('said', models.JSONField()),
                ('signed_as', models.CharField(max_length=260)),
                ('signed_how', models.CharField(choices=[('phone', 'on their phone'), ('room', 'here, on our device'), ('paper', 'on paper')], max_length=8)),
                ('signed_on', models.DateField()),
                ('witness', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orientations', to='people.client')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('packet', models.ForeignKey(help_text='empty: our words', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orientation.packet')),
            ],
        ),
        migrations.AddConstraint(
            model_name='packet',
            constraint=models.UniqueConstraint(fields=('site', 'number'), name='packet_once_per_site'),
        ),
        migrations.AddConstraint(
            model_name='packet',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('site',), name='one_draft_of_the_packet'),
        ),
        migrations.AddIndex(
            model_name='orientation',
            index=models.Index(fields=['client', '-recorded_at'], name='orientation_of_client'),
        ),
        migrations.AddConstraint(
            model_name='orientation',
            constraint=models.CheckConstraint(condition=models.Q(('signed_how', 'phone'), models.Q(('witness', ''), _negated=True), _connector='OR'), name='orientation_with_witness'),
        ),
    ]
