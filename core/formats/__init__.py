"""Formats by language, for Django's FORMAT_MODULE_PATH."""
