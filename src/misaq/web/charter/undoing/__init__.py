"""The undo desk: what would follow if amendments were taken back, worked out for whoever asks and kept nowhere."""
