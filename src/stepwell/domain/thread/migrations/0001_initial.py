"""Links of the thread: answers to findings, instruments of objectives, objectives of signed notes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('admissions', '0012_offers_end'),
        ('careplan', '0002_corrected_by'),
        ('people', '0006_cosigner'),
        ('week', '0013_series_waits'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoteObjective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField()),
                ('note', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='served', to='week.note')),
                ('objective', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='careplan.objective')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
        ),
        migrations.CreateModel(
            name='ObjectiveMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument_code', models.CharField(max_length=40)),
                ('chosen_at', models.DateTimeField()),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('objective', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shown_by', to='careplan.objective')),
            ],
        ),
        migrations.CreateModel(
            name='FindingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(max_length=300)),
                ('code', models.CharField(max_length=100)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('said_at', models.DateTimeField()),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finding_answers', to='admissions.episode')),
                ('problem', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='finding_answers', to='careplan.problem')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('episode', 'system', 'code'), name='one_answer_per_finding'), models.CheckConstraint(condition=models.Q(models.Q(('problem__isnull', False), ('reason', '')), models.Q(('problem__isnull', True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='finding_has_problem_or_reason')],
            },
        ),
    ]
