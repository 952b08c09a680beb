"""What stations asked, so that nothing is answered twice."""
