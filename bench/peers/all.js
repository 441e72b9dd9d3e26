import { bareHeavy, bareLight } from './bare.js';
import { klaro } from './klaro.js';
import { none } from './none.js';
import { orejime } from './orejime.js';
import { osano } from './osano.js';
import { tarteaucitron } from './tarteaucitron.js';
import { temoin, temoinFirst } from './temoin.js';
import { vanilla } from './vanilla.js';

/** In the order of the table. */
export const rivals = [orejime, vanilla, klaro, tarteaucitron, osano];
export const ours = [temoin, temoinFirst];
/** With the page that has none. */
export const banners = [none, ...rivals, ...ours];
/** What no banner can beat. */
export const bounds = [bareLight, bareHeavy];
export const contestants = [...banners, ...bounds];
export { none };
