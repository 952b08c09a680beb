"""办事要什么材料: which matter, a few questions, the list of what is needed, and the list to take along."""
