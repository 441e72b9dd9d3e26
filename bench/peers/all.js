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
export const contestants = [none, ...rivals, ...ours];
export { none };
