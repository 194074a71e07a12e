"""Programmes with their main areas, initiatives and funding sources."""

from programs.models.basis import Basis
from programs.models.programs import FundingSource, Initiative, MainArea, Program

__all__ = ["Basis", "FundingSource", "Initiative", "MainArea", "Program"]
