"""Reads of prevention. Every one takes the actor, and each look at somebody's record is written down."""
