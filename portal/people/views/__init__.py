"""The pages of people, bodies, accounts and logs."""
