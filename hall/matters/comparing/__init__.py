"""What another catalogue changes for people: in words, thing by thing (``words``), and as lists, by every combination
of answers that gets another one (``lists``). Pure, over the treaty alone."""

from hall.matters.comparing.lists import Row, State, changed_lists, state_of
from hall.matters.comparing.words import Told, changed_words

__all__ = ["Row", "State", "Told", "changed_lists", "changed_words", "state_of"]
