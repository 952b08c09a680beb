"""Drafts become what everybody reads: looked through by the compiler, published now or at a moment, undone.

``examining`` says what a draft would do (pure); ``releases`` are drafts on their way out, one row each; ``rollout``
keeps those that wait fit for the plan that stands, and lets them out at their moment; ``coming`` says which plan may be
next, so that screens lay it out ahead.
"""
