import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.clock import today
from demo.services.generation.programme import SIZES, Size, SlugInUse, generate


class Command(BaseCommand):
    help = "Make up a programme of a size, to measure and to try the product on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        sizes = ", ".join(
            f"{name}: {size.criteria} criteria and {size.measurements} measurements"
            for name, size in SIZES.items()
        )
        parser.add_argument("--size", choices=SIZES, default="S", help=sizes)
        parser.add_argument("--criteria", type=int, help="instead of the size's own number")
        parser.add_argument("--measurements", type=int, help="instead of the size's own number")
        parser.add_argument("--participants", type=int, help="instead of the size's own number")
        parser.add_argument("--requisitions", type=int, help="instead of the size's own number")
        parser.add_argument("--time-entries", type=int, help="instead of the size's own number")
        parser.add_argument("--expenses", type=int, help="instead of the size's own number")
        parser.add_argument("--slug", help="the programme's short name; prove-s for size S")
        parser.add_argument("--seed", type=int, default=2011, help="another one, another programme")

    def handle(self, *args: Any, **options: Any) -> None:
        given = {name: options[name] for name in Size._fields if options[name] is not None}
        size = SIZES[options["size"]]._replace(**given)
        slug = options["slug"] or f"prove-{options['size'].lower()}"
        started = time.perf_counter()
        try:
            program = generate(slug=slug, size=size, day=today(), seed=options["seed"])
        except SlugInUse:
            raise CommandError(f"«{slug}» is there already; give another --slug.") from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        seconds = time.perf_counter() - started
        self.stdout.write(f"Made «{program.slug}», {program.title}, in {seconds:.1f} s.")
