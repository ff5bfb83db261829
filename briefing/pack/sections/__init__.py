"""Sections of the editions, one file each: from what an edition is about to blocks. Printed words stand here."""
