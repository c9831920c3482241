"""What every room stands on: errors, faults, messages, seeds, canonical bytes. No domain knowledge, no I/O."""
