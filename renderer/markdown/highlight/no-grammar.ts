/** Stands in the bundle for a grammar that is left out, see left-out.ts. */
export default []
