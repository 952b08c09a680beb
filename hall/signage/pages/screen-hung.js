/* What the player shares with the other pages that hang in the hall: calls take turns, and the display stays awake. Its own
   scripts are classic (docs/decisions/0054-pages.md) and find it here. */
import { stayAwake } from "../kit/awake.js";
import { seam } from "../kit/seam.js";
import { takeTurns } from "../kit/turns.js";

seam({ takeTurns });
stayAwake();
