import { encode } from 'fast-png';

const WIDTH = 320;
const HEIGHT = 200;
const PAPER = [250, 250, 247];
const WALL = [60, 72, 66];
const LOAD = [11, 107, 79];

/** Left, top, width and height: the walls of a garage, and what stood in it. */
const SHAPES: readonly (readonly [rectangle: readonly number[], color: readonly number[]])[] = [
  [[30, 24, 260, 152], WALL],
  [[36, 30, 248, 140], PAPER],
  [[110, 170, 100, 6], PAPER],
  [[52, 44, 70, 52], LOAD],
  [[134, 44, 40, 40], LOAD],
  [[52, 108, 44, 44], LOAD],
  [[214, 60, 54, 92], LOAD],
];

/** A plan of the garage that was emptied, as a small PNG. */
export function drawPlan(): Buffer {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  const fill = ([left, top, width, height]: readonly number[], color: readonly number[]) => {
    for (let y = top!; y < top! + height!; y += 1)
      for (let x = left!; x < left! + width!; x += 1) data.set(color, (y * WIDTH + x) * 3);
  };
  fill([0, 0, WIDTH, HEIGHT], PAPER);
  for (const [rectangle, color] of SHAPES) fill(rectangle, color);
  return Buffer.from(encode({ width: WIDTH, height: HEIGHT, data, channels: 3 }));
}
