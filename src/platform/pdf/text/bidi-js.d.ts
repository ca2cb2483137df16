declare module 'bidi-js' {
  /** What of bidi-js is used; it brings no types. */
  interface Bidi {
    getEmbeddingLevels(text: string, direction?: 'ltr' | 'rtl'): { readonly levels: Uint8Array };
  }
  export default function createBidi(): Bidi;
}
