import core.attachments
import core.clock
import core.history
import django.db.models.deletion
import economy.models.postings
import simple_history.models
import uuid
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
            name='ColumnHeading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(max_length=60, unique=True, verbose_name='heading')),
                ('holds', models.CharField(blank=True, choices=[('on', 'Date'), ('amount', 'Amount (kr.)'), ('debit', 'Debit (kr.)'), ('credit', 'Credit (kr.)'), ('side', 'Debit or credit'), ('currency', 'Currency'), ('text', 'Text'), ('voucher', 'Voucher number'), ('line', 'Budget line')], max_length=10, verbose_name='holds')),
            ],
            options={
                'verbose_name': 'heading of a file',
                'verbose_name_plural': 'headings of files',
                'ordering': ['heading'],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, verbose_name='reference')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='granted (kr.)')),
                ('decision_reference', models.CharField(blank=True, max_length=300, verbose_name='decision')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='activities.activity', verbose_name='activity')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='programs.initiative', verbose_name='initiative')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='programs.fundingsource', verbose_name='funding source')),
            ],
            options={
                'verbose_name': 'budget line',
                'verbose_name_plural': 'budget lines',
                'ordering': ['source', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('source', 'ref'), name='budget_line_ref_once_a_source'), models.CheckConstraint(condition=models.Q(('initiative__isnull', True), ('activity__isnull', True), _connector='XOR'), name='budget_line_is_for_one_thing', violation_error_message='Choose either an initiative or an activity.'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='budget_line_is_not_negative', violation_error_message='Give an amount of 0 or more.')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
        migrations.CreateModel(
            name='BudgetRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('on', models.DateField(verbose_name='holds from')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='revised amount (kr.)')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('decision_reference', models.CharField(blank=True, max_length=300, verbose_name='decision')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='economy.budgetline', verbose_name='budget line')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'revised amount',
                'verbose_name_plural': 'revised amounts',
                'ordering': ['line', '-on', '-recorded_at', '-pk'],
                'indexes': [models.Index(fields=['line', 'on', 'recorded_at'], name='revision_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='revision_is_not_negative', violation_error_message='Give an amount of 0 or more.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='revision_has_its_reason', violation_error_message='Say why the amount is revised.')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('retracted_at', models.DateTimeField(blank=True, null=True, verbose_name='retracted at')),
                ('retraction_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('submission', models.UUIDField(editable=False, null=True)),
                ('on', models.DateField(verbose_name='date')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount (kr.)')),
                ('text', models.CharField(max_length=300, verbose_name='text')),
                ('released_on', models.DateField(blank=True, null=True, verbose_name='released on')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='economy.budgetline', verbose_name='budget line')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('retracted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retracted by')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
                'ordering': ['-on', '-recorded_at', '-pk'],
                'indexes': [models.Index(fields=['line', 'on'], name='commitment_of_line')],
                'constraints': [models.UniqueConstraint(fields=('recorded_by', 'submission'), name='commitment_once_a_submission'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='commitment_is_positive', violation_error_message='Give an amount of more than 0.'), models.CheckConstraint(condition=models.Q(('released_on__isnull', True), ('released_on__gte', models.F('on')), _connector='OR'), name='commitment_is_released_after_it_was_made', violation_error_message='It cannot be released before the day it was made.'), models.CheckConstraint(condition=models.Q(models.Q(('retracted_at__isnull', True), ('retraction_reason', '')), models.Q(('retracted_at__isnull', False), models.Q(('retraction_reason', ''), _negated=True)), _connector='OR'), name='commitment_retraction_has_its_reason', violation_error_message='Say why the commitment is taken back.')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('retracted_at', models.DateTimeField(blank=True, null=True, verbose_name='retracted at')),
                ('retraction_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('submission', models.UUIDField(editable=False, null=True)),
                ('on', models.DateField(verbose_name='date')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount (kr.)')),
                ('text', models.CharField(max_length=300, verbose_name='text')),
                ('voucher', models.CharField(blank=True, help_text='As in the finance system, so that the same voucher is never booked twice on a line.', max_length=60, verbose_name='voucher number')),
                ('voucher_key', economy.models.postings.VoucherKeyField(blank=True, editable=False, max_length=180)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='economy.budgetline', verbose_name='budget line')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('retracted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retracted by')),
                ('settles', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='economy.commitment', verbose_name='pays the commitment')),
            ],
            options={
                'verbose_name': 'expense',
                'verbose_name_plural': 'expenses',
                'ordering': ['-on', '-recorded_at', '-pk'],
                'indexes': [models.Index(fields=['line', 'on', 'retracted_at', 'amount'], name='expense_of_line')],
                'constraints': [models.UniqueConstraint(fields=('recorded_by', 'submission'), name='expense_once_a_submission'), models.UniqueConstraint(condition=models.Q(models.Q(('voucher_key', ''), _negated=True), ('amount__gt', 0), ('retracted_at__isnull', True)), fields=('line', 'voucher_key'), name='expense_voucher_once_a_line', violation_error_message='The voucher is booked already.'), models.UniqueConstraint(condition=models.Q(models.Q(('voucher_key', ''), _negated=True), ('amount__lt', 0), ('retracted_at__isnull', True)), fields=('line', 'voucher_key'), name='refund_voucher_once_a_line', violation_error_message='The voucher is booked already.'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='expense_is_not_nothing', violation_error_message='Give an amount other than 0.'), models.CheckConstraint(condition=models.Q(('settles__isnull', True), ('amount__gt', 0), _connector='OR'), name='refund_pays_no_commitment', violation_error_message='What was paid back pays no commitment.'), models.CheckConstraint(condition=models.Q(models.Q(('retracted_at__isnull', True), ('retraction_reason', '')), models.Q(('retracted_at__isnull', False), models.Q(('retraction_reason', ''), _negated=True)), _connector='OR'), name='expense_retraction_has_its_reason', violation_error_message='Say why the expense is taken back.')],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
        migrations.CreateModel(
            name='ExpenseAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('file', models.FileField(upload_to=core.attachments.attachment_path, verbose_name='file')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(help_text='Bytes.', verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(default=core.clock.now, verbose_name='uploaded at')),
                ('expense', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='economy.expense', verbose_name='expense')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
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
            name='HistoricalBudgetLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, verbose_name='reference')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='granted (kr.)')),
                ('decision_reference', models.CharField(blank=True, max_length=300, verbose_name='decision')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('activity', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='activities.activity', verbose_name='activity')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.initiative', verbose_name='initiative')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.fundingsource', verbose_name='funding source')),
            ],
            options={
                'verbose_name': 'historical budget line',
                'verbose_name_plural': 'historical budget lines',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCommitment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('retracted_at', models.DateTimeField(blank=True, null=True, verbose_name='retracted at')),
                ('retraction_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('submission', models.UUIDField(editable=False, null=True)),
                ('on', models.DateField(verbose_name='date')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount (kr.)')),
                ('text', models.CharField(max_length=300, verbose_name='text')),
                ('released_on', models.DateField(blank=True, null=True, verbose_name='released on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='economy.budgetline', verbose_name='budget line')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('retracted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retracted by')),
            ],
            options={
                'verbose_name': 'historical commitment',
                'verbose_name_plural': 'historical commitments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalExpense',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('retracted_at', models.DateTimeField(blank=True, null=True, verbose_name='retracted at')),
                ('retraction_reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('submission', models.UUIDField(editable=False, null=True)),
                ('on', models.DateField(verbose_name='date')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount (kr.)')),
                ('text', models.CharField(max_length=300, verbose_name='text')),
                ('voucher', models.CharField(blank=True, help_text='As in the finance system, so that the same voucher is never booked twice on a line.', max_length=60, verbose_name='voucher number')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='economy.budgetline', verbose_name='budget line')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('retracted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retracted by')),
                ('settles', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='economy.commitment', verbose_name='pays the commitment')),
            ],
            options={
                'verbose_name': 'historical expense',
                'verbose_name_plural': 'historical expenses',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
