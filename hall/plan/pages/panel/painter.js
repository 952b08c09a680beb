/* The players' own painter, a script of the screens' page that this page loads as it is. */

export const { paint, measure } = globalThis;
