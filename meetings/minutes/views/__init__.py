"""Pages of minutes: writing, reading, circulating, confirming, publishing."""
