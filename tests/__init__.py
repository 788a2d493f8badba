"""Tests drive the real application."""
