from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"

    def ready(self) -> None:
        from overview.queries.reviews import REVIEWS
        from overview.rules.waiting import waiting_lists

        waiting_lists.register(REVIEWS)
