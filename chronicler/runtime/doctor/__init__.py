"""The doctor: what is wrong with a vault, its data and its accounts, each finding with its way out."""
