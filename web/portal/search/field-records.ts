import { plainText } from '../markdown/plain-text.ts';
import { type AttributeSection, anchorOf } from '../model/anchors.ts';
import { type Attribute, flattenAttributes } from '../model/attributes.ts';
import type { EndpointPage, ErrorPage } from '../model/pages.ts';
import type { SearchRecord } from './search-record.ts';

interface Place {
  readonly page: EndpointPage | ErrorPage;
  readonly section: AttributeSection;
  /** As a reader calls it: `body`, `answer 200`. */
  readonly called: string;
  readonly direction: 'request' | 'answer' | 'error';
  readonly attribute: Attribute;
}

/** What is sent is asked about more often than what comes back, and what every error has least. */
const WEIGHTS: Readonly<Record<Place['direction'], number>> = { request: 1, answer: 0.6, error: 0.4 };

/**
 * The fields of all pages. A field that says the same in many places is one record, so that it does not drown the rest:
 * it leads to where it stands nearest to the top (a detail of an error to the error’s own page), and tells how many others have it.
 */
export function fieldRecords(
  endpoints: readonly EndpointPage[],
  errors: readonly ErrorPage[],
): SearchRecord[] {
  const places = [...errors.flatMap(detailsOf), ...endpoints.flatMap(placesOf)].filter(({ attribute }) =>
    /\w/.test(attribute.name),
  );
  const groups = Map.groupBy(places, ({ direction, attribute: { name, description } }) =>
    JSON.stringify([direction, name, description]),
  );
  return [...groups.values()].map(fieldRecord);
}

function placesOf(page: EndpointPage): Place[] {
  const { headers, pathParameters, queryParameters, body, responses } = page;
  const inRequest = (section: AttributeSection, called: string, attributes: readonly Attribute[]) =>
    flattenAttributes(attributes).map((attribute) => {
      return { page, section, called, direction: 'request' as const, attribute };
    });
  return [
    ...inRequest('header', 'headers', headers),
    ...inRequest('path', 'path', pathParameters),
    ...inRequest('query', 'query', queryParameters),
    ...inRequest('body', 'body', body),
    ...responses.flatMap(({ status, attributes }) =>
      flattenAttributes(attributes).map((attribute) => {
        const direction = status.startsWith('2') ? ('answer' as const) : ('error' as const);
        return {
          page,
          section: `response-${status}` as const,
          called: `answer ${status}`,
          direction,
          attribute,
        };
      }),
    ),
  ];
}

function detailsOf(page: ErrorPage): Place[] {
  return flattenAttributes(page.details).map((attribute) => {
    return { page, section: 'details', called: 'answer', direction: 'error', attribute };
  });
}

function fieldRecord(places: readonly Place[]): SearchRecord {
  const { page, section, called, direction, attribute } = nearestToTheTop(places);
  const { name, path, description, enumValues } = attribute;
  const titles = new Set(places.map((place) => place.page.title));
  const others = titles.size - 1;
  const elsewhere = others === 0 ? '' : others === 1 ? ', and 1 more page' : `, and ${others} more pages`;
  return {
    kind: 'field',
    title: name,
    path: `${page.path}#${anchorOf(section, path)}`,
    detail: `${called} of ${page.title}${elsewhere}`,
    ...(path === name ? {} : { trail: path }),
    text: plainText(description),
    words: enumValues.map(({ value }) => value).join(' '),
    weight: WEIGHTS[direction],
  };
}

function nearestToTheTop(places: readonly Place[]): Place {
  const depthOf = ({ attribute }: Place) => attribute.path.split('.').length;
  return places.reduce((best, place) => (depthOf(place) < depthOf(best) ? place : best));
}
