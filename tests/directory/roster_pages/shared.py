"""An activity with its roster's pages."""

FROM = "2011-09-01"

KEPT = "2013-10-01"


def told(response):
    return [str(message) for message in response.context["messages"]]
