"""Who carries out a computation over blocks of rows. So far every room computes in one process."""
