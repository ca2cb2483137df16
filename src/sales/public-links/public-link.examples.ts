/** The public link of the example's invoice. */
export const PUBLIC_LINK_EXAMPLE = 'https://recount.example/i/AZfhwn9gfB6wpF0PHJorPAZ5rX0WqjvG2hVQpRkYc1mT';
