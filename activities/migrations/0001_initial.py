import core.attachments
import core.clock
import core.history
import django.core.validators
import django.db.models.deletion
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('planned', 'Planned in the programme'), ('case', "A requisition's work")], default='planned', editable=False, max_length=8, verbose_name='kind')),
                ('ref', models.CharField(max_length=60, verbose_name='reference')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('heading', models.CharField(blank=True, help_text='The group it stands under in the programme document.', max_length=200, verbose_name='heading')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('planned_occurrences', models.PositiveIntegerField(blank=True, help_text='How many times it takes place: 2 international days, 30 workshops.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='planned occurrences')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='programs.initiative', verbose_name='initiative')),
                ('main_area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='programs.mainarea', verbose_name='main area')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to=settings.AUTH_USER_MODEL, verbose_name='responsible')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='activities.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
                'ordering': ['main_area', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('main_area', 'ref'), name='activity_ref_once_a_main_area'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='activity_starts_before_it_ends', violation_error_message='The activity ends before it starts: move one of the two dates.'), models.CheckConstraint(condition=models.Q(('planned_occurrences__isnull', True), ('planned_occurrences__gte', 1), _connector='OR'), name='activity_occurs_at_least_once', violation_error_message='Give at least one planned occurrence, or none at all.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalLogEntry',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('retracted_at', models.DateTimeField(blank=True, null=True, verbose_name='retracted at')),
                ('retraction_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('submission', models.UUIDField(editable=False, null=True)),
                ('on', models.DateField(db_index=True, verbose_name='date')),
                ('text', models.TextField(verbose_name='what happened')),
                ('attendance', models.PositiveIntegerField(blank=True, null=True, verbose_name='attendance')),
                ('approximate', models.BooleanField(default=False, verbose_name='attendance is a rough figure')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('activity', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='activities.activity', verbose_name='activity')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('main_area', models.ForeignKey(blank=True, db_constraint=False, help_text='Only for what belongs to no single activity.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.mainarea', verbose_name='main area')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('retracted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retracted by')),
                ('confirmed', models.CharField(blank=True, editable=False, max_length=200, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'historical log entry',
                'verbose_name_plural': 'historical log entries',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('retracted_at', models.DateTimeField(blank=True, null=True, verbose_name='retracted at')),
                ('retraction_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('submission', models.UUIDField(editable=False, null=True)),
                ('on', models.DateField(db_index=True, verbose_name='date')),
                ('text', models.TextField(verbose_name='what happened')),
                ('attendance', models.PositiveIntegerField(blank=True, null=True, verbose_name='attendance')),
                ('approximate', models.BooleanField(default=False, verbose_name='attendance is a rough figure')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='log_entries', to='activities.activity', verbose_name='activity')),
                ('main_area', models.ForeignKey(blank=True, help_text='Only for what belongs to no single activity.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='log_entries', to='programs.mainarea', verbose_name='main area')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('retracted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retracted by')),
                ('confirmed', models.CharField(blank=True, editable=False, max_length=200, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'log entry',
                'verbose_name_plural': 'log entries',
                'ordering': ['-on', '-recorded_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('retracted_at__isnull', False)), fields=['id'], name='log_entry_retracted')],
                'constraints': [models.UniqueConstraint(fields=('recorded_by', 'submission'), name='log_entry_once_a_submission'), models.CheckConstraint(condition=models.Q(models.Q(('activity__isnull', False), ('main_area__isnull', True)), models.Q(('activity__isnull', True), ('main_area__isnull', False)), _connector='OR'), name='log_entry_has_activity_or_main_area', violation_error_message='Choose either an activity or a main area.'), models.CheckConstraint(condition=models.Q(models.Q(('retracted_at__isnull', True), ('retraction_reason', '')), models.Q(('retracted_at__isnull', False), models.Q(('retraction_reason', ''), _negated=True)), _connector='OR'), name='log_entry_retraction_has_its_reason', violation_error_message='Say why the entry is retracted.'), models.CheckConstraint(condition=models.Q(('attendance__isnull', False), ('approximate', False), _connector='OR'), name='log_entry_rough_attendance_is_given', violation_error_message='Only an attendance that is given can be rough.')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalTimeEntry',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('on', models.DateField(verbose_name='date')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='hours')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('activity', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='activities.activity', verbose_name='activity')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('main_area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.mainarea', verbose_name='main area')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('log_entry', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='activities.logentry', verbose_name='log entry')),
                ('confirmed', models.CharField(blank=True, editable=False, max_length=200, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'historical time entry',
                'verbose_name_plural': 'historical time entries',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.FileField(upload_to=core.attachments.attachment_path, verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(help_text='Bytes.', verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(default=core.clock.now, verbose_name='uploaded at')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('log_entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='activities.logentry', verbose_name='log entry')),
                ('thumbnail', models.FileField(blank=True, editable=False, upload_to=core.attachments.thumbnail_path)),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalActivity',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('planned', 'Planned in the programme'), ('case', "A requisition's work")], default='planned', editable=False, max_length=8, verbose_name='kind')),
                ('ref', models.CharField(max_length=60, verbose_name='reference')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('heading', models.CharField(blank=True, help_text='The group it stands under in the programme document.', max_length=200, verbose_name='heading')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('planned_occurrences', models.PositiveIntegerField(blank=True, help_text='How many times it takes place: 2 international days, 30 workshops.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='planned occurrences')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.initiative', verbose_name='initiative')),
                ('main_area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.mainarea', verbose_name='main area')),
                ('responsible', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible')),
                ('place', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='activities.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'historical activity',
                'verbose_name_plural': 'historical activities',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='date')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='hours')),
                ('activity', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='activities.activity', verbose_name='activity')),
                ('log_entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='time_entry', to='activities.logentry', verbose_name='log entry')),
                ('main_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='programs.mainarea', verbose_name='main area')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('confirmed', models.CharField(blank=True, editable=False, max_length=200, verbose_name='confirmed')),
            ],
            options={
                'verbose_name': 'time entry',
                'verbose_name_plural': 'time entries',
                'ordering': ['-on', '-pk'],
                'indexes': [models.Index(fields=['activity', 'person', 'on', 'minutes', 'log_entry'], name='time_entry_sums')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('minutes__lte', 1440)), name='time_entry_fits_in_a_day', violation_error_message='A day has 24 hours: give more than 0 and at most 24.'), models.CheckConstraint(condition=models.Q(('activity__isnull', True), ('main_area__isnull', True), _connector='XOR'), name='time_entry_has_one_subject', violation_error_message='Choose an activity, or a main area where none fits.'), models.UniqueConstraint(condition=models.Q(('log_entry__isnull', True)), fields=('person', 'activity', 'on'), name='time_entry_once_a_day_in_the_week'), models.UniqueConstraint(condition=models.Q(('log_entry__isnull', True)), fields=('person', 'main_area', 'on'), name='time_entry_once_a_day_in_the_week_of_an_area')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
    ]
