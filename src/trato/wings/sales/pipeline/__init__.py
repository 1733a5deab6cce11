"""Pipelines and their stages: the steps that deals go through, and what a new organization starts with."""
