/** The UUID of nothing, anywhere. */
export const UNKNOWN_UUID = '0197e1c2-0000-7000-8000-000000000000';
