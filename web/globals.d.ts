/** What esbuild and the server put in, and what the loader leaves on the page: for editors. */
/** Whether the portal has a service that can be refused: where it has none, the loader is built without the gate. */
declare const __GATE__: boolean;
/** Whether it has what few portals have: a service that is told by Google's Consent Mode, or one whose script only stops with the page. */
declare const __RARE__: boolean;
/** The bundle's file name. */
declare const __BUNDLE__: string;
declare const __PORTAL__: import('./loader/config.js').Portal;
declare module '*.css' { const text: string; export default text; }
declare module 'wasm_exec' {
  /** The Go toolchain's wasm_exec.js as a function of the globals it uses. */
  export default function load(globalThis: object, fs: object, setTimeout: Function, clearTimeout: Function): void;
}
interface Temoin {
  open(): void;
  granted(id: string): boolean;
  readonly choice: { granted: Record<string, boolean>; time: number } | null;
  ready: boolean;
}
interface Window {
  temoin: Temoin;
  /** Matomo's queue, and Google's: arrays, until what reads them takes their place. */
  _paq?: any;
  dataLayer?: any;
}
/** The root of the page, where the loader runs already. */
interface HTMLElement { temoin?: Temoin; }
