"""Work after the commit: nothing is forgotten, nothing is given up that only waits, a dead worker is succeeded."""
