"""What a camera sees: frames drawn here (``synthetic``) and photographs that others took (``foreign``, LICENCES.md)."""
