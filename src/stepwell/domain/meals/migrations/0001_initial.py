"""What clients eat, and the diets of a site."""

import django.contrib.postgres.fields
import django.db.models.deletion
import stepwell.platform.keyring.field
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0005_visitors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Diet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('labels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='diets by name, as said then', size=None)),
                ('allergies', stepwell.platform.keyring.field.EncryptedTextField(blank=True, help_text="what they mustn't eat, in words")),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diets', to='people.client')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('client',), name='one_diet_per_client'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='diet_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='DietLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('retired_at', models.DateTimeField(null=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diet_labels', to='people.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'name'), name='one_diet_per_name')],
            },
        ),
    ]
