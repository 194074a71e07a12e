import core.clock
import core.history
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tries',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('count', models.PositiveIntegerField(default=0)),
                ('since', models.DateTimeField()),
                ('last', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(help_text='What the person types to sign in.', max_length=60, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='user name')),
                ('full_name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(blank=True, help_text='Needed to reset a forgotten password.', max_length=254, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('consultant', 'Consultant'), ('manager', 'Manager'), ('admin', 'Administrator'), ('reader', 'Reader')], default='reader', help_text='Consultants log results; managers judge; administrators configure; readers only read.', max_length=12, verbose_name='role')),
                ('is_active', models.BooleanField(default=True, help_text='Remove the tick when somebody leaves. Users are never deleted.', verbose_name='may sign in')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('invited_at', models.DateTimeField(editable=False, null=True, verbose_name='invited')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'ordering': ['full_name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['consultant', 'manager', 'admin', 'reader'])), name='user_role_is_known'), models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='user_name_once_in_any_case', violation_error_message='Another user has that user name; choose another.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('username', models.CharField(db_index=True, help_text='What the person types to sign in.', max_length=60, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='user name')),
                ('full_name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(blank=True, help_text='Needed to reset a forgotten password.', max_length=254, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('consultant', 'Consultant'), ('manager', 'Manager'), ('admin', 'Administrator'), ('reader', 'Reader')], default='reader', help_text='Consultants log results; managers judge; administrators configure; readers only read.', max_length=12, verbose_name='role')),
                ('is_active', models.BooleanField(default=True, help_text='Remove the tick when somebody leaves. Users are never deleted.', verbose_name='may sign in')),
                ('is_demo', models.BooleanField(default=False, editable=False)),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical user',
                'verbose_name_plural': 'historical users',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='recorded at')),
                ('listed', models.JSONField(verbose_name='the list as it was')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'review of access',
                'verbose_name_plural': 'reviews of access',
                'ordering': ['-recorded_at', '-pk'],
            },
            bases=(core.history.ClockedHistory, models.Model),
        ),
    ]
