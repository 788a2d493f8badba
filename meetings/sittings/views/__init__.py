"""Pages of meetings: lists, one meeting, its agenda, its attendance, its notice, its papers."""
