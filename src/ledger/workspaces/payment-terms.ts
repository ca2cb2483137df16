/** When a document falls due where nothing else says so. */
export const PAYMENT_TERMS = ['due_on_receipt', 'net7', 'net15', 'net30', 'net45', 'net60'] as const;
