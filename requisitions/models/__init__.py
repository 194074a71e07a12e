"""Requisitions: who asked for help, what came of it, and what they say afterwards."""

from requisitions.models.cases import Party, Requisition, StateChange
from requisitions.models.follow_ups import FollowUp
from requisitions.models.register_rule import RegisterRule

__all__ = ["FollowUp", "Party", "RegisterRule", "Requisition", "StateChange"]
