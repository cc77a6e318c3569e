"""Calendar feeds."""

import django.db.models.deletion
import stepwell.platform.keyring.field
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0005_visitors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(help_text='SHA-256 of the token', max_length=64, unique=True)),
                ('token', stepwell.platform.keyring.field.EncryptedTextField(help_text='emptied when it is revoked')),
                ('shows_place', models.BooleanField(default=False, help_text='whether its owner wants the place in it')),
                ('made_at', models.DateTimeField()),
                ('fetched_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='people.client')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='feeds', to='people.staff')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('client__isnull', True), ('staff__isnull', False)), models.Q(('client__isnull', False), ('staff__isnull', True)), _connector='OR'), name='feed_of_one_person'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('client',), name='one_feed_per_client'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('staff',), name='one_feed_per_staff'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), ('token', ''), _connector='OR'), name='revoked_feed_has_no_token')],
            },
        ),
    ]
