/** How light a colour is, from 0 to 1 (WCAG 2.2, relative luminance). */
function luminanceOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Black or white, whichever stands out more on a colour. */
export function readableOn(color: string): string {
  return luminanceOf(color) > 0.179 ? '#000000' : '#ffffff';
}

/** The colour where text in it can be read on white, at 3 to 1; else the ink of all other text. */
export function readableOnWhite(color: string, ink: string): string {
  return 1.05 / (luminanceOf(color) + 0.05) >= 3 ? color : ink;
}
