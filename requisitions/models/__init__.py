"""Requisitions: who asked for help, what came of it, and what they say afterwards."""

from requisitions.models.cases import FollowUp, Party, RegisterRule, Requisition, StateChange

__all__ = ["FollowUp", "Party", "RegisterRule", "Requisition", "StateChange"]
