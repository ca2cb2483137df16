import { plainText } from '../markdown/plain-text.ts';
import { flattenAttributes } from '../model/attributes.ts';
import type { EndpointPage, ErrorPage, Portal } from '../model/pages.ts';
import { fieldRecords } from './field-records.ts';
import { guideRecords } from './guide-records.ts';
import type { SearchRecord } from './search-record.ts';

/** Everything that search finds: guides and their sections, endpoints, fields and error codes. */
export function readSearchRecords({ pages }: Portal): SearchRecord[] {
  const endpoints = pages.filter((page): page is EndpointPage => page.kind === 'endpoint');
  const errors = pages.filter((page): page is ErrorPage => page.kind === 'error');
  return [
    ...pages.filter((page) => page.kind === 'guide').flatMap(guideRecords),
    ...endpoints.map(endpointRecord),
    ...fieldRecords(endpoints, errors),
    ...errors.map(errorRecord),
  ];
}

function endpointRecord(page: EndpointPage): SearchRecord {
  return {
    kind: 'endpoint',
    title: page.title,
    path: page.path,
    detail: `${page.method} ${page.endpoint}`,
    text: plainText(page.description),
    words: `${page.operationId} ${page.group}`,
  };
}

function errorRecord({ code, path, status, message, action, details }: ErrorPage): SearchRecord {
  return {
    kind: 'error',
    title: code,
    path,
    detail: `Status ${status}`,
    text: `${message} ${plainText(action)}`,
    words: flattenAttributes(details)
      .map(({ name }) => name)
      .join(' '),
  };
}
