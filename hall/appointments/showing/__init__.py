"""A pass as its bearer has it: on a telephone, or as a slip of paper."""
