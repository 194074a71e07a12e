import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Version',
            fields=[
                ('scope', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='FileGeneration',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='core_one_file_generation')],
            },
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('succeeded', models.BooleanField(default=False)),
                ('result', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender', models.CharField(max_length=320)),
                ('to', models.CharField(max_length=320)),
                ('subject', models.CharField(max_length=998)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('claimed', 'Uncertain'), ('sent', 'Sent'), ('given_up', 'Given up')], default='waiting', max_length=8)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_try', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='mail_sent_at_once_sent')],
            },
        ),
        migrations.CreateModel(
            name='SearchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.BigIntegerField()),
                ('right', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField()),
                ('on', models.DateField(null=True)),
                ('is_retracted', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record'), name='search_row_once_a_record')],
            },
        ),
    ]
