"""What of the record becomes public: cases field by field, counts release by release; two sides agree to each."""
