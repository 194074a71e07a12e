import core.history
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('activities', '0001_initial'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalStaffAllocation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('fte', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='full-time equivalents')),
                ('weekly_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='hours a week')),
                ('starts_on', models.DateField(blank=True, help_text='Left empty: with the programme.', null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, help_text='Left empty: with the programme.', null=True, verbose_name='ends on')),
                ('decision_reference', models.CharField(blank=True, max_length=300, verbose_name='decision')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, help_text='Left empty where it is for single activities.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.initiative', verbose_name='initiative')),
                ('main_area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.mainarea', verbose_name='main area')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, help_text='Whose hours they are. Left empty where nobody in particular is set to it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'historical allocation of staff',
                'verbose_name_plural': 'historical allocations of staff',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='StaffAllocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('fte', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='full-time equivalents')),
                ('weekly_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='hours a week')),
                ('starts_on', models.DateField(blank=True, help_text='Left empty: with the programme.', null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, help_text='Left empty: with the programme.', null=True, verbose_name='ends on')),
                ('decision_reference', models.CharField(blank=True, max_length=300, verbose_name='decision')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('activities', models.ManyToManyField(blank=True, help_text='One or several that share it; none where it is for an initiative.', related_name='allocations', to='activities.activity', verbose_name='activities')),
                ('initiative', models.ForeignKey(blank=True, help_text='Left empty where it is for single activities.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='programs.initiative', verbose_name='initiative')),
                ('main_area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='programs.mainarea', verbose_name='main area')),
                ('person', models.ForeignKey(blank=True, help_text='Whose hours they are. Left empty where nobody in particular is set to it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'allocation of staff',
                'verbose_name_plural': 'allocations of staff',
                'ordering': ['main_area', 'position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('fte__isnull', True), ('weekly_hours__gt', 0)), models.Q(('fte__gt', 0), ('weekly_hours__isnull', True)), _connector='OR'), name='allocation_is_fte_or_weekly_hours', violation_error_message='Give either full-time equivalents or hours a week, more than 0.'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='allocation_starts_before_it_ends', violation_error_message='The allocation ends before it starts: move one of the two dates.')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStaffAllocation_activities',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('activity', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='activities.activity')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='resources.historicalstaffallocation')),
                ('staffallocation', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='resources.staffallocation')),
            ],
            options={
                'verbose_name': 'HistoricalStaffAllocation_activities',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
