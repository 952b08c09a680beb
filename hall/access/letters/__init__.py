"""审批授权委托书: the papers from which every right comes. A letter says who, through which doors, from when to when,
and who signed it. It counts once its scan lies here and a second person has read it, as long as nothing of it was
changed."""
