"""The rules that documents state, read out of them, each with the sentence that states it."""
