"""The end of the co-operation with a bureau: the hand-over package, leaving, the end itself."""
