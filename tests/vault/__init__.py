"""The file-system adapter, on real folders."""
