"""A partnership's return: answers, checks, sign-off, the frozen form."""
