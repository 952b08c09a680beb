/* What somebody at the plan asks to see, for whoever shows it: a pin's sentence, what is chosen, its form. */

import { topic } from "../model/topic.js";

export const pinAsked = topic(), thingAsked = topic(), formAsked = topic();
