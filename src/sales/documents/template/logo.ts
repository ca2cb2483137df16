/** An image as it is kept: safe to embed as it is, and without what cameras and programs write beside the picture. */
export interface ReadLogo {
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

/** Why something is no logo, as a predicate: "must be a PNG or JPEG image". */
export class UnfitImage extends Error {}
