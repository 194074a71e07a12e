import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
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
                ('on', models.DateField(default=datetime.date(1, 1, 1))),
                ('is_retracted', models.BooleanField(default=False)),
                ('lines', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record'), name='search_row_once_a_record')],
                'indexes': [models.Index(fields=['kind', 'is_retracted', '-on', '-record'], name='search_row_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='OpenedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField()),
                ('address', models.CharField(max_length=500)),
                ('fields', models.TextField(blank=True)),
                ('written_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('led_to', models.CharField(blank=True, max_length=500)),
                ('record_model', models.CharField(blank=True, max_length=60)),
                ('record_id', models.BigIntegerField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['author', 'address'], name='opened_form_by_address')],
                'constraints': [models.UniqueConstraint(fields=('author', 'submission'), name='opened_form_once_a_submission'), models.CheckConstraint(condition=models.Q(('saved_at__isnull', True), ('fields', ''), _connector='OR'), name='opened_form_is_forgotten_once_saved')],
            },
        ),
    ]
