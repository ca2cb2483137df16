export { servePublicPage } from './serve-public-page.ts';
