"""Who is there: a card, a code, or a number typed."""
