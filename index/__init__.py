"""Documents in, passages out: reading a corpus, embedding it, keeping generations of it, searching one."""
