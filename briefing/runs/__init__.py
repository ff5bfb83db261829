"""Unattended runs: which packs are due, made on all cores, told at the end."""
