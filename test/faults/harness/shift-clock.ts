/** Loaded before the server: its clock goes wrong by FAULT_CLOCK_SHIFT seconds, and that of its database does not. */
const shift = Number(process.env.FAULT_CLOCK_SHIFT ?? 0) * 1000;
const TrueDate = Date;

globalThis.Date = class extends TrueDate {
  constructor(...parts: unknown[]) {
    if (parts.length === 0) super(TrueDate.now() + shift);
    else super(...(parts as [number]));
  }

  static override now(): number {
    return TrueDate.now() + shift;
  }
} as DateConstructor;
