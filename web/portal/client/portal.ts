import '../styles/portal.css';
import './choices.ts';
import './console.ts';
import './copy-code.ts';
import './copy-page.ts';
import './feedback.ts';
import './menu.ts';
import './return-from-sign-in.ts';
import './search.ts';
import './tabs.ts';
import './theme-select.ts';
import { setUpReveal } from './reveal.ts';

setUpReveal();
