"""What people are told about a return; one subject a file. Never an answer, only what happened."""
