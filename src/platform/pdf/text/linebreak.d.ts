declare module 'linebreak' {
  /** What of linebreak is used; it brings no types. */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { readonly position: number } | null;
  }
}
