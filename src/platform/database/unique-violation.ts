/** Whether PostgreSQL refused a write because of this unique constraint or index, also when two writers raced. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const refused = error as { code?: string; constraint?: string } | null;
  return refused?.code === '23505' && refused.constraint === constraint;
}
