"""Tests of the office writer."""
