"""From the draw to the room: invitations, replies, who stands in, and the panel by its composition alone."""
