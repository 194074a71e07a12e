"""What the tests of booking share."""


def refused(error):
    return " ".join(error.value.messages)
