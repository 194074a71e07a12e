"""The pages of the register, as those who keep it and those who read it meet them."""

from django.urls import reverse


def page_of(client, case, **query):
    return client.get(case.get_absolute_url(), query).content.decode()


def address(name, *args):
    return reverse(f"requisitions:{name}", args=args)
