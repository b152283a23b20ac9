/** What this folder takes from the language so often that a bundle is smaller with it named once. */
export const { max, min } = Math;
export const { entries, fromEntries } = Object;
