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
