"""From a question to an answer that quotes its documents and keeps to their rules."""
