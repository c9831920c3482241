"""What those said to be responsible are asked, what they answer, and what they acknowledge."""
