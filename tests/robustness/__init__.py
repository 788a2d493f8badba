"""Nothing acknowledged is lost or doubled: killed servers, several servers, many people at once, damage on the disk."""
