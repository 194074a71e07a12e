"""Reads Danish wordings: a criterion's into a proposal, a pasted section into an outline.

Pure: text in, dataclasses out. A proposal is never more than that: what is not understood stays
empty, and every value keeps the place in the text from which it was read.
"""
