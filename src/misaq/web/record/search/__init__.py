"""Finding cases: by what stands in clear, by names inside an unlocked session; counts over time; acts on many."""
