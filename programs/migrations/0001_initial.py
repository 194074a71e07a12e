import core.history
import django.db.models.deletion
import programs.models.basis
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalProgram',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Stands in addresses: 2011, 2007-2. It cannot be changed afterwards.', max_length=40, verbose_name='short name')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(verbose_name='ends on')),
                ('annex', models.CharField(blank=True, max_length=60, verbose_name='annex')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('policy', models.TextField(blank=True, verbose_name='the policy it serves')),
                ('method', models.TextField(blank=True, verbose_name='method')),
                ('on_track_from', models.DecimalField(decimal_places=2, default=Decimal('90'), help_text='A value of at least this share of what is expected is on track.', max_digits=5, verbose_name='on track from (per cent)')),
                ('at_risk_from', models.DecimalField(decimal_places=2, default=Decimal('75'), help_text='Below it a criterion is behind.', max_digits=5, verbose_name='at risk from (per cent)')),
                ('follow_up_weeks', models.PositiveSmallIntegerField(default=8, help_text='So long after a requisition is completed its requester is asked.', verbose_name='follow-up after (weeks)')),
                ('min_response', models.DecimalField(decimal_places=2, default=Decimal('50'), help_text='With fewer answers than this a share of requesters is not computed.', max_digits=5, verbose_name='least response (per cent)')),
                ('fte', models.DecimalField(blank=True, decimal_places=2, help_text='Those of the main areas must add up to it before the programme is adopted.', max_digits=6, null=True, verbose_name='full-time equivalents in all')),
                ('fte_basis', models.CharField(choices=[('gross', 'gross: every week of the year is paid'), ('net', 'net: less public holidays and leave')], default='gross', max_length=5, verbose_name='basis of the full-time equivalent')),
                ('hours_per_fte', models.DecimalField(decimal_places=2, default=programs.models.basis.gross_hours, help_text="A year's. Left empty: worked out from the basis and the programme's year.", max_digits=7, verbose_name='hours per full-time equivalent')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                ('adoption_reference', models.CharField(blank=True, max_length=200, verbose_name='reference of the decision')),
                ('file_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'historical programme',
                'verbose_name_plural': 'historical programmes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='Stands in addresses: 2011, 2007-2. It cannot be changed afterwards.', max_length=40, unique=True, verbose_name='short name')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('starts_on', models.DateField(verbose_name='starts on')),
                ('ends_on', models.DateField(verbose_name='ends on')),
                ('annex', models.CharField(blank=True, max_length=60, verbose_name='annex')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('policy', models.TextField(blank=True, verbose_name='the policy it serves')),
                ('method', models.TextField(blank=True, verbose_name='method')),
                ('on_track_from', models.DecimalField(decimal_places=2, default=Decimal('90'), help_text='A value of at least this share of what is expected is on track.', max_digits=5, verbose_name='on track from (per cent)')),
                ('at_risk_from', models.DecimalField(decimal_places=2, default=Decimal('75'), help_text='Below it a criterion is behind.', max_digits=5, verbose_name='at risk from (per cent)')),
                ('follow_up_weeks', models.PositiveSmallIntegerField(default=8, help_text='So long after a requisition is completed its requester is asked.', verbose_name='follow-up after (weeks)')),
                ('min_response', models.DecimalField(decimal_places=2, default=Decimal('50'), help_text='With fewer answers than this a share of requesters is not computed.', max_digits=5, verbose_name='least response (per cent)')),
                ('fte', models.DecimalField(blank=True, decimal_places=2, help_text='Those of the main areas must add up to it before the programme is adopted.', max_digits=6, null=True, verbose_name='full-time equivalents in all')),
                ('fte_basis', models.CharField(choices=[('gross', 'gross: every week of the year is paid'), ('net', 'net: less public holidays and leave')], default='gross', max_length=5, verbose_name='basis of the full-time equivalent')),
                ('hours_per_fte', models.DecimalField(decimal_places=2, default=programs.models.basis.gross_hours, help_text="A year's. Left empty: worked out from the basis and the programme's year.", max_digits=7, verbose_name='hours per full-time equivalent')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted on')),
                ('adoption_reference', models.CharField(blank=True, max_length=200, verbose_name='reference of the decision')),
                ('file_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('closed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='closed on')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ['-starts_on', 'slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='program_starts_before_it_ends', violation_error_message='The programme ends before it starts: move one of the two dates.'), models.CheckConstraint(condition=models.Q(('at_risk_from__gte', 0), ('at_risk_from__lte', models.F('on_track_from')), ('on_track_from__lte', 100)), name='program_thresholds_in_order', violation_error_message='The thresholds must be between 0 and 100, with «at risk» no higher than «on track».'), models.CheckConstraint(condition=models.Q(('min_response__gte', 0), ('min_response__lte', 100)), name='program_min_response_is_per_cent', violation_error_message='Give a percentage from 0 to 100.'), models.CheckConstraint(condition=models.Q(('fte__isnull', True), ('fte__gte', 0), _connector='OR'), name='program_fte_is_not_negative', violation_error_message='Give a number of full-time equivalents, 0 or more.'), models.CheckConstraint(condition=models.Q(('hours_per_fte__gt', 0), ('fte_basis__in', ['gross', 'net'])), name='program_fte_has_hours', violation_error_message='A full-time equivalent has more than 0 hours a year.'), models.CheckConstraint(condition=models.Q(('hours_per_fte__lte', 2500)), name='program_fte_is_one_persons_year', violation_error_message='A full-time equivalent has at most 2.500 hours a year: type the hours of one.'), models.CheckConstraint(condition=models.Q(('adopted_on__isnull', False), ('adoption_reference', ''), _connector='OR'), name='program_decision_has_its_date', violation_error_message='Give the date of the decision beside its reference.'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('adopted_on__isnull', False), _connector='OR'), name='program_is_adopted_before_it_is_closed', violation_error_message='Only an adopted programme is closed.')],
            },
        ),
        migrations.CreateModel(
            name='MainArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('resource_title', models.CharField(blank=True, help_text="Where the programme's own table of resources calls the area something else.", max_length=200, verbose_name='title in the resource table')),
                ('fte', models.DecimalField(blank=True, decimal_places=2, help_text='Left empty: none is set aside for it.', max_digits=6, null=True, verbose_name='full-time equivalents')),
                ('policy_strand', models.CharField(blank=True, max_length=200, verbose_name='policy strand it serves')),
                ('challenge', models.TextField(blank=True, verbose_name='challenge')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('target_groups', models.TextField(blank=True, verbose_name='target groups')),
                ('method', models.TextField(blank=True, verbose_name='method')),
                ('anchoring', models.TextField(blank=True, verbose_name='anchoring')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='main_areas', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'main area',
                'verbose_name_plural': 'main areas',
                'ordering': ['program', 'number'],
                'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='main_area_number_once_a_programme', violation_error_message='The programme has a main area with that number.'), models.CheckConstraint(condition=models.Q(('fte__isnull', True), ('fte__gte', 0), _connector='OR'), name='main_area_fte_is_not_negative', violation_error_message='Give a number of full-time equivalents, 0 or more.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalInitiative',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, verbose_name='reference')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('main_area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.mainarea', verbose_name='main area')),
            ],
            options={
                'verbose_name': 'historical initiative',
                'verbose_name_plural': 'historical initiatives',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMainArea',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('resource_title', models.CharField(blank=True, help_text="Where the programme's own table of resources calls the area something else.", max_length=200, verbose_name='title in the resource table')),
                ('fte', models.DecimalField(blank=True, decimal_places=2, help_text='Left empty: none is set aside for it.', max_digits=6, null=True, verbose_name='full-time equivalents')),
                ('policy_strand', models.CharField(blank=True, max_length=200, verbose_name='policy strand it serves')),
                ('challenge', models.TextField(blank=True, verbose_name='challenge')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('target_groups', models.TextField(blank=True, verbose_name='target groups')),
                ('method', models.TextField(blank=True, verbose_name='method')),
                ('anchoring', models.TextField(blank=True, verbose_name='anchoring')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'historical main area',
                'verbose_name_plural': 'historical main areas',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFundingSource',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'historical funding source',
                'verbose_name_plural': 'historical funding sources',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='FundingSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='funding_sources', to='programs.program', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'funding source',
                'verbose_name_plural': 'funding sources',
                'ordering': ['program', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='funding_source_once_a_programme', violation_error_message='The programme has a funding source of that name.')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, verbose_name='reference')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('main_area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='initiatives', to='programs.mainarea', verbose_name='main area')),
            ],
            options={
                'verbose_name': 'initiative',
                'verbose_name_plural': 'initiatives',
                'ordering': ['main_area', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('main_area', 'ref'), name='initiative_ref_once_a_main_area')],
            },
        ),
    ]
