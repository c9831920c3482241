"""Opening a sealed record: who asks and why, what each custodian answers, and changing custodians."""
