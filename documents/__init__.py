"""What is written and approved: approvals, plans, indicators, reviews, archive."""
